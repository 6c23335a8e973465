import type { ProcedureType } from '@ilium/contracts';
import { forType, type Rules } from '../../rules.js';
import type { Side } from '../../terminology/sides.js';
import type { Joint } from '../procedures/joints.js';
import { daysBetween, type Moment } from '../reports/moments.js';
import type { LiveReport } from '../reports/live-reports.js';
import type { Session } from '../sessions/sessions.js';
import { tiedJoints } from '../reports/ties.js';

/** Whose a score is: what it names, else by time (clinical rules 11, 13 and 14). */

/** What is asked of a score here. */
interface TimedScore {
  readonly source: LiveReport<'score'>;
  readonly effective: Moment | undefined;
}

/** A score that may name its session. */
interface NamingScore extends TimedScore {
  readonly named: Session | undefined;
}

/** Something was done: neither stopped nor cancelled, and no code that contradicts its words. */
export function isIntervention({ isCompleted, isDisputed }: Session): boolean {
  return isCompleted && !isDisputed;
}

/** Clinical rule 13: a diagnostic block without steroid opens no therapeutic episode. */
export function opensEpisode(session: Session): boolean {
  return session.isTherapeutic && isIntervention(session);
}

/** Clinical rule 14: on the session's own day only with a clock time or the source's word; else it is neither before nor after. */
export function isBefore(score: TimedScore, session: Session): boolean {
  return sideOfNeedle(score, session) === 'before';
}

export function isAfter(score: TimedScore, session: Session): boolean {
  return sideOfNeedle(score, session) === 'after';
}

/** Clinical rule 14: before the needle, and not too long before. */
export function isBaselineOf(score: TimedScore, session: Session, rules: Rules): boolean {
  const [scored, day] = [score.effective?.day, session.start?.day];
  if (scored === undefined || day === undefined || !isBefore(score, session)) return false;
  return daysBetween(scored, day) <= forType(rules.baselineDays, session.type);
}

/** The session that a score is a follow-up of: the one it names, else the latest that it can follow. */
export function sessionOf(score: NamingScore, sessions: readonly Session[], rules: Rules): Session | undefined {
  return score.named ?? latestBefore(score, sessions, rules);
}

/** Of several sessions that a score names by one number, such as a stay's: the latest that it can follow, else the first. */
export function namedBy(score: TimedScore, sessions: readonly Session[], rules: Rules): Session | undefined {
  const joints = sessions.flatMap((session) => session.joints);
  const tied = new Set(tiedJoints(score.source.report, joints));
  const named = sessions.filter((session) => session.joints.some((joint) => tied.has(joint)));
  return latestBefore(score, named, rules) ?? named[0];
}

/**
 * Clinical rules 13 and 15: the first hours belong to whatever was done then, also to a diagnostic block; later scores to
 * the latest session that opened an episode.
 */
function latestBefore(score: TimedScore, sessions: readonly Session[], rules: Rules): Session | undefined {
  return (
    sessions.findLast((session) => isIntervention(session) && isSoonAfter(score, session, rules)) ??
    sessions.findLast((session) => opensEpisode(session) && isAfter(score, session))
  );
}

/** By the clock on both sides, within the last of the short windows. */
function isSoonAfter(score: TimedScore, session: Session, { shortWindows }: Rules): boolean {
  const minutes = minutesAfter(score, session);
  return minutes !== undefined && shortWindows.some(({ lastMinute }) => minutes <= lastMinute);
}

const millisecondsPerMinute = 60_000;

/** Minutes from the needle to a score after it, where both have a time of day. */
export function minutesAfter(score: TimedScore, session: Session): number | undefined {
  const [scored, start] = [score.effective?.instant, session.start?.instant];
  if (scored === undefined || start === undefined || !isAfter(score, session) || scored < start) return undefined;
  return (scored - start) / millisecondsPerMinute;
}

function sideOfNeedle({ effective, source }: TimedScore, { start }: Session): 'before' | 'after' | undefined {
  if (effective?.day === undefined || start?.day === undefined) return undefined;
  if (effective.day !== start.day) return effective.day < start.day ? 'before' : 'after';
  if (source.report.timing) return source.report.timing;
  if (effective.instant === undefined || start.instant === undefined) return undefined;
  return effective.instant < start.instant ? 'before' : 'after';
}

/** What is done in, at or through the SI joint: the one site that scores have a verified code for. */
const ofSacroiliacJoint: readonly ProcedureType[] = [
  'si-joint-injection',
  'si-nerve-block',
  'si-joint-rfa',
  'si-joint-fusion',
];

/** Clinical rule 11: the one joint of a session that scores of a side are about; none where that may be two. */
export function jointOfSide({ joints }: Session, side: Side): Joint | undefined {
  const [joint, ...others] = joints.filter(
    (candidate) =>
      candidate.side === side && candidate.status === 'completed' && ofSacroiliacJoint.includes(candidate.type),
  );
  return others.length > 0 ? undefined : joint;
}
