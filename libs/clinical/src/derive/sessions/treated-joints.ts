import type { Code } from '@ilium/contracts';
import type { Rules } from '../../rules.js';
import { sidesSaid } from '../../terminology/sides.js';
import { startOf } from '../procedures/joint-start.js';
import type { Joint } from '../procedures/joints.js';
import { momentOf, type Day } from '../reports/moments.js';
import { tiedJoints, type Ties } from '../reports/ties.js';

/** What a step of a procedure says of the joint that it was done to. */
export interface StepOf extends Ties {
  readonly laterality?: Code | null | undefined;
  readonly bodySite?: readonly Code[] | null | undefined;
  /** When the step was done. */
  readonly start?: string | null | undefined;
}

/** The joints that a step was done to: of those that it is tied to, the ones of its own day, and of them those of its side. */
export function treatedJoints(step: StepOf, joints: readonly Joint[], rules: Rules): readonly Joint[] {
  return ofSide(step, ofDay(step, tiedJoints(step, joints), rules), rules);
}

/** Whether a step names a side that none of its joints has. Which of them errs is for a person to say. */
export function isOnAnotherSide({ laterality, bodySite }: StepOf, treated: readonly Joint[], rules: Rules): boolean {
  const { sides } = sidesSaid({ laterality, bodySite }, rules);
  const isPossible = ({ side }: Joint) => side === 'unknown' || sides.includes(side);
  return sides.length > 0 && treated.length > 0 && !treated.some(isPossible);
}

/** A number may stand for several days, such as a stay's: what fits none of them, or has no day, is of none in particular. */
function ofDay({ start }: StepOf, tied: readonly Joint[], rules: Rules): readonly Joint[] {
  const dayOf = (joint: Joint): Day | undefined => startOf(joint, rules)?.day;
  const day = start ? momentOf(start, rules.timeZone).day : undefined;
  const sameDay = tied.filter((joint) => day !== undefined && dayOf(joint) === day);
  if (sameDay.length > 0) return sameDay;
  const days = new Set(tied.map(dayOf).filter((known) => known !== undefined));
  return days.size > 1 ? [] : tied;
}

function ofSide({ laterality, bodySite }: StepOf, tied: readonly Joint[], rules: Rules): readonly Joint[] {
  const { sides } = sidesSaid({ laterality, bodySite }, rules);
  const same = tied.filter(({ side }) => side !== 'unknown' && sides.includes(side));
  return same.length > 0 ? same : tied;
}
