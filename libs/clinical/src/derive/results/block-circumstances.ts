import type { ContrastSpread } from '@ilium/contracts';
import { blockCircumstances, type BlockCircumstance } from '../../outcomes/block-result.js';
import type { Rules } from '../../rules.js';
import { drugOf } from '../../terminology/drugs.js';
import { volumeInto, type Administration } from '../sessions/agents.js';
import { isBilateral, isSeveral, type BlockTarget } from './block-targets.js';
import { momentOf, type Moment } from '../reports/moments.js';
import type { Session } from '../sessions/sessions.js';

/** Clinical rule 17: what made the block of a target unfit to be judged, as far as sources tell. What is not told is no doubt. */
export function circumstancesOf(
  target: BlockTarget,
  sessions: readonly Session[],
  rules: Rules,
): readonly BlockCircumstance[] {
  return blockCircumstances.filter((name) => isFound[name](target, sessions, rules));
}

type IsFound = (target: BlockTarget, sessions: readonly Session[], rules: Rules) => boolean;

/** Where the drug has to be seen. Beside the joint run the nerves. */
const fittingContrast: Readonly<Record<BlockTarget['kind'], readonly ContrastSpread[]>> = {
  joint: ['intra-articular'],
  nerve: ['intra-articular', 'peri-articular'],
};

const isFound: Readonly<Record<BlockCircumstance, IsFound>> = {
  'contrast-not-intra-articular': ({ session: { contrast }, kind }) =>
    contrast !== undefined && !fittingContrast[kind].includes(contrast),
  'sedation-or-opioid': ({ session }, _, rules) =>
    [...session.administrations, ...session.besides].some(
      (given) => dulls(given, rules) && isNear(given, session.start, rules),
    ),
  'another-block': ({ session, joints }, sessions, rules) =>
    isSeveral(joints) || sessions.some((other) => isBeside(other, session, rules)),
  'bilateral-one-score': ({ joints }) => isBilateral(joints),
  'volume-too-large': ({ session, joints, kind }, _, rules) =>
    kind === 'joint' && joints.some((joint) => (volumeInto(joint, session, rules) ?? 0) > rules.block.mostVolume),
};

/** A drug that takes pain away wherever it is. */
function dulls({ report: { status, medication } }: Administration, rules: Rules): boolean {
  const drugClass = drugOf(medication ?? [], rules)?.drugClass;
  return status !== 'not-done' && (drugClass === 'opioid' || drugClass === 'sedative');
}

/** Between the first score that may count and the last; a drug of the session without a clock time may have been. */
function isNear({ report }: Administration, needle: Moment | undefined, { timeZone, block }: Rules): boolean {
  const given = report.start ? momentOf(report.start, timeZone) : undefined;
  if (given?.day === undefined || needle?.day === undefined) return true;
  const minutes = minutesBetween(needle, given);
  if (minutes === undefined) return given.day === needle.day;
  return -block.beforeMinutes <= minutes && minutes <= block.afterLastMinute;
}

/** Another intervention so soon before or after that its drugs are in the scores. */
function isBeside(other: Session, session: Session, { block }: Rules): boolean {
  if (other === session || !other.isCompleted) return false;
  const minutes = minutesBetween(session.start, other.start);
  return minutes !== undefined && Math.abs(minutes) <= block.afterLastMinute;
}

/** From one to the other, where both have a clock time. */
export function minutesBetween(from: Moment | undefined, to: Moment | undefined): number | undefined {
  return from?.instant === undefined || to?.instant === undefined ? undefined : (to.instant - from.instant) / 60_000;
}
