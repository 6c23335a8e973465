import { measureCodes, painLocations, procedureTypes, recalls } from '@ilium/contracts';
import { z } from 'zod';
import { proportion } from '../answers/proportion.js';
import { rateRuleNames } from '../answers/trend.js';
import { sentenceIds, subjectIds } from './sentences.js';

const count = z.int().min(0);

/** Why a sentence can't be said (clinical rule 24). */
const refusals = [
  'nobody-expected',
  'several-years',
  'several-types',
  'several-scales',
  'unasked-answers',
  'too-few-answers',
  'too-little-follow-up',
] as const;

export const statement = z.object({
  sentence: z.enum(sentenceIds),
  subject: z.enum(subjectIds),
  of: z.enum(['patients', 'treatments']),
  from: z.string().nullable(),
  to: z.string().nullable(),
  measure: z.enum(measureCodes),
  painLocation: z.enum(painLocations).nullable(),
  recall: z.enum(recalls).nullable(),
  windows: z.array(z.object({ procedureType: z.enum(procedureTypes), window: z.string() })),
  rule: z.enum(rateRuleNames),
  text: z.string().nullable().describe('The sentence with its figures. Null where it is refused.'),
  claim: z.string().nullable().describe('"Over 75 % …": only where the observed rate is above it.'),
  refusals: z.array(z.object({ reason: z.enum(refusals), why: z.string() })),
  rate: proportion.nullable(),
  beside: z.array(z.object({ rule: z.enum(rateRuleNames), rate: proportion })),
  expected: count.describe('Windows that the site asks for, those that are still open too.'),
  observed: count,
  followUpRate: z.number().nullable(),
  missing: z
    .array(z.object({ why: z.string(), count }))
    .nullable()
    .default(null)
    .describe('Why answers are missing whose windows have closed. Null in what is published: reasons tell of few.'),
  complications: z
    .object({ count, sessions: count })
    .nullable()
    .describe('Complications within 30 days, and the sessions that were begun. Null where they would tell of too few.'),
});
export type Statement = z.output<typeof statement>;
