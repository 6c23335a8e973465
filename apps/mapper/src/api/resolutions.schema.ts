import { codeTables } from '@ilium/clinical';
import { z } from 'zod';

const line = (max: number) =>
  z
    .string('A text expected.')
    .min(1, `1 to ${max} characters expected.`)
    .max(max, `1 to ${max} characters expected.`)
    .regex(/^\P{Cc}*$/u, 'No control characters expected.');

const who = line(100).regex(/\S/, 'A name expected.');

const said = {
  table: z
    .enum(codeTables, { error: `Allowed: ${codeTables.join(', ')}.` })
    .describe('As `GET /v1/unmapped` names it.'),
  system: line(300)
    .optional()
    .describe('As messages write it, or as its URI. Left out: whatever system the code comes with.'),
  code: line(100).describe('As messages write it.'),
  as: line(300).describe('What it stands for, as in the site file: `CPT|27096`, or a word of ours such as `not-ours`.'),
};

const request = {
  ...said,
  site: line(100)
    .optional()
    .describe('The name of the site file that the mapper runs with, for whoever wants to be sure; another is refused.'),
  by: who.describe('Who says so.'),
  note: line(500).optional().describe('Why, or by whose word. Nothing about patients.'),
};

/** The body of `POST /v1/resolutions`. */
export const resolutionRequest = z.strictObject(request, { error: unknownKeys(Object.keys(request)) });
export type ResolutionRequest = z.output<typeof resolutionRequest>;

export const resolutionId = z.strictObject({
  id: z.uuid('Allowed: the `id` of a resolution.').describe('The `id` of a resolution.'),
});
export type ResolutionId = z.output<typeof resolutionId>;

/** What `DELETE /v1/resolutions/{id}` is asked with. */
export const takingBack = z.strictObject(
  { by: who.describe('Who takes it back.') },
  { error: unknownKeys(['by'], 'parameter') },
);
export type TakingBack = z.output<typeof takingBack>;

const moment = z.iso.datetime();

const resolution = z.strictObject({
  ...said,
  id: z.uuid(),
  by: z.string(),
  at: moment,
  note: z.string().nullable(),
  takenBack: z.strictObject({ by: z.string(), at: moment }).nullable(),
  overruledBy: z
    .string()
    .nullable()
    .describe('The key of the site file that speaks of the same code, so that this changes nothing.'),
});

export const resolutions = z.strictObject({
  resolutions: z.array(resolution).describe('Also those that were taken back; the newest first.'),
});
export type Resolutions = z.output<typeof resolutions>;

export const resolved = z.strictObject({
  resolution,
  rulesOrdinal: z.int().describe('The place of the rules that hold now among all that were ever in use.'),
  holders: z.int().describe('Patients who hold work on the code: they are derived first.'),
  patients: z.int().describe('All patients who are derived again in the background, holders included.'),
});
export type Resolved = z.output<typeof resolved>;

function unknownKeys(known: readonly string[], name = 'field') {
  return (issue: z.core.$ZodRawIssue) =>
    issue.code === 'unrecognized_keys' ? `There is no such ${name}. Allowed: ${known.join(', ')}.` : undefined;
}
