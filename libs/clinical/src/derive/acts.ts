import type { Identifier } from '@ilium/contracts';
import type { Side } from '../terminology/sides.js';
import { isOfSameFeed, type ProcedureReport } from './procedure-reports.js';

/** Reports of one act, the best source first. A bilateral or silent report may be about several acts. */
export type Act = readonly ProcedureReport[];

/**
 * Clinical rule 1: the same act by procedure identifier, else by order number, else by type and day with no contradicting
 * side. What is tied by a number is gathered first, so that a mere day can't come between.
 */
export function actsOf(reports: readonly ProcedureReport[]): readonly Act[] {
  const rank = new Map(reports.map((report, index) => [report, index] as const));
  const byNumber = gather(namingFirst(reports.map((report) => [report])), isTiedByNumber);
  const acts = gather(namingFirst(byNumber), isOnSameDay);
  return acts.map((act) => [...act].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)));
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
  const relations = relationsOf(group, act);
  return relations.includes('same') && !relations.includes('apart');
}

function isOnSameDay(group: Act, act: Act): boolean {
  if (relationsOf(group, act).includes('apart') || !areCompatible(sidesIn(group), sidesIn(act))) return false;
  return group.some((a) => act.some((b) => a.type === b.type && a.day !== undefined && a.day === b.day));
}

function sidesIn(act: Act): readonly Side[] {
  return act.flatMap((report) => report.sides);
}

/** Nothing contradicts: one says nothing, or they have a side in common. */
function areCompatible(a: readonly Side[], b: readonly Side[]): boolean {
  return a.length === 0 || b.length === 0 || a.some((side) => b.includes(side));
}

type Relation = 'same' | 'apart' | 'unrelated';

function relationsOf(group: Act, act: Act): readonly Relation[] {
  return group.flatMap((a) => act.map((b) => relationOf(a, b)));
}

/**
 * What two reports' numbers say. A feed that tells two things apart by its own identifiers is believed, and so are two
 * that number their procedures alike; but lines for two joints may stand in one act beside a report of both.
 */
function relationOf(a: ProcedureReport, b: ProcedureReport): Relation {
  if (a === b || share(a.procedureIdentifiers, b.procedureIdentifiers)) return 'same';
  const apart = areCompatible(a.sides, b.sides) ? 'apart' : 'unrelated';
  if (isSaidToDiffer(a, b)) return apart;
  const isSameFeed = isOfSameFeed(a, b);
  if (share(a.orders, b.orders)) return isSameFeed && isOnAnotherDay(a, b) ? apart : 'same';
  return isSameFeed || differ(a.procedureIdentifiers, b.procedureIdentifiers) || differ(a.orders, b.orders)
    ? apart
    : 'unrelated';
}

/** One says which procedure it is about, by a number that the other would share. */
function isSaidToDiffer(a: ProcedureReport, b: ProcedureReport): boolean {
  const isSaid = ({ source }: ProcedureReport, others: readonly Identifier[]) => {
    const { procedureIdentifier } = source.report;
    return procedureIdentifier ? differ([procedureIdentifier], others) : false;
  };
  return isSaid(a, b.procedureIdentifiers) || isSaid(b, a.procedureIdentifiers);
}

function isOnAnotherDay(a: ProcedureReport, b: ProcedureReport): boolean {
  return a.day !== undefined && b.day !== undefined && a.day !== b.day;
}

function share(a: readonly Identifier[], b: readonly Identifier[]): boolean {
  return a.some((left) => b.some((right) => left.system === right.system && left.value === right.value));
}

/** Both are numbered by the same system, and no number is shared. */
function differ(a: readonly Identifier[], b: readonly Identifier[]): boolean {
  return a.some((left) => b.some((right) => left.system === right.system)) && !share(a, b);
}
