import type { Code } from '@ilium/contracts';
import type { Rules } from '../../rules.js';
import { sidesSaid } from '../../terminology/sides.js';
import { startOf } from '../procedures/joint-start.js';
import type { Joint } from '../procedures/joints.js';
import { doneOf } from './done.js';
import { momentOf, type Day } from '../reports/moments.js';
import { tiedJoints, type Ties } from '../reports/ties.js';

/** What a step of a procedure says of the joint that it was done to. */
export interface StepOf extends Ties {
  readonly laterality?: Code | null | undefined;
  readonly bodySite?: readonly Code[] | null | undefined;
  /** When the step was done. */
  readonly start?: string | null | undefined;
}

/**
 * The joints that a step was done to: of those that it is tied to, the ones of its own day, of them those of its side, and of
 * them those that were done.
 */
export function treatedJoints(step: StepOf, joints: readonly Joint[], rules: Rules): readonly Joint[] {
  return doneOf(ofSide(step, ofDay(step, tiedJoints(step, joints), rules), rules));
}

/** Whether a step names a side that none of its joints has. Which of them errs is for a person to say. */
export function isOnAnotherSide({ laterality, bodySite }: StepOf, treated: readonly Joint[], rules: Rules): boolean {
  const { sides } = sidesSaid({ laterality, bodySite }, rules);
  const isPossible = ({ side }: Joint) => side === 'unknown' || sides.includes(side);
  return sides.length > 0 && treated.length > 0 && !treated.some(isPossible);
}

/** Whether a step was done on another day than all that it is tied to. Which of them errs is for a person to say. */
export function isOnAnotherDay(step: StepOf, joints: readonly Joint[], rules: Rules): boolean {
  const tied = tiedJoints(step, joints);
  return dayOfStep(step, rules) !== undefined && tied.length > 0 && ofDay(step, tied, rules).length === 0;
}

function dayOfStep({ start }: StepOf, rules: Rules): Day | undefined {
  return start ? momentOf(start, rules.timeZone).day : undefined;
}

/** A number may stand for several days, such as a stay's: what has no day is then of none in particular. What has one is of no other. */
function ofDay(step: StepOf, tied: readonly Joint[], rules: Rules): readonly Joint[] {
  const dayOf = (joint: Joint): Day | undefined => startOf(joint, rules)?.day;
  const days = new Set(tied.map(dayOf).filter((known) => known !== undefined));
  const day = dayOfStep(step, rules);
  if (day !== undefined && days.size > 0) return tied.filter((joint) => dayOf(joint) === day);
  return days.size > 1 ? [] : tied;
}

function ofSide({ laterality, bodySite }: StepOf, tied: readonly Joint[], rules: Rules): readonly Joint[] {
  const { sides } = sidesSaid({ laterality, bodySite }, rules);
  const same = tied.filter(({ side }) => side !== 'unknown' && sides.includes(side));
  return same.length > 0 ? same : tied;
}
