import { painLocations, recalls } from '@ilium/contracts';
import { z } from 'zod';

/**
 * What the codes of observations (OBX-3) are about, where messages do not say it themselves. What they measure stands in
 * `codes.measures`.
 */

const observationCode = z.strictObject({
  system: z.string().min(1).optional().describe('As messages write it. Left out: whatever system the code came with.'),
  code: z.string().min(1).describe('As messages write it, in quotes where it is all digits.'),
  kind: z
    .enum(['score', 'complication', 'history'])
    .default('score')
    .describe('complication, history: the answer is the code of what happened, or of an earlier treatment.'),
  painLocation: z.enum(painLocations).optional(),
  recall: z.enum(recalls).optional(),
  timing: z.enum(['before', 'after']).optional().describe('Of a score of the day of the procedure.'),
  valueSet: z.string().min(1).max(100).optional().describe('Of an EQ-5D index.'),
});

export const observations = z.strictObject({
  taken: z
    .enum(['all', 'known'])
    .default('all')
    .describe(
      'known: of observations only those that a table or this file knows; for feeds that carry laboratory results as well.',
    ),
  codes: z.array(observationCode).readonly().default([]),
});

export type ObservationCode = z.output<typeof observationCode>;
export type Observations = z.output<typeof observations>;
