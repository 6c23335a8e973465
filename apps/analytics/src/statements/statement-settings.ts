import { defaultRules, measures, type Rules } from '@ilium/clinical';
import { measureCodes, type MeasureCode, type MeasureFamily, type ProcedureType } from '@ilium/contracts';
import { z } from 'zod';

/** Under this token the service's settings are provided. */
export const STATEMENT_SETTINGS = Symbol('ilium.analytics.statement-settings');

/** What a site decides of its sentences (clinical rules 23 and 24). */
export interface StatementSettings {
  /** The measure of each family that its sentence is read off. */
  readonly measures: Readonly<Record<MeasureFamily, MeasureCode>>;
  /** The window that sentences about a type of procedure are about. */
  readonly primaryWindows: Rules['primaryWindows'];
  readonly leastFollowUp: number;
  readonly leastAnswers: number;
  /** Counts below it are not told to who has no role. */
  readonly smallestCell: number;
  /** Of analytics: stands in what is published. */
  readonly release: string;
}

/** Of the family only: another one would be another sentence. */
function measure(family: MeasureFamily, usual: MeasureCode, told: string) {
  const codes = measures.filter((row) => row.family === family).map((row) => row.measure);
  return z
    .enum(measureCodes)
    .refine((code) => codes.includes(code), `Allowed: ${codes.join(', ')}.`)
    .default(usual)
    .describe(told);
}

export const statementVariables = {
  STATEMENT_CONDITION: measure(
    'condition',
    'stated-relief',
    'The measure of improvement in sentences: stated-relief or pgic.',
  ),
  STATEMENT_PAIN: measure('pain', 'nrs', 'The measure of pain in sentences.'),
  STATEMENT_FUNCTION: measure('function', 'odi', 'The measure of function in sentences.'),
  STATEMENT_QUALITY_OF_LIFE: measure(
    'quality-of-life',
    'promis-physical-health',
    'The measure of quality of life in sentences.',
  ),
  STATEMENT_LEAST_FOLLOW_UP: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.6)
    .describe('Sentences of a smaller share of the expected are refused.'),
  STATEMENT_LEAST_ANSWERS: z.coerce
    .number()
    .int()
    .min(1)
    .default(30)
    .describe('Sentences of fewer answers are refused.'),
  RELEASE: z
    .string()
    .regex(/^[\w.+-]{1,100}$/, 'expected letters, digits and the signs . + - _')
    .default('unnamed')
    .describe('Names the release that runs, such as its version or commit; stands in what is published.'),
  SMALLEST_CELL: z.coerce.number().int().min(1).default(11).describe('Smaller counts are not told without a role.'),
};

type Variables = z.output<z.ZodObject<typeof statementVariables>>;

/** @param rules of the site file */
export function statementSettings(
  variables: Variables,
  { primaryWindows }: Pick<Rules, 'primaryWindows'> = defaultRules,
): StatementSettings {
  return {
    primaryWindows,
    measures: {
      condition: variables.STATEMENT_CONDITION,
      pain: variables.STATEMENT_PAIN,
      function: variables.STATEMENT_FUNCTION,
      'quality-of-life': variables.STATEMENT_QUALITY_OF_LIFE,
    },
    leastFollowUp: variables.STATEMENT_LEAST_FOLLOW_UP,
    leastAnswers: variables.STATEMENT_LEAST_ANSWERS,
    smallestCell: variables.SMALLEST_CELL,
    release: variables.RELEASE,
  };
}

export function primaryWindowOf(
  type: ProcedureType,
  { primaryWindows }: Pick<StatementSettings, 'primaryWindows'>,
): string {
  return primaryWindows[type] ?? primaryWindows.usual;
}
