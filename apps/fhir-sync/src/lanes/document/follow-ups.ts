import { dayOf } from '../reading/hospital-time.js';
import { performedOf, type Known, type Observation } from '../reading/records.js';
import type { Session } from '../reading/sessions.js';
import { isScore } from '../reading/summary-lines.js';
import { sourcesOf } from './figures.js';

type Score = Known<Observation>;

/** The scores of one day after a session, and the figures derived from them. */
export interface FollowUp {
  readonly day: string;
  readonly session: Session;
  readonly scores: readonly [Score, ...Score[]];
}

export interface FollowedSession {
  /** With the scores of its day and of before. */
  readonly session: Session;
  readonly followUps: readonly FollowUp[];
}

/**
 * Scores of later days are follow-ups, one for each day. A figure stands with the last score that it was derived from. What
 * has no day, or belongs to a session without one, stays with the session: nothing says that it came after.
 */
export function followedSession(session: Session, timeZone: string): FollowedSession {
  const scores = new Map(session.observations.filter(isScore).map((score) => [score.key, score]));
  const last = lastDay(session, timeZone);
  const byDay = new Map<string, [Score, ...Score[]]>();
  for (const score of scores.values()) {
    const day = dayTold(score, scores, timeZone);
    if (day === undefined || last === undefined || day <= last) continue;
    const others = byDay.get(day);
    if (others === undefined) byDay.set(day, [score]);
    else others.push(score);
  }
  const later = new Set([...byDay.values()].flat().map(({ key }) => key));
  return {
    session: { ...session, observations: session.observations.filter(({ key }) => !later.has(key)) },
    followUps: [...byDay].map(([day, scoresOfDay]) => ({ day, session, scores: scoresOfDay })),
  };
}

function lastDay({ procedures }: Session, timeZone: string): string | undefined {
  return procedures
    .map(({ resource }) => dayAt(performedOf(resource), timeZone))
    .filter((day) => day !== undefined)
    .toSorted()
    .at(-1);
}

function dayTold(score: Score, known: ReadonlyMap<string, Score>, timeZone: string): string | undefined {
  const sources = sourcesOf(score).map((key) => known.get(key));
  const days = sources.map((source) => dayAt(source?.resource.effectiveDateTime, timeZone));
  const last = days
    .filter((day) => day !== undefined)
    .toSorted()
    .at(-1);
  return last ?? dayAt(score.resource.effectiveDateTime, timeZone);
}

function dayAt(moment: string | undefined, timeZone: string): string | undefined {
  return moment === undefined ? undefined : dayOf(moment, timeZone);
}
