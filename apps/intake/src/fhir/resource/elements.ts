import { z } from 'zod';

/**
 * Elements of FHIR R4, as far as they are read. What else a record holds is left alone: it stays in the message that is
 * kept. Without an element of its own a fault would be seen far from where it is.
 */

export const coding = z.looseObject({
  system: z.string().optional(),
  code: z.string().optional(),
  display: z.string().optional(),
});

export const concept = z.looseObject({ coding: z.array(coding).optional(), text: z.string().optional() });

export const identifier = z.looseObject({
  use: z.string().optional(),
  type: concept.optional(),
  system: z.string().optional(),
  value: z.string().optional(),
});

export const humanName = z.looseObject({ use: z.string().optional(), family: z.string().optional() });

export const reference = z.looseObject({
  reference: z.string().optional(),
  type: z.string().optional(),
  identifier: identifier.optional(),
  display: z.string().optional(),
});

/** FHIR decimals come as numbers; JSON knows no other. */
export const quantity = z.looseObject({
  value: z.number().optional(),
  comparator: z.string().optional(),
  unit: z.string().optional(),
  system: z.string().optional(),
  code: z.string().optional(),
});

/** FHIR R4, dateTime: a year, a month, a day, or a time with its zone. */
export const dateTime = z
  .string()
  .regex(
    /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d{2}:\d{2}))?)?)?$/,
  );

export const date = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/);

export const period = z.looseObject({ start: dateTime.optional(), end: dateTime.optional() });

/** FHIR R4, id. */
export const id = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/);

export const meta = z.looseObject({
  versionId: z.string().optional(),
  lastUpdated: dateTime.optional(),
  source: z.string().optional(),
  tag: z.array(coding).optional(),
  security: z.array(coding).optional(),
});

/** What every record may have. */
export const record = {
  id: id.optional(),
  meta: meta.optional(),
  identifier: z.array(identifier).optional(),
  contained: z.array(z.looseObject({ resourceType: z.string() })).optional(),
};

export type Coding = z.output<typeof coding>;
export type Concept = z.output<typeof concept>;
export type FhirIdentifier = z.output<typeof identifier>;
export type HumanName = z.output<typeof humanName>;
export type Reference = z.output<typeof reference>;
export type Quantity = z.output<typeof quantity>;
export type Period = z.output<typeof period>;
