import type { Code, ProcedureType } from '@ilium/contracts';
import type { Rules } from '../../rules.js';
import { sacroiliacJoint } from '../../terminology/sides.js';
import { systems, systemUri } from '../../terminology/systems.js';
import type { Joint } from '../procedures/joints.js';
import { isOnAnotherSide, type StepOf } from './treated-joints.js';

/** Whose target is the joint itself. For the nerves around it many sites are right. */
const intoTheJoint: readonly ProcedureType[] = ['si-joint-injection'];
const jointInWords = /\bsacro-?iliac\b|\bSI joint\b|\bSIJ\b/i;

/** Whether a drug is said to have gone somewhere else than into a joint: on the other side, or to another site (clinical rule 8). */
export function isElsewhere(drug: StepOf, joint: Joint, rules: Rules): boolean {
  return isOnAnotherSide(drug, [joint], rules) || isAtAnotherSite(drug, [joint]);
}

/** Whether a drug names sites, and none of them is the SI joint that it is tied to. Only SNOMED CT is read for sites. */
export function isAtAnotherSite({ bodySite }: StepOf, treated: readonly Joint[]): boolean {
  const sites = (bodySite ?? []).filter(({ system }) => systemUri(system) === systems.snomed);
  return sites.length > 0 && !sites.some(isJoint) && treated.some(({ type }) => intoTheJoint.includes(type));
}

function isJoint({ code, display = '' }: Code): boolean {
  const [site] = code.split(':');
  return sacroiliacJoint.unknown.some((known) => known.code === site?.trim()) || jointInWords.test(display);
}
