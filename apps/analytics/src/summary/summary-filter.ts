import { measureCodes, procedureTypes } from '@ilium/contracts';
import { z } from 'zod';

const filters = {
  procedureType: oneOf(procedureTypes).describe('Only this type of procedure.'),
  measure: oneOf(measureCodes).describe('Only this measure.'),
  window: z
    .string('Give it once.')
    .regex(/^[A-Z0-9]{1,10}$/, 'Allowed: the name of a window, for example W2, M3, Y1 or 24H.')
    .optional()
    .describe('Only this follow-up window: W2, M3, Y1 …'),
};

/** What `GET /v1/outcomes/summary` may be asked for. Each narrows; without any, everything is counted. */
export const summaryFilter = z.strictObject(filters, {
  error: (issue) =>
    issue.code === 'unrecognized_keys'
      ? `There is no parameter ${issue.keys.join(', ')}. Allowed: ${Object.keys(filters).join(', ')}.`
      : undefined,
});

export type SummaryFilter = z.output<typeof summaryFilter>;

function oneOf<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, { error: `Allowed, once: ${values.join(', ')}.` }).optional();
}
