import type { Identifier } from '@ilium/contracts';
import type { Ids } from '../ids.js';
import type { Rules } from '../rules.js';
import { drugOf, isIntoTheJoint } from '../terminology/drugs.js';
import { fromBestSource, type Joint } from './joints.js';
import type { LiveReport } from './live-reports.js';
import { compareMoments, momentOf, type Moment } from './moments.js';
import { tiedJoints } from './ties.js';

/** One visit to the procedure room: the unit of outcome (clinical rules 7 and 11). */
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
    administrations.filter(isSteroidIntoTheJoint).flatMap((given) => tiedJoints(given.report, joints)),
  );
  return groupByVisit(joints, rules)
    .map((members) => sessionOf(members, withSteroid, rules, ids))
    .sort(byStart);
}

type Members = readonly [Joint, ...Joint[]];

/** By visit number; what has none joins the session of its day, else what was done on that day. */
function groupByVisit(joints: readonly Joint[], rules: Rules): readonly Members[] {
  const groups = new Map<string, [Joint, ...Joint[]]>();
  const byVisitFirst = [...joints].sort(
    (a, b) => Number(visitOf(a) === undefined) - Number(visitOf(b) === undefined) || (a.id < b.id ? -1 : 1),
  );
  for (const joint of byVisitFirst) {
    const visit = visitOf(joint);
    const day = startOf(joint, rules)?.day;
    const sameDay = [...groups].find(([, [first]]) => day !== undefined && startOf(first, rules)?.day === day)?.[0];
    const name = visit === undefined ? (sameDay ?? joint.id) : `${visit.system}\n${visit.value}`;
    const members = groups.get(name);
    if (members === undefined) groups.set(name, [joint]);
    else members.push(joint);
  }
  return [...groups.values()];
}

function sessionOf(members: Members, withSteroid: ReadonlySet<Joint>, rules: Rules, ids: Ids): Session {
  const visit = visitOf(members[0]);
  const completed = members.filter((joint) => fromBestSource(joint, 'status') === 'completed');
  const starts = members.map((joint) => startOf(joint, rules)).filter((start) => start?.day !== undefined);
  return {
    key: visit === undefined ? members[0].id : ids.identify(['session', visit.system, visit.value]),
    joints: members,
    start: starts.filter((start) => start !== undefined).sort(compareMoments)[0],
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

function isSteroidIntoTheJoint({ report }: LiveReport<'administration'>): boolean {
  const { status, medication, route } = report;
  return status === 'completed' && drugOf(medication ?? [])?.drugClass === 'steroid' && isIntoTheJoint(route);
}

function byStart(a: Session, b: Session): number {
  if (a.start === undefined || b.start === undefined)
    return Number(a.start === undefined) - Number(b.start === undefined);
  return compareMoments(a.start, b.start) || (a.key < b.key ? -1 : 1);
}
