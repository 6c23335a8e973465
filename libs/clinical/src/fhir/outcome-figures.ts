import type { OutcomeResult, OutcomeStatus } from '@ilium/contracts';
import type { Outcome } from '../derive/scores/outcomes.js';
import type { DerivedKind, Rules } from '../rules.js';
import { ownConcept, valueOr, type FigureValue } from './figure-values.js';

type ComputedKind = Extract<
  DerivedKind,
  'change' | 'percent-improvement' | 'improved' | 'over-50' | 'at-least-50' | 'at-least-75'
>;

type Read = (result: OutcomeResult | null) => number | boolean | null | undefined;

const figures: Readonly<Record<ComputedKind, Read>> = {
  change: (result) => result?.betterBy,
  'percent-improvement': (result) => result?.percentBetter,
  improved: (result) => result?.improved,
  'over-50': (result) => result?.over50,
  'at-least-50': (result) => result?.atLeast50,
  'at-least-75': (result) => result?.atLeast75,
};

export function isComputedKind(kind: DerivedKind): kind is ComputedKind {
  return kind in figures;
}

/**
 * What was computed from the answer in a window, or why it can't be. Nothing of what the patient states as it is: that is
 * the score itself, and under the code of a computed figure the two would be mixed (clinical rule 16).
 */
export function computedFigure(
  kind: ComputedKind,
  { status, result, measure, baseline }: Outcome,
  base: string,
): FigureValue | undefined {
  if (status !== 'observed' || measure.origin === 'stated') return undefined;
  const doubt = result?.doubt ?? (baseline === undefined ? 'no-baseline' : 'no-percentage-of-this-measure');
  const unit = kind === 'change' ? measure.units[0].ucum : '%';
  return valueOr(figures[kind](result) ?? null, unit, doubt, base);
}

export const followUpStatuses: Readonly<
  Partial<Record<OutcomeStatus, { readonly code: string; readonly text: string }>>
> = {
  observed: { code: 'expected', text: 'Expected, and answered' },
  missing: { code: 'missing', text: 'Expected, and not answered' },
  superseded: { code: 'superseded', text: 'No longer expected: another treatment or death came before' },
};

/** Clinical rule 21: what is still open is neither expected nor missing, and what nobody asked for is not expected. */
export function followUpStatus(outcome: Outcome, rules: Rules): FigureValue | undefined {
  const said = followUpStatuses[outcome.status];
  if (said === undefined || !isExpected(outcome, rules)) return undefined;
  return { valueCodeableConcept: ownConcept('follow-up-status', said.code, said.text, rules.base) };
}

/** In the first hours nobody is. */
function isExpected(outcome: Outcome, rules: Rules): boolean {
  return outcome.isExpected && rules.windows.some(({ name }) => name === outcome.window);
}
