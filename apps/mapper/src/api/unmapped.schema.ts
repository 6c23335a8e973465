import { codeTables } from '@ilium/clinical';
import { z } from 'zod';

const parameters = {
  site: z.string('Give it once.').min(1).max(100).optional().describe('Only what came by feeds of this site.'),
  table: z
    .enum(codeTables, { error: `Allowed, once: ${codeTables.join(', ')}.` })
    .optional()
    .describe('Only what this table would have to know.'),
  limit: z.coerce
    .number()
    .int('Allowed: 1 to 500.')
    .min(1, 'Allowed: 1 to 500.')
    .max(500, 'Allowed: 1 to 500.')
    .default(100)
    .describe('At most so many.'),
  after: z
    .string('Give it once.')
    .regex(/^[\w-]{1,400}$/, 'Allowed: the `after` of the page before.')
    .optional()
    .describe('The `after` of the page before: goes on from there.'),
};

/** What `GET /v1/unmapped` may be asked for. */
export const unmappedQuery = z.strictObject(parameters, {
  error: (issue) =>
    issue.code === 'unrecognized_keys'
      ? `There is no parameter ${issue.keys.join(', ')}. Allowed: ${Object.keys(parameters).join(', ')}.`
      : undefined,
});
export type UnmappedQuery = z.output<typeof unmappedQuery>;

const example = z.strictObject({
  fact: z.string().describe('An opaque key: nobody reads a patient or an identifier from it.'),
  application: z.string().describe('The sending application of the feed.'),
  family: z.string().describe('The family of messages.'),
  kind: z.string().describe('What was reported: a procedure, a score …'),
  field: z.string().describe('The field in which the code came.'),
});

const unmappedCode = z.strictObject({
  site: z.string().describe('The site of the feeds that it came by.'),
  table: z.enum(codeTables).describe('The table that would have to know it.'),
  system: z.string().nullable().describe('As a URI where it is a known one. Null: it came without a system.'),
  code: z
    .string()
    .nullable()
    .describe(
      'As it came. Null where words stand in its place that few patients share: they may be about one of them.',
    ),
  facts: z.int().min(1).describe('How many facts wait on it.'),
  since: z.iso.datetime().describe('When the first of these was noticed.'),
  notOurs: z.string().nullable().describe('The `as` that says it is nothing of ours.'),
  examples: z.array(example).describe('Some of the facts, without what they say.'),
});

export const unmappedCodes = z.strictObject({
  codes: z.array(unmappedCode),
  after: z.string().nullable().describe('Where the next page begins. Null: this is the last one.'),
});
export type UnmappedCodes = z.output<typeof unmappedCodes>;
