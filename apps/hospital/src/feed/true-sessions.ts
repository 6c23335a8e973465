import { addDays, localTime, type Day } from './calendar.js';
import { procedures } from './procedures.js';
import type { Course, Score, Visit } from './story.js';
import { agents } from './vocabulary.js';

/** A visit as it truly was: what of it counts. */
export interface TrueSession {
  readonly visit: Visit;
  /** Something was done: the scores of its first hours are its own. */
  readonly isIntervention: boolean;
  /** Also where it was stopped: it ends what came before. */
  readonly isBegun: boolean;
  /** It treats: its scores are followed up. */
  readonly isTherapeutic: boolean;
  /** An anaesthetic went where the pain is thought to come from. */
  readonly isNumbed: boolean;
  /** And so asked whether it comes from there. */
  readonly isBlock: boolean;
}

const settleDays = 3;

/**
 * Whether a visit is in the chart as procedures: none that was withdrawn, none of somebody else's trade, and none of which
 * only a bill told that was taken back for good.
 */
export function isInChart({ isWithdrawn, procedure, status, bill }: Visit, asOf: Day): boolean {
  const isCredited = status === 'billed' && bill?.correction === 'credited';
  const isGone = isCredited && addDays(bill.correctedOn, settleDays) <= asOf;
  return !isWithdrawn && !isGone && procedures[procedure].standing !== 'foreign';
}

export function trueSessions({ visits }: Course, asOf: Day): readonly TrueSession[] {
  return visits
    .filter((visit) => isInChart(visit, asOf))
    .map((visit) => {
      const { standing, treatsBy, isQuestion } = procedures[visit.procedure];
      const isDone = visit.status === 'completed' && standing === 'own';
      const isTreated = treatsBy === 'itself' || (treatsBy === 'steroid' && reached(visit, 'steroid'));
      const isNumbed = isDone && treatsBy !== 'itself' && reached(visit, 'anaesthetic');
      return {
        visit,
        isIntervention: isDone,
        isBegun: isDone || (visit.status === 'stopped' && standing === 'own'),
        isTherapeutic: isDone && isTreated,
        isNumbed,
        isBlock: isNumbed && isQuestion,
      };
    });
}

/** A drug of this kind went into the target. */
function reached({ procedure, administrations }: Visit, kind: 'steroid' | 'anaesthetic'): boolean {
  const { target } = procedures[procedure];
  return administrations.some(
    (one) => one.into === target && one.status === 'completed' && !one.isWithdrawn && agents[one.agent].kind === kind,
  );
}

const soon = 36 * 60;

/**
 * The visit that a score is about: the one it names, by a visit's number only after its needle; else what was done in the
 * day and a half before, by the clock; else the latest treatment before it.
 */
export function visitOf(score: Score, course: Course, sessions: readonly TrueSession[]): Visit | undefined {
  const named = score.names === undefined ? undefined : course.visits[score.names];
  const isAbout = named !== undefined && (score.namedBy === 'procedure' || !isBefore(score, named));
  if (isAbout && sessions.some(({ visit }) => visit === named)) return named;
  const justDone = sessions.findLast(
    ({ visit, isIntervention }) => isIntervention && (minutesFrom(visit, score) ?? Infinity) <= soon,
  );
  return (justDone ?? sessions.findLast(({ visit, isTherapeutic }) => isTherapeutic && isAfter(score, visit)))?.visit;
}

/** The next thing that was done after a visit. */
export function nextAfter(visit: Visit, sessions: readonly TrueSession[]): Visit | undefined {
  return sessions.find((other) => other.isBegun && other.visit.day > visit.day)?.visit;
}

/** Minutes from the needle to a score after it, where both have a time on the clock. */
export function minutesFrom(visit: Visit, score: Score): number | undefined {
  if (visit.clock === undefined || score.minute === undefined || !isAfter(score, visit)) return undefined;
  return (instant(score.day, score.minute) - instant(visit.day, visit.clock.start)) / 60_000;
}

function instant(day: Day, minute: number): number {
  return Date.parse(localTime(day, minute));
}

export function isBefore(score: Score, visit: Visit): boolean {
  return sideOfNeedle(score, visit) === 'before';
}

export function isAfter(score: Score, visit: Visit): boolean {
  return sideOfNeedle(score, visit) === 'after';
}

/** On the day itself only what is marked so, or has a time on the clock, is before or after. */
function sideOfNeedle(score: Score, visit: Visit): 'before' | 'after' | undefined {
  if (score.day !== visit.day) return score.day < visit.day ? 'before' : 'after';
  if (score.timing !== undefined) return score.timing;
  if (score.minute === undefined || visit.clock === undefined) return undefined;
  return score.minute < visit.clock.start ? 'before' : 'after';
}
