import type { Day } from './calendar.js';
import { figuresOf, type FigureKind } from './true-figures.js';
import type { Act, Course, MeasureName } from './story.js';
import { trueOutcomes, type TrueOutcome } from './true-outcomes.js';
import { isInChart } from './true-sessions.js';

/** How many records and outcomes are true of something. */
export interface Truth {
  /** Of whom more is told than a number. */
  readonly patients: number;
  readonly procedures: number;
  readonly observations: number;
  readonly medicationAdministrations: number;
  /** A measure in a window after a visit: what statistics count. */
  readonly outcomes: number;
  /** All that is told of outcomes, by kind; `joint`: a measure in a window, of one joint. */
  readonly outcomesByKind: Readonly<Record<OutcomeKind, number>>;
}

export const outcomeKinds = [
  'score',
  'joint',
  'block',
  'return-of-pain',
  'steroid-onset',
  'relief-duration',
  'complication',
  'session',
] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

/** The hospital's own choice of derived figures for its chart. */
const figuresInChart: readonly FigureKind[] = [
  'percent-improvement',
  'block-result',
  'return-of-pain',
  'steroid-onset',
  'relief-duration',
];

/** What is true of one course on a day, where the chart has these figures. */
export function truthOf(
  course: Course,
  asOf: Day,
  figures: readonly FigureKind[] = figuresInChart,
  asks?: readonly MeasureName[],
): Truth {
  const visits = course.visits.filter(({ isWithdrawn }) => !isWithdrawn);
  const acts = visits.filter((visit) => isInChart(visit, asOf)).flatMap((visit) => visit.acts);
  const outcomes = trueOutcomes(course, asOf, asks);
  const outcomesByKind = byKind(isHidden(course) ? [] : outcomes);
  return {
    patients: Number(course.hasDemographics),
    procedures: sum(acts, (act) => jointsOf(act) + Number(act.steps.isGuidanceTold)),
    medicationAdministrations: sum(visits, ({ administrations }) => administrations.filter(isKept).length),
    observations:
      course.scores.filter(isKept).length +
      course.complications.filter(isKept).length +
      sum(acts, ({ steps }) => Number(steps.isPositionTold) + Number(steps.spread !== undefined)) +
      figuresOf(outcomes, figures),
    outcomes: outcomesByKind.score,
    outcomesByKind,
  };
}

/** Nothing of such a patient leaves the chart. */
export function isHidden({ flag }: Course): boolean {
  return flag !== undefined && flag.name !== 'interpreter' && !flag.isTakenBack;
}

function isKept({ isWithdrawn }: { readonly isWithdrawn: boolean }): boolean {
  return !isWithdrawn;
}

/** Each joint is a procedure; one whose side nobody told is one. */
function jointsOf({ sides }: Act): number {
  return Math.max(1, sides.length);
}

function byKind(outcomes: readonly TrueOutcome[]): Truth['outcomesByKind'] {
  const kinds = outcomes.map((one) => (one.kind === 'score' && one.side !== undefined ? 'joint' : one.kind));
  const counts = outcomeKinds.map((kind) => [kind, kinds.filter((each) => each === kind).length]);
  return Object.fromEntries(counts) as Truth['outcomesByKind'];
}

function sum<Item>(items: readonly Item[], count: (item: Item) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}
