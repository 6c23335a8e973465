import { z } from 'zod';
import { weights } from '../read-back/difference.js';
import { namedTarget } from '../target/target-name.js';

/** What `GET /v1/read-backs` may be asked for. */
export const readBacksQuery = z.strictObject({
  weight: z.enum(weights, { error: `Allowed, once: ${weights.join(', ')}.` }).optional(),
  target: namedTarget.optional(),
  after: z
    .string('Give it once.')
    .regex(/^[a-z][a-z0-9-]{0,29} \S{1,130}$/, 'Allowed: the `after` of the page before.')
    .optional(),
  limit: z.coerce
    .number()
    .int('Allowed: 1 to 500.')
    .min(1, 'Allowed: 1 to 500.')
    .max(500, 'Allowed: 1 to 500.')
    .default(100),
});
export type ReadBacksQuery = z.output<typeof readBacksQuery>;
