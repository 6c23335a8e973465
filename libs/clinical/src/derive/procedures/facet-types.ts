import type { Rules } from '../../rules.js';
import { agentsInto, type Administration } from '../sessions/agents.js';
import type { Joint } from './joints.js';
import { treatedJoints } from '../sessions/treated-joints.js';

/**
 * Clinical rule 7: 64490 to 64495 stand for injections of a facet joint and for blocks of its nerves. A steroid in the
 * joint makes one an injection; without it, which of the two it was stays open.
 */
export function withFacetTypes(
  joints: readonly Joint[],
  administrations: readonly Administration[],
  rules: Rules,
): readonly Joint[] {
  return joints.map((joint) => {
    if (joint.type !== 'facet-or-medial-branch-block') return joint;
    const injected: Joint = { ...joint, type: 'facet-injection' };
    const given = administrations.filter(({ report }) => treatedJoints(report, joints, rules).includes(joint));
    return agentsInto(injected, given, rules).agents.has('steroid') ? injected : joint;
  });
}
