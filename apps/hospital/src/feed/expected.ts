import { addDays, daysFrom, type Day } from './calendar.js';
import { imagineCourse } from './imagine-course.js';
import { lastDay } from './last-day.js';
import type { Course, MeasureName, Score, Visit } from './story.js';
import { tellCourse } from './tell-course.js';
import { agents } from './vocabulary.js';

/** What a feed implies once all of it is accounted for. */
export interface Expected {
  readonly courses: number;
  readonly events: number;
  readonly procedures: number;
  readonly observations: number;
  readonly medicationAdministrations: number;
  readonly outcomes: number;
  readonly skipped: number;
  readonly parked: number;
}

export type Truth = Pick<Expected, 'procedures' | 'observations' | 'medicationAdministrations' | 'outcomes'>;

/** First and last day after the needle. */
const windows: readonly (readonly [number, number])[] = [
  [5, 10],
  [11, 21],
  [28, 56],
  [70, 120],
  [150, 225],
  [300, 450],
  [600, 840],
  ...Array.from({ length: 18 }, (_, year) => [365 * (year + 3) - 90, 365 * (year + 3) + 90] as const),
];
const measureNames: readonly MeasureName[] = ['nrs', 'odi'];
const baselineDays = 30;

/** The counts of a whole feed, from its stories; the messages are only counted, never read. */
export function expectedCounts(options: {
  readonly seed: number;
  readonly courses: number;
  readonly asOf?: Day;
}): Expected {
  const { seed, courses, asOf = lastDay } = options;
  const sum = {
    courses,
    events: 0,
    procedures: 0,
    observations: 0,
    medicationAdministrations: 0,
    outcomes: 0,
    skipped: 0,
  };
  for (let index = 0; index < courses; index += 1) {
    const course = imagineCourse(seed, index);
    const truth = truthOf(course, asOf);
    const messages = tellCourse(course, seed);
    sum.events += messages.length;
    sum.skipped += messages.filter(({ isRepeat }) => isRepeat).length;
    sum.procedures += truth.procedures;
    sum.observations += truth.observations;
    sum.medicationAdministrations += truth.medicationAdministrations;
    sum.outcomes += truth.outcomes;
  }
  return { ...sum, parked: 0 };
}

/** What is true of one course on a day. */
export function truthOf(course: Course, asOf: Day): Truth {
  const visits = course.visits.filter(({ isWithdrawn }) => !isWithdrawn);
  const scores = course.scores.filter(({ isWithdrawn }) => !isWithdrawn);
  const outcomes = outcomesOf(course, asOf);
  return {
    procedures: total(visits.flatMap(({ acts }) => acts.map(({ sides }) => Math.max(1, sides.length)))),
    medicationAdministrations: visits.flatMap(({ administrations }) =>
      administrations.filter((one) => !one.isWithdrawn),
    ).length,
    // A percentage stands beside the scores, for each outcome that has one.
    observations: scores.length + outcomes.filter(({ hasPercentage }) => hasPercentage).length,
    outcomes: outcomes.length,
  };
}

interface TrueOutcome {
  readonly hasPercentage: boolean;
}

function outcomesOf(course: Course, asOf: Day): readonly TrueOutcome[] {
  const visits = course.visits.filter((visit) => !visit.isWithdrawn && visit.status === 'completed');
  const answered = course.scores.filter((score) => !score.isWithdrawn && score.value !== undefined);
  return visits.filter(isTherapeutic).flatMap((visit) => {
    const next = visits.find(({ day }) => day > visit.day);
    const age = daysFrom(visit.day, asOf);
    const opened = windows.filter(([first]) => first <= age);
    return measureNames.flatMap((measure) => {
      const scores = answered.filter((score) => score.measure === measure);
      const baseline = baselineOf(visit, scores);
      const followUps = scores.filter(
        (score) => ownerOf(score, course, visits) === visit && (next === undefined || isBefore(score, next)),
      );
      return opened.map(([first, last]) => {
        const isObserved = followUps.some(
          ({ day }) => day >= addDays(visit.day, first) && day <= addDays(visit.day, last),
        );
        return { hasPercentage: isObserved && (baseline?.value ?? 0) > 0 };
      });
    });
  });
}

/** Steroid went into the joint. */
function isTherapeutic({ status, administrations }: Visit): boolean {
  return (
    status === 'completed' &&
    administrations.some(
      (one) =>
        one.into === 'joint' && one.status === 'completed' && !one.isWithdrawn && agents[one.agent].kind === 'steroid',
    )
  );
}

function baselineOf(visit: Visit, scores: readonly Score[]): Score | undefined {
  const before = scores.filter((score) => isBefore(score, visit) && daysFrom(score.day, visit.day) <= baselineDays);
  return before.sort((a, b) => a.day.localeCompare(b.day) || (a.minute ?? 0) - (b.minute ?? 0)).at(-1);
}

/** The visit that a score is about: the one it names, else the latest with a steroid before it. */
function ownerOf(score: Score, course: Course, completed: readonly Visit[]): Visit | undefined {
  const named = score.names === undefined ? undefined : course.visits[score.names];
  if (named !== undefined && !named.isWithdrawn) return named;
  return completed.findLast((visit) => isTherapeutic(visit) && score.day > visit.day);
}

/** On the day itself only what is marked so, or has a time on the clock before the needle's. */
function isBefore(score: Score, visit: Visit): boolean {
  if (score.day !== visit.day) return score.day < visit.day;
  if (score.timing !== undefined) return score.timing === 'before';
  return score.minute !== undefined && visit.clock !== undefined && score.minute < visit.clock.start;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
