import { z } from 'zod';
import { day, time } from '../moment.js';

/** Elements that the events share. Everything is kept as the source said it: codes raw, values raw. */

const text = (max: number) => z.string().min(1).max(max);

export const identifier = z
  .strictObject({ system: text(300), value: text(200) })
  .describe('A business identifier: `system` is a URI (`urn:oid:…`), `value` is unique within it.');

export const code = z
  .strictObject({ system: text(300).optional(), code: text(100), display: text(500).optional() })
  .describe("A code as the source sent it. Without a system it is left to the site's rules what it means.");

const codes = z.array(code).max(50);

export const quantity = z.strictObject({ value: z.number(), unit: text(50).optional() });

export const feed = z
  .strictObject({
    site: text(100),
    application: text(100),
    family: text(50).describe('Family of messages, e.g. `events`, `dft`, `adt`, `oru`, `ras`, `fhir`.'),
  })
  .describe('Where a message comes from: facts of different feeds stay different facts.');

/** How far the source stands behind what it says, weakest first. */
export const reportStatuses = ['preliminary', 'final', 'corrected', 'void'] as const;

export const version = z
  .strictObject({
    revision: z.int().min(0).optional().describe("The source's own revision number, where it counts."),
    eventTime: time.optional().describe('When the source says that this was said.'),
    status: z
      .enum(reportStatuses)
      .default('final')
      .describe('How far the source stands behind it, weakest first; `void` takes it back.'),
    replay: z.boolean().optional().describe('Sent from an archive: yields to everything that came live.'),
    edit: z.int().min(0).optional().describe('Counts the edits by which a person mended this message.'),
  })
  .describe('Orders what one source said of one thing; the elements are compared in this order.');

export const anchor = z
  .strictObject({
    visit: identifier.optional(),
    account: identifier.optional(),
    serviceDate: day,
    ordinal: z.int().min(1).default(1).describe('Place among the reports of the same visit and day.'),
  })
  .refine((value) => value.visit !== undefined || value.account !== undefined, {
    path: ['visit'],
    error: 'an anchor needs a visit or an account',
  })
  .meta({
    description: 'Names a report whose source gives it no identifier.',
    anyOf: [{ required: ['visit'] }, { required: ['account'] }],
  });

/** What every report says besides its content. */
export const reportHeader = {
  feed,
  patient: identifier,
  identifier: identifier.optional().describe("The source's identifier of the thing reported."),
  anchor: anchor.optional(),
  version,
  complete: z
    .boolean()
    .default(false)
    .describe('The source sends whole records: a field that is absent in the report is deleted.'),
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
  laterality: code.describe("Raw: `L`, `R`, `BIL` (HL7 table 0495), a SNOMED qualifier, or the site's own word."),
};

export const coded = { codes, text: text(2000) };
export { codes, text };

export type Identifier = z.output<typeof identifier>;
export type Code = z.output<typeof code>;
export type Feed = z.output<typeof feed>;
export type Anchor = z.output<typeof anchor>;
export type ReportStatus = (typeof reportStatuses)[number];
