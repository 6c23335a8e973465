import type { Code, MeasureCode } from '@ilium/contracts';
import { isCode, ownSystem, standardCode, type CodeRules } from './site-codes.js';

/** An answer that is a code, as a place on its measure's scale. */
export interface Answer {
  readonly system: string;
  readonly code: string;
  readonly measure: MeasureCode;
  readonly value: number;
  readonly source: string;
}

const impressions = [
  'very-much-improved',
  'much-improved',
  'minimally-improved',
  'no-change',
  'minimally-worse',
  'much-worse',
  'very-much-worse',
] as const;

/** Words, not numbers: which end of a numbered form is best differs from form to form (trap 11). */
export const answers: readonly Answer[] = impressions.map((code, index) => ({
  system: ownSystem,
  code,
  measure: 'pgic',
  value: index + 1,
  source: 'V3: PACIO IG citing CMS ACCESS (1 very much improved to 7); PMC7053735',
}));

/** The middle of the scale: neither better nor worse. */
export const noChange = impressions.indexOf('no-change') + 1;

export function answerOf(code: Code, measure: MeasureCode, rules: CodeRules): Answer | undefined {
  const standard = standardCode(code, 'answers', rules);
  return answers.find((row) => row.measure === measure && isCode(row, standard));
}
