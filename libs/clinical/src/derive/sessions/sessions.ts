import type { AgentsGiven, ContrastSpread, Intent, ProcedureType, SessionSides } from '@ilium/contracts';
import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { worstSpread } from '../../terminology/contrast.js';
import { doneOf } from './done.js';
import { agentsInto, inOneWord, type Administration, type Agent } from './agents.js';
import { spreadsIn } from './findings.js';
import { startOf } from '../procedures/joint-start.js';
import type { Joint } from '../procedures/joints.js';
import { compareMoments, momentOf, type Moment } from '../reports/moments.js';
import type { Steps } from './steps.js';
import { treatedJoints } from './treated-joints.js';
import { groupByVisit, visitOf, type Members } from './visits.js';

/** One visit to the procedure room on one day: the unit of outcome (clinical rules 7 and 11). */
export interface Session {
  readonly key: string;
  readonly joints: Members;
  /** What the session is judged by: those of its joints that were completed, else begun, else all. */
  readonly done: Members;
  /** The earliest clock time of what was done, else its day; undefined where not even that is known. */
  readonly start: Moment | undefined;
  /** `mixed` where its joints are of several types. */
  readonly type: ProcedureType;
  readonly isCompleted: boolean;
  /** Completed, with a steroid given into the target; ablation and fusion by being completed (clinical rule 8). */
  readonly isTherapeutic: boolean;
  /** The joints that it treated: in a mixed session some may only be numbed. */
  readonly treated: readonly Joint[];
  /** Completed, with an anaesthetic given into the target. The common injection is both. */
  readonly isDiagnostic: boolean;
  /** As declared, for any of what was done. */
  readonly intent: Intent;
  readonly agents: AgentsGiven;
  readonly sides: SessionSides;
  /** What contrast showed; the least reassuring where it differs. */
  readonly contrast: ContrastSpread | undefined;
  /** In the chart as reported, outside statistics until somebody decides (clinical rule 9). */
  readonly isDisputed: boolean;
  /** Drugs that are tied to its joints, given or not. */
  readonly administrations: readonly Administration[];
  /** The patient's other drugs of its day: a sedative dulls all pain, whatever it is tied to. */
  readonly besides: readonly Administration[];
}

/** The sessions of a patient, by their start; those without a day come last. */
export function sessionsOf(steps: Steps, rules: Rules, ids: Ids): readonly Session[] {
  const administered = steps.administrations.map((given) => ({
    given,
    joints: treatedJoints(given.report, steps.joints, rules),
  }));
  const givenFor = (about: readonly Joint[]) =>
    administered.filter(({ joints }) => joints.some((joint) => about.includes(joint))).map(({ given }) => given);
  return groupByVisit(steps.joints, rules)
    .map((members) => sessionOf(members, givenFor, steps, rules, ids))
    .sort(byStart);
}

function sessionOf(
  members: Members,
  givenFor: (joints: readonly Joint[]) => readonly Administration[],
  { findings, administrations }: Steps,
  rules: Rules,
  ids: Ids,
): Session {
  const [first = members[0], ...others] = doneOf(members);
  const done: Members = [first, ...others];
  const known = done.map((joint) => ({ joint, ...agentsInto(joint, givenFor([joint]), rules) }));
  const completed = known.filter(({ joint }) => joint.status === 'completed');
  const start = earliestOf(done, rules);
  const own = givenFor(members);
  const treated = completed.filter(({ joint, agents }) => isTreatment(joint.type, agents)).map(({ joint }) => joint);
  return {
    key: keyOf(members, rules, ids),
    joints: members,
    done,
    start,
    type: typeOf(done),
    isCompleted: completed.length > 0,
    isTherapeutic: treated.length > 0,
    treated,
    isDiagnostic: completed.some(({ joint, agents }) => isTest(joint.type, agents)),
    intent: intentOf(done),
    agents: inOneWord(known),
    sides: sidesOf(done),
    contrast: worstSpread(spreadsIn(done, findings, rules)),
    isDisputed: done.some((joint) => joint.isDisputed),
    administrations: own,
    besides: administrations.filter((given) => !own.includes(given) && isOfDay(given, start, rules)),
  };
}

function isOfDay({ report }: Administration, start: Moment | undefined, { timeZone }: Rules): boolean {
  return report.start && start?.day !== undefined ? momentOf(report.start, timeZone).day === start.day : false;
}

/** A visit's joints are of one day, or of none. */
function keyOf(members: Members, rules: Rules, ids: Ids): string {
  const visit = visitOf(members[0]);
  if (visit === undefined) return members[0].id;
  const day = members.map((joint) => startOf(joint, rules)?.day).find((known) => known !== undefined);
  return ids.identify(['session', visit.system, visit.value, day ?? '']);
}

/** Clinical rule 6: a date tells nothing of the clock, so that it comes after every clock time of its day. */
function earliestOf(joints: Members, rules: Rules): Moment | undefined {
  const starts = joints.map((joint) => startOf(joint, rules)).filter((start) => start?.day !== undefined);
  const clocks = starts.filter((start) => start?.instant !== undefined);
  return (clocks.length > 0 ? clocks : starts).filter((start) => start !== undefined).sort(compareMoments)[0];
}

/** What is judged by being completed, not by what was given. */
const operations: readonly ProcedureType[] = ['si-joint-rfa', 'si-joint-fusion', 'facet-rfa'];
/** Clinical rule 7: without a steroid in the joint these are tests, whatever reached the nerve. */
const tests: readonly ProcedureType[] = ['medial-branch-block', 'facet-or-medial-branch-block'];

function isTreatment(type: ProcedureType, agents: ReadonlySet<Agent>): boolean {
  return operations.includes(type) || (agents.has('steroid') && !tests.includes(type));
}

function isTest(type: ProcedureType, agents: ReadonlySet<Agent>): boolean {
  return agents.has('anaesthetic') && !operations.includes(type);
}

function typeOf(joints: Members): ProcedureType {
  return joints.every(({ type }) => type === joints[0].type) ? joints[0].type : 'mixed';
}

/** Joints of which nothing is declared don't change what is declared of the others. */
function intentOf(joints: Members): Intent {
  const declared = new Set(joints.map(({ intent }) => intent).filter((intent) => intent !== 'unknown'));
  const [only = 'unknown'] = declared;
  return declared.size > 1 ? 'both' : only;
}

/** A joint whose side nobody told leaves the session's open, unless the others are on both. */
function sidesOf(joints: Members): SessionSides {
  const sides = new Set(joints.map(({ side }) => side));
  if (sides.has('left') && sides.has('right')) return 'both';
  return sides.size === 1 ? joints[0].side : 'unknown';
}

function byStart(a: Session, b: Session): number {
  if (a.start === undefined || b.start === undefined)
    return Number(a.start === undefined) - Number(b.start === undefined);
  return compareMoments(a.start, b.start) || (a.key < b.key ? -1 : 1);
}
