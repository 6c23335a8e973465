import type { Identifier } from '@ilium/contracts';
import type { Rules } from '../../rules.js';
import { startOf } from '../procedures/joint-start.js';
import { fromBestSource, type Joint } from '../procedures/joints.js';
import type { Day } from '../reports/moments.js';

/** The joints of one visit to the procedure room. */
export type Members = readonly [Joint, ...Joint[]];

/**
 * By visit number and day: one number may stand for a stay, or a series, of several days. What has a visit and no day joins
 * the one session of its visit; what has no visit joins the session of its day, else what was done on that day.
 */
export function groupByVisit(joints: readonly Joint[], rules: Rules): readonly Members[] {
  const groups: Group[] = [];
  const placed = joints.map((joint) => ({ joint, visit: visitOf(joint), day: startOf(joint, rules)?.day }));
  const bestKnownFirst = placed.sort(
    (a, b) =>
      Number(a.visit === undefined) - Number(b.visit === undefined) ||
      Number(a.day === undefined) - Number(b.day === undefined) ||
      (a.joint.id < b.joint.id ? -1 : 1),
  );
  for (const { joint, visit, day } of bestKnownFirst) {
    const group = groupFor(visit, day, groups);
    if (group === undefined) groups.push({ visit, day, members: [joint] });
    else group.members.push(joint);
  }
  return groups.map(({ members }) => members);
}

interface Group {
  readonly visit: Identifier | undefined;
  readonly day: Day | undefined;
  readonly members: [Joint, ...Joint[]];
}

function groupFor(visit: Identifier | undefined, day: Day | undefined, groups: readonly Group[]): Group | undefined {
  if (visit === undefined) return groups.find((group) => day !== undefined && group.day === day);
  const ofVisit = groups.filter((group) => group.visit?.system === visit.system && group.visit.value === visit.value);
  if (day !== undefined) return ofVisit.find((group) => group.day === day);
  return ofVisit.length > 1 ? ofVisit.find((group) => group.day === undefined) : ofVisit[0];
}

export function visitOf(joint: Joint): Identifier | undefined {
  return fromBestSource(joint, 'visit');
}
