import { deliveredTypes, isNative, laneOf, type Lane, type Target } from '@ilium/site';
import { provenance } from './capabilities.js';
import type { Findings } from './findings.js';
import type { ProposedLane } from './proposed-lanes.js';

/** What the site file asks of a target beyond what was found out about it. */

/** How much a lane asks of the server. What does not go over FHIR asks nothing. */
const demands: Readonly<Record<Lane, number>> = {
  none: 0,
  'hl7v2-out': 0,
  document: 1,
  'create-only': 2,
  repository: 3,
};

export function declaredTooMuch(
  target: Pick<Target, 'lanes' | 'systemOfRecord'>,
  proposed: readonly ProposedLane[],
): readonly string[] {
  return deliveredTypes.flatMap((type) => {
    const lane = laneOf(target, type);
    const better = proposed.find((one) => one.type === type);
    // What the target keeps itself is never written to it.
    if (better === undefined || isNative(target, type) || demands[lane] <= demands[better.lane]) return [];
    const isSaid = (target.lanes[type] ?? target.lanes.usual) !== undefined;
    const says = isSaid ? `says ${lane}` : `says nothing, which means ${lane}`;
    return [`${type}: the site file ${says}; what was found out bears ${better.lane}.`];
  });
}

/** Without it records go as well; the server is asked for it all the same, once an hour. */
export function provenanceNotDeclared({ provenance: isWanted }: Pick<Target, 'provenance'>, findings: Findings) {
  return isWanted && !findings.works('update-create', provenance)
    ? ['provenance: the site file wants it; the server declares no PUT of Provenance under ids of ours.']
    : [];
}
