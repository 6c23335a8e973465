import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { agentsInto, type Administration } from '../sessions/agents.js';
import type { Joint } from './joints.js';
import { treatedJoints } from '../sessions/treated-joints.js';
import { workItem, type WorkItem } from '../work.js';

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
    const isInjected =
      joint.type === 'facet-or-medial-branch-block' && hasSteroid(joint, joints, administrations, rules);
    return isInjected ? asInjection(joint) : joint;
  });
}

/** The words say that the nerves were blocked, and a steroid went into the joint: one of the two is wrong. */
export function contradictoryBlocks(
  joints: readonly Joint[],
  administrations: readonly Administration[],
  rules: Rules,
  ids: Ids,
): readonly WorkItem[] {
  return joints
    .filter((joint) => joint.type === 'medial-branch-block' && hasSteroid(joint, joints, administrations, rules))
    .map(({ reports }) => {
      const keys = reports.map(({ source }) => source.key);
      return workItem('conflict', [...new Set(keys)], 'type', ids);
    });
}

function asInjection(joint: Joint): Joint {
  return { ...joint, type: 'facet-injection' };
}

function hasSteroid(
  joint: Joint,
  joints: readonly Joint[],
  administrations: readonly Administration[],
  rules: Rules,
): boolean {
  const given = administrations.filter(({ report }) => treatedJoints(report, joints, rules).includes(joint));
  return agentsInto(asInjection(joint), given, rules).agents.has('steroid');
}
