import { painLocations, recalls } from '@ilium/contracts';
import { z } from 'zod';
import { once } from '../questions/once.js';
import { sentenceIds, subjectIds } from '../statements/sentences.js';
import { statement } from '../statements/statement.schema.js';

const aPeriod = once('a month, for example 2026-03, or a year');
const period = z
  .string(aPeriod)
  .regex(/^\d{4}(-(0[1-9]|1[0-2]))?$/, aPeriod)
  .optional();

const asked = {
  of: z
    .enum(['patients', 'treatments'], once('patients, treatments'))
    .default('treatments')
    .describe("Of all treatments; or of patients, each one's first of its type in a year: of one year, then."),
  from: period.describe('From this month or year on.'),
  to: period.describe('Up to this month or year, itself included.'),
  painLocation: z
    .enum(painLocations, once(painLocations.join(', ')))
    .optional()
    .describe('Where scores of pain are of several locations. Other sentences are not narrowed by it.'),
  recall: z
    .enum(recalls, once(recalls.join(', ')))
    .optional()
    .describe('Where scores of pain have several recall periods.'),
};

export const statementsAsked = z.strictObject(asked);
export type StatementsAskedOf = z.output<typeof statementsAsked>;

const anApprover = 'Name the person who answers for it, in letters.';

export const publication = z.strictObject({
  sentence: z.enum(sentenceIds, once(sentenceIds.join(', '))),
  subject: z.enum(subjectIds, once(subjectIds.join(', '))),
  ...asked,
  approver: z
    .string(anApprover)
    .trim()
    .max(200, 'At most 200 characters.')
    .regex(/^(?=(?:.*\p{L}){2})[^\p{C}]+$/u, anApprover),
});
export type Publication = z.output<typeof publication>;

export const statementsAnswer = z.object({ statements: z.array(statement) });

export const publishedAnswer = z.object({
  id: z.uuid(),
  publishedAt: z.iso.datetime(),
  approver: z.string(),
  statement,
  isMoved: z.boolean().describe('A correction has changed its figures since. What is published stays as it was.'),
  isGrown: z.boolean().describe('Its figures would be others now also without corrections: further answers have come.'),
  madeBy: z.object({
    wording: z.string().describe('Names the sentences, their rules and whom they are about.'),
    rules: z.array(z.string()).describe("Versions of the site's rules that its outcomes were derived by."),
    release: z.string().describe('The release of analytics.'),
    countedBy: z.string().describe('Names what that release counts.'),
    dataVersion: z.string().describe('How far each partition of the topic was consumed.'),
  }),
});
export const publishedStatementsAnswer = z.object({ statements: z.array(publishedAnswer) });

export type StatementsAnswer = z.output<typeof statementsAnswer>;
export type PublishedAnswer = z.output<typeof publishedAnswer>;
export type PublishedStatementsAnswer = z.output<typeof publishedStatementsAnswer>;
