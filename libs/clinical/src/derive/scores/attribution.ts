import type { ProcedureType, Recall } from '@ilium/contracts';
import type { Rules } from '../../rules.js';
import type { Side } from '../../terminology/sides.js';
import type { Joint } from '../procedures/joints.js';
import { daysBetween, type Day, type Moment } from '../reports/moments.js';
import type { LiveReport } from '../reports/live-reports.js';
import type { Session } from '../sessions/sessions.js';
import { tiedJoints } from '../reports/ties.js';

/** Whose a score is: what it names, else by time (clinical rules 11, 13 and 14). */

/** What is asked of a score here. */
interface TimedScore {
  readonly source: LiveReport<'score'>;
  readonly effective: Moment | undefined;
}

/** A score of some hours or days. */
export interface AskedScore extends TimedScore {
  readonly recall: Recall | undefined;
}

/** A score that may name its session. */
interface NamingScore extends TimedScore {
  readonly named: Session | undefined;
}

/** Something was done: neither stopped nor cancelled, and no code that contradicts its words. */
export function isIntervention({ isCompleted, isDisputed }: Session): boolean {
  return isCompleted && !isDisputed;
}

/**
 * Clinical rule 13: what ends the earlier episode: anything that was begun, also where it was stopped. The needle may have
 * given what it was for; what was planned or not done gave nothing.
 */
export function endsEpisodes(session: Session): boolean {
  const isBegun = session.isCompleted || session.joints.some(({ status }) => status === 'stopped');
  return isBegun && !session.isDisputed;
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

/** The session that a score is a follow-up of: the one it names, else the latest that it can follow. */
export function sessionOf(score: NamingScore, sessions: readonly Session[], rules: Rules): Session | undefined {
  const { named } = score;
  return named !== undefined && isAbout(score, named) ? named : latestBefore(score, sessions, rules);
}

/**
 * A visit's number says where a score was asked, and only a procedure's or an order's what it is about: what is asked in a
 * visit before its needle still follows what was done before (clinical rule 13).
 */
function isAbout(score: TimedScore, named: Session): boolean {
  const { procedureIdentifier, orders } = score.source.report;
  return !isBefore(score, named) || tiedJoints({ procedureIdentifier, orders }, named.joints).length > 0;
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

const daysOfRecall = 7;

/** Clinical rule 12: what is asked about seven days is also about the time before a day that is not as long ago. */
export function isRecallOfBefore({ recall, effective }: AskedScore, day: Day): boolean {
  return recall === '7d' && effective?.day !== undefined && daysBetween(day, effective.day) < daysOfRecall;
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
