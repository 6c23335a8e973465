import type { Identifier } from '@ilium/contracts';
import type { Ids } from '../ids.js';
import type { Rules } from '../rules.js';
import { drugOf, isIntoTheJoint } from '../terminology/drugs.js';
import { fromBestSource, type Joint } from './joints.js';
import type { LiveReport } from './live-reports.js';
import { compareMoments, momentOf, type Day, type Moment } from './moments.js';
import { tiedJoints } from './ties.js';

/** One visit to the procedure room on one day: the unit of outcome (clinical rules 7 and 11). */
export interface Session {
  readonly key: string;
  readonly joints: readonly [Joint, ...Joint[]];
  /** The earliest start of its procedures, where one is known to the day. */
  readonly start: Moment | undefined;
  readonly isCompleted: boolean;
  /** Completed, with a steroid given into the joint (clinical rule 8). Charges are no administrations. */
  readonly isTherapeutic: boolean;
}

/** The sessions of a patient, by their start; those without a day come last. */
export function sessionsOf(
  joints: readonly Joint[],
  administrations: readonly LiveReport<'administration'>[],
  rules: Rules,
  ids: Ids,
): readonly Session[] {
  const withSteroid = new Set(
    administrations.filter(isSteroidIntoTheJoint).flatMap((given) => treatedJoints(given, joints, rules)),
  );
  return groupByVisit(joints, rules)
    .map((members) => sessionOf(members, withSteroid, rules, ids))
    .sort(byStart);
}

type Members = readonly [Joint, ...Joint[]];

/**
 * By visit number and day: one number may stand for a stay, or a series, of several days. What has a visit and no day joins
 * the one session of its visit; what has no visit joins the session of its day, else what was done on that day.
 */
function groupByVisit(joints: readonly Joint[], rules: Rules): readonly Members[] {
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

function sessionOf(members: Members, withSteroid: ReadonlySet<Joint>, rules: Rules, ids: Ids): Session {
  const visit = visitOf(members[0]);
  const completed = members.filter((joint) => fromBestSource(joint, 'status') === 'completed');
  const starts = members.map((joint) => startOf(joint, rules)).filter((start) => start?.day !== undefined);
  const start = starts.filter((known) => known !== undefined).sort(compareMoments)[0];
  return {
    key: visit === undefined ? members[0].id : ids.identify(['session', visit.system, visit.value, start?.day ?? '']),
    joints: members,
    start,
    isCompleted: completed.length > 0,
    isTherapeutic: completed.some((joint) => withSteroid.has(joint)),
  };
}

function visitOf(joint: Joint): Identifier | undefined {
  return fromBestSource(joint, 'visit');
}

function startOf(joint: Joint, rules: Rules): Moment | undefined {
  const performed = fromBestSource(joint, 'performed');
  return performed === undefined ? undefined : momentOf(performed, rules.timeZone);
}

/** The joints that a drug was given for: of those that it is tied to, the ones of its own day, where there are any. */
export function treatedJoints(
  { report }: LiveReport<'administration'>,
  joints: readonly Joint[],
  rules: Rules,
): readonly Joint[] {
  const tied = tiedJoints(report, joints);
  const day = report.start ? momentOf(report.start, rules.timeZone).day : undefined;
  const ofDay = tied.filter((joint) => day !== undefined && startOf(joint, rules)?.day === day);
  return ofDay.length > 0 ? ofDay : tied;
}

function isSteroidIntoTheJoint({ report }: LiveReport<'administration'>): boolean {
  const { status, medication, route } = report;
  return status === 'completed' && drugOf(medication ?? [])?.drugClass === 'steroid' && isIntoTheJoint(route);
}

function byStart(a: Session, b: Session): number {
  if (a.start === undefined || b.start === undefined)
    return Number(a.start === undefined) - Number(b.start === undefined);
  return compareMoments(a.start, b.start) || (a.key < b.key ? -1 : 1);
}
