import { z } from 'zod';
import { namedTarget } from '../target/target-name.js';

/** What `GET /v1/identity-decisions` may be asked for. */
export const identityDecisionsQuery = z.strictObject({
  target: namedTarget.optional().describe('Only what holds for this target.'),
  record: z
    .string('Give it once.')
    .regex(/^[A-Z][A-Za-z]{1,63}\/[A-Za-z0-9\-.]{1,64}$/, 'Allowed: Type/id, a record of ours.')
    .optional()
    .describe('Only what was said of the patient of this record.'),
  after: z
    .string('Give it once.')
    .regex(/^[1-9][0-9]{0,17}$/, 'Allowed: the `after` of the page before.')
    .optional()
    .describe('`after` of the page before.'),
  limit: z.coerce
    .number()
    .int('Allowed: 1 to 500.')
    .min(1, 'Allowed: 1 to 500.')
    .max(500, 'Allowed: 1 to 500.')
    .default(100),
});
export type IdentityDecisionsQuery = z.output<typeof identityDecisionsQuery>;
