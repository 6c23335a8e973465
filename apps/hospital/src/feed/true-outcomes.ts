import { addDays, daysFrom, type Day } from './calendar.js';
import type { Course, MeasureName, Score, Visit } from './story.js';
import { trueSessions, type TrueSession } from './true-sessions.js';

export interface TrueOutcome {
  readonly status: 'open' | 'observed' | 'past';
}

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

/** The windows that have opened after each treatment, for each measure that is expected. */
export function trueOutcomes(course: Course, asOf: Day): readonly TrueOutcome[] {
  const sessions = trueSessions(course);
  const answered = course.scores.filter((score) => !score.isWithdrawn && score.value !== undefined);
  return sessions
    .filter(({ isTherapeutic }) => isTherapeutic)
    .flatMap(({ visit }) => {
      const own = answered.filter(
        (score) => ownerOf(score, course, sessions) === visit && isStillIts(score, visit, sessions),
      );
      const age = daysFrom(visit.day, asOf);
      return measureNames.flatMap((measure) =>
        windows
          .filter(([first]) => first <= age)
          .map(([first, last]): TrueOutcome => {
            const isObserved = own.some(
              (score) =>
                score.measure === measure &&
                score.day >= addDays(visit.day, first) &&
                score.day <= addDays(visit.day, last),
            );
            return { status: isObserved ? 'observed' : age <= last ? 'open' : 'past' };
          }),
      );
    });
}

/** The visit that a score is about: the one it names, else the latest that treated before it. */
function ownerOf(score: Score, course: Course, sessions: readonly TrueSession[]): Visit | undefined {
  const named = score.names === undefined ? undefined : course.visits[score.names];
  if (sessions.some(({ visit }) => visit === named)) return named;
  return sessions.findLast(({ visit, isTherapeutic }) => isTherapeutic && score.day > visit.day)?.visit;
}

/** Before the next thing that was done. */
function isStillIts(score: Score, visit: Visit, sessions: readonly TrueSession[]): boolean {
  const next = sessions.find((other) => other.isIntervention && other.visit.day > visit.day);
  return next === undefined || isBefore(score, next.visit);
}

/** On the day itself only what is marked so, or has a time on the clock before the needle's. */
function isBefore(score: Score, visit: Visit): boolean {
  if (score.day !== visit.day) return score.day < visit.day;
  if (score.timing !== undefined) return score.timing === 'before';
  return score.minute !== undefined && visit.clock !== undefined && score.minute < visit.clock.start;
}
