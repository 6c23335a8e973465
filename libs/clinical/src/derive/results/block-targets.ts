import type { ProcedureType } from '@ilium/contracts';
import { jointOfSide } from '../scores/attribution.js';
import type { Joint } from '../procedures/joints.js';
import type { Day } from '../reports/moments.js';
import type { Score } from '../scores/scores.js';
import type { Session } from '../sessions/sessions.js';

/** What one diagnostic answer is about: the joints of a session, or one of them where its scores name the side. */
export interface BlockTarget {
  readonly session: Session;
  readonly day: Day;
  readonly joints: readonly [Joint, ...Joint[]];
  readonly kind: 'joint' | 'nerve';
  /** Where scores tell the joints of a bilateral session apart. */
  readonly joint: Joint | undefined;
}

/** What a block numbs. An epidural reaches several levels and asks about none; an ablation is no question. */
const numbed: Readonly<Partial<Record<ProcedureType, BlockTarget['kind']>>> = {
  'si-joint-injection': 'joint',
  'si-nerve-block': 'nerve',
  'facet-injection': 'joint',
  'medial-branch-block': 'nerve',
  'facet-or-medial-branch-block': 'joint',
};

/** None where no anaesthetic asked anything, where the day is not known, and where sources contradict each other (rule 9). */
export function blockTargets(session: Session, scores: readonly Score[]): readonly BlockTarget[] {
  const [first, ...others] = session.joints.filter(({ status }) => status === 'completed');
  const kind = session.done.map(({ type }) => numbed[type]).find((known) => known !== undefined);
  const day = session.start?.day;
  if (first === undefined || kind === undefined || day === undefined) return [];
  if (!session.isDiagnostic || session.isDisputed) return [];
  const joints: BlockTarget['joints'] = [first, ...others];
  const isTold = scores.some((score) => isOnDayOf(score, session) && namedJoint(score, session) !== undefined);
  if (!isTold || !isBilateral(joints) || isSeveral(joints)) return [{ session, day, joints, kind, joint: undefined }];
  return joints.map((joint) => ({ session, day, joints: [joint], kind, joint }));
}

/** Left and right; or a side beside one that nobody named. */
export function isBilateral(joints: readonly Joint[]): boolean {
  return new Set(joints.map(({ side }) => side)).size > 1;
}

/** More than one question at a time: other targets, or two on one side. */
export function isSeveral(joints: readonly Joint[]): boolean {
  return new Set(joints.map(nameOf)).size > 1 || new Set(joints.map(({ side }) => side)).size < joints.length;
}

/** The same for two blocks of the same target; none where a side is not known, or both were numbed. */
export function targetName({ joints: [joint, ...others] }: BlockTarget): string | undefined {
  return others.length > 0 || joint.side === 'unknown' ? undefined : `${nameOf(joint)} ${joint.side}`;
}

function nameOf({ type, region, approach }: Joint): string {
  return [type, region, approach].join(' ');
}

/** Scores of the session's day that are not said to be of another session. */
function isOnDayOf({ effective, named }: Score, session: Session): boolean {
  return effective?.day === session.start?.day && (named === undefined || named === session);
}

/** Of its day and not of another joint: what names a side is about that one, what names none about all that was numbed. */
export function isAboutTarget(score: Score, { session, joints, joint }: BlockTarget): boolean {
  if (!isOnDayOf(score, session)) return false;
  const named = namedJoint(score, session);
  if (joint !== undefined) return named === joint;
  return score.side === undefined || (joints.length === 1 && named === joints[0]);
}

function namedJoint({ side }: Score, session: Session): Joint | undefined {
  return side === undefined ? undefined : jointOfSide(session, side);
}
