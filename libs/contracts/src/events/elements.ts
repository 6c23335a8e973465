import { z } from 'zod';

/** Elements that the events share. Everything is kept as the source said it: codes raw, values raw. */

const text = (max: number) => z.string().min(1).max(max);

/** A calendar day, `2026-03-12`. */
export const day = z.iso.date();

/** A FHIR date (`2026`, `2026-03`, `2026-03-12`) or a time with its zone (`2026-03-12T10:05:00-05:00`). Precision is kept. */
export const moment = z.union([z.iso.datetime({ offset: true }), day, z.string().regex(/^\d{4}(-(0[1-9]|1[0-2]))?$/)]);

/** A business identifier: `system` is a URI (`urn:oid:…`), `value` is unique within it. */
export const identifier = z.strictObject({ system: text(300), value: text(200) });

/** A code as the source sent it. Without a system it is left to the site's rules what it means. */
export const code = z.strictObject({
  system: text(300).optional(),
  code: text(100),
  display: text(500).optional(),
});

const codes = z.array(code).max(50);

export const quantity = z.strictObject({ value: z.number(), unit: text(50).optional() });

/** Where a message comes from: facts of different feeds stay different facts. */
export const feed = z.strictObject({
  site: text(100),
  application: text(100),
  /** Family of messages, e.g. `events`, `dft`, `adt`, `oru`, `ras`, `fhir`. */
  family: text(50),
});

/** How far the source stands behind what it says, weakest first. */
export const reportStatuses = ['preliminary', 'final', 'corrected', 'void'] as const;

/** Orders what one source said of one thing. See "Facts" in docs/events.md. */
export const version = z.strictObject({
  /** The source's own revision number, where it counts. */
  revision: z.int().min(0).optional(),
  /** When the source says that this was said. */
  eventTime: z.iso.datetime({ offset: true }).optional(),
  status: z.enum(reportStatuses).default('final'),
  /** Sent from an archive: yields to everything that came live. */
  replay: z.boolean().optional(),
  /** Counts the edits by which a person mended this message. */
  edit: z.int().min(0).optional(),
});

/** Names a report whose source gives it no identifier. */
export const anchor = z
  .strictObject({
    visit: identifier.optional(),
    account: identifier.optional(),
    serviceDate: day,
    /** Place among the reports of the same visit and day. */
    ordinal: z.int().min(1).default(1),
  })
  .refine((value) => value.visit !== undefined || value.account !== undefined, { path: ['visit'] });

/** What every report says besides its content. */
export const reportHeader = {
  feed,
  patient: identifier,
  /** The source's identifier of the thing reported. */
  identifier: identifier.optional(),
  anchor: anchor.optional(),
  version,
  /** The source sends whole records: a field that is absent here is deleted. */
  complete: z.boolean().default(false),
};

/** Makes every field optional (absent: nothing is said) and nullable (null: deleted). */
export function reported<Shape extends Record<string, z.ZodType>>(shape: Shape) {
  const entries = Object.entries(shape).map(([name, field]) => [name, field.nullable().optional()]);
  return z.strictObject(
    Object.fromEntries(entries) as { [Name in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[Name]>> },
  );
}

/** What ties a report to a procedure, a visit, an order or an account. */
export const ties = {
  procedureIdentifier: identifier,
  visit: identifier,
  account: identifier,
  orders: z.array(identifier).max(20),
};

export const sites = {
  bodySite: codes,
  /** Raw: `L`, `R`, `BIL` (HL7 table 0495), a SNOMED qualifier, or the site's own word. */
  laterality: code,
};

export const coded = { codes, text: text(2000) };
export { codes, text };

export type Identifier = z.output<typeof identifier>;
export type Code = z.output<typeof code>;
export type Feed = z.output<typeof feed>;
export type Anchor = z.output<typeof anchor>;
export type ReportStatus = (typeof reportStatuses)[number];
