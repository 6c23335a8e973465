import { measures } from './measures.js';
import type { TrueOutcome } from './true-outcomes.js';

/** Derived figures that a chart may have, by the names of the site file. */
export type FigureKind = (typeof compared)[number] | 'follow-up-status' | keyof typeof ofVisits;

const compared = ['change', 'percent-improvement', 'improved', 'over-50', 'at-least-50', 'at-least-75'] as const;
const ofVisits = {
  'block-result': 'block',
  'return-of-pain': 'return-of-pain',
  'steroid-onset': 'steroid-onset',
  'relief-duration': 'relief-duration',
} as const satisfies Record<string, TrueOutcome['kind']>;

/** How many figures of these kinds stand in the chart: each with its value, or with why there is none. */
export function figuresOf(outcomes: readonly TrueOutcome[], kinds: readonly FigureKind[]): number {
  return kinds.reduce((total, kind) => total + outcomes.filter((outcome) => hasFigure(outcome, kind)).length, 0);
}

function hasFigure(outcome: TrueOutcome, kind: FigureKind): boolean {
  if (outcome.kind !== 'score') return kind in ofVisits && ofVisits[kind as keyof typeof ofVisits] === outcome.kind;
  if (kind === 'follow-up-status') return outcome.isExpected && outcome.status !== 'open';
  // What the patient says of the change is an answer, and nothing is computed from it.
  return !(kind in ofVisits) && outcome.status === 'observed' && !measures[outcome.measure].isOfChange;
}
