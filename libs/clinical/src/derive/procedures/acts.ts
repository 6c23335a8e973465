import { isSameType } from '../../terminology/procedures.js';
import type { Side } from '../../terminology/sides.js';
import { differ, share, type Numbers } from './numbers.js';
import { isOfSameFeed } from './procedure-reports.js';
import type { ProcedureReport } from './read-procedure.js';

/** Reports of one act, the best source first. A bilateral or silent report may be about several acts. */
export type Act = readonly ProcedureReport[];

/**
 * Clinical rule 1: the same act by procedure identifier, else by order number, else by type and day with no contradicting
 * side. What is tied by a number is gathered first, so that a mere day can't come between; and of that what is of one
 * day, since one order may stand for several. Further levels belong to the acts of their procedure (clinical rule 7).
 */
export function actsOf(reports: readonly ProcedureReport[]): readonly Act[] {
  const rank = new Map(reports.map((report, index) => [report, index] as const));
  const [levels, procedures] = [reports.filter(({ isAddOn }) => isAddOn), reports.filter(({ isAddOn }) => !isAddOn)];
  const acts = gatherAll(procedures);
  const withLevels = acts.map((act) => [...act, ...levels.filter((level) => isLevelOf(level, act))]);
  const placed = new Set(withLevels.flat());
  const lone = gatherAll(levels.filter((level) => !placed.has(level)));
  return [...withLevels, ...lone].map((act) => act.toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)));
}

function gatherAll(reports: readonly ProcedureReport[]): readonly Act[] {
  const each = reports.map((report) => [report]);
  const ways = [isTiedByNumberAndDay, isTiedByNumber, isOnSameDay];
  return ways.reduce<readonly Act[]>((acts, way) => gather(namingFirst(acts), way), each);
}

/** Each group joins those before it that it is one with: all of them, since it may be about several. */
function gather(groups: readonly Act[], isOne: (group: Act, act: Act) => boolean): readonly Act[] {
  const acts: Set<ProcedureReport>[] = [];
  for (const group of groups) {
    const own = acts.filter((act) => isOne(group, [...act]));
    if (own.length === 0) acts.push(new Set(group));
    for (const act of own) for (const report of group) act.add(report);
  }
  return acts.map((act) => [...act]);
}

/** Those that name a side come before the silent ones, which can then be about several of them. */
function namingFirst(groups: readonly Act[]): readonly Act[] {
  const [naming, silent] = [groups.filter(isNaming), groups.filter((group) => !isNaming(group))];
  return [...naming, ...silent];
}

function isNaming(group: Act): boolean {
  return group.some((report) => report.sides.length > 0);
}

function isTiedByNumber(group: Act, act: Act): boolean {
  return are('same', group, act) && !are('apart', group, act);
}

function isTiedByNumberAndDay(group: Act, act: Act): boolean {
  return !group.some((a) => act.some((b) => isOnAnotherDay(a, b))) && isTiedByNumber(group, act);
}

function isOnSameDay(group: Act, act: Act): boolean {
  const isMet = group.some((a) => act.some((b) => a.day !== undefined && a.day === b.day && mayBeOne(a, b)));
  return isMet && areCompatible(sidesIn(group), sidesIn(act)) && !are('apart', group, act);
}

function sidesIn(act: Act): readonly Side[] {
  return act.flatMap((report) => report.sides);
}

/** Nothing contradicts: one says nothing, or they have something in common. */
function areCompatible(a: readonly Side[], b: readonly Side[]): boolean {
  return a.length === 0 || b.length === 0 || a.some((side) => b.includes(side));
}

/** Nothing in what they are contradicts: their type, and the region and way in where both say it. */
function mayBeOne(a: ProcedureReport, b: ProcedureReport): boolean {
  const areAlike = <Value>(left: Value | undefined, right: Value | undefined) =>
    left === undefined || right === undefined || left === right;
  return isSameType(a.type, b.type) && areAlike(a.region, b.region) && areAlike(a.approach, b.approach);
}

/** By a number, else by the visit or the day; a side that the procedure doesn't have is another one's level. */
function isLevelOf(level: ProcedureReport, act: Act): boolean {
  if (!areCompatible(level.sides, sidesIn(act)) || act.every((report) => isOnAnotherDay(level, report))) return false;
  return act.some((report) => mayBeOne(level, report) && (isNumberedAlike(level, report) || isMetAlike(level, report)));
}

function isNumberedAlike(a: ProcedureReport, b: ProcedureReport): boolean {
  return share(a.procedureIdentifiers, b.procedureIdentifiers) || share(a.orders, b.orders);
}

function isMetAlike(a: ProcedureReport, b: ProcedureReport): boolean {
  const [visit, other] = [a.source.report.visit, b.source.report.visit];
  const isSameVisit = visit && other ? share([visit], [other]) : false;
  return isSameVisit || (a.day !== undefined && a.day === b.day);
}

type Relation = 'same' | 'apart' | 'unrelated';

/** Whether any two of their reports are in a relation. */
function are(relation: Relation, group: Act, act: Act): boolean {
  return group.some((a) => act.some((b) => relationOf(a, b) === relation));
}

/**
 * What two reports' numbers say. A feed that tells two things apart by its own identifiers is believed, and so are two
 * that number their procedures alike; but lines for two joints may stand in one act beside a report of both. The lines
 * of a bill are not told apart by being lines: a clinic and its doctors bill one act twice. One order may be for several
 * procedures, so it ties only what may be one.
 */
function relationOf(a: ProcedureReport, b: ProcedureReport): Relation {
  if (a === b) return 'same';
  const isSameFeed = isOfSameFeed(a, b);
  const isOtherKind = !mayBeOne(a, b);
  if (share(a.procedureIdentifiers, b.procedureIdentifiers)) return isSameFeed && isOtherKind ? 'apart' : 'same';
  if (isOtherKind) return 'apart';
  const apart = areCompatible(a.sides, b.sides) ? 'apart' : 'unrelated';
  if (isSaidToDiffer(a, b)) return apart;
  const isTold = isSameFeed && a.evidence === 'report';
  if (share(a.orders, b.orders)) return isSameFeed && isOnAnotherDay(a, b) ? apart : 'same';
  return isTold || differ(a.procedureIdentifiers, b.procedureIdentifiers) || differ(a.orders, b.orders)
    ? apart
    : 'unrelated';
}

/** One says which procedure it is about, by a number that the other would share. */
function isSaidToDiffer(a: ProcedureReport, b: ProcedureReport): boolean {
  const isSaid = ({ source }: ProcedureReport, others: Numbers) => {
    const { procedureIdentifier } = source.report;
    return procedureIdentifier ? differ([procedureIdentifier], others) : false;
  };
  return isSaid(a, b.procedureIdentifiers) || isSaid(b, a.procedureIdentifiers);
}

function isOnAnotherDay(a: ProcedureReport, b: ProcedureReport): boolean {
  return a.day !== undefined && b.day !== undefined && a.day !== b.day;
}
