import type { Day } from './calendar.js';
import { procedures } from './procedures.js';
import type { Act, Course, Visit } from './story.js';
import { trueOutcomes } from './true-outcomes.js';

/** How many records and outcomes are true of something. */
export interface Truth {
  readonly procedures: number;
  readonly observations: number;
  readonly medicationAdministrations: number;
  readonly outcomes: number;
}

/** What is true of one course on a day. */
export function truthOf(course: Course, asOf: Day): Truth {
  const visits = course.visits.filter(({ isWithdrawn }) => !isWithdrawn);
  const acts = visits.filter(isInChart).flatMap((visit) => visit.acts);
  const outcomes = trueOutcomes(course, asOf);
  return {
    procedures: sum(acts, (act) => jointsOf(act) + Number(act.steps.isGuidanceTold)),
    medicationAdministrations: sum(visits, ({ administrations }) => administrations.filter(isKept).length),
    // A figure stands beside the scores for each window that was answered: a percentage, or why there is none.
    observations:
      course.scores.filter(isKept).length +
      sum(acts, ({ steps }) => Number(steps.isPositionTold) + Number(steps.spread !== undefined)) +
      outcomes.filter(({ status }) => status === 'observed').length,
    outcomes: outcomes.length,
  };
}

function isInChart({ procedure }: Visit): boolean {
  return procedures[procedure].standing !== 'foreign';
}

function isKept({ isWithdrawn }: { readonly isWithdrawn: boolean }): boolean {
  return !isWithdrawn;
}

/** Each joint is a procedure; one whose side nobody told is one. */
function jointsOf({ sides }: Act): number {
  return Math.max(1, sides.length);
}

function sum<Item>(items: readonly Item[], count: (item: Item) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}
