import type { Code, Identifier, ProcedureType } from '@ilium/contracts';
import type { Ids } from '../ids.js';
import type { Rules } from '../rules.js';
import { procedureTypeOf } from '../terminology/procedures.js';
import { sidesOf, type Side } from '../terminology/sides.js';
import type { LiveReport } from './live-reports.js';
import { momentOf, type Day } from './moments.js';
import { workItem, type WorkItem } from './work.js';

/** A procedure report with what is read out of it once. */
export interface ProcedureReport {
  readonly source: LiveReport<'procedure'>;
  readonly type: ProcedureType;
  readonly day: Day | undefined;
  readonly sides: readonly Side[];
  readonly procedureIdentifiers: readonly Identifier[];
  readonly orders: readonly Identifier[];
}

/** One joint of one act: becomes one Procedure. */
export interface Joint {
  /** The FHIR id. */
  readonly id: string;
  readonly side: Side | 'unknown';
  readonly type: ProcedureType;
  /** Reports of it, the best source first. */
  readonly reports: readonly [ProcedureReport, ...ProcedureReport[]];
  /** Ids that it would have if another report were the best. */
  readonly otherIds: readonly string[];
}

export interface Acts {
  readonly joints: readonly Joint[];
  readonly work: readonly WorkItem[];
}

/** Unifies the reports of each act: one act, one Procedure per joint, whoever reported it and however often. */
export function groupReports(reports: readonly LiveReport<'procedure'>[], rules: Rules, ids: Ids): Acts {
  const work: WorkItem[] = [];
  const known: ProcedureReport[] = [];
  for (const source of reports) {
    const read = readReport(source, rules);
    if (read === undefined)
      work.push(workItem('unmapped-code', [source.key], codesOf(source).join(' ') || 'no code', ids));
    else known.push(read);
  }
  const acts: ProcedureReport[][] = [];
  for (const report of known.sort(bySource(rules))) {
    const own = acts.filter((members) => belongsTo(report, members));
    if (own.length === 0) acts.push([report]);
    // A bilateral or silent report may be about several acts that others tell apart.
    else for (const act of own) act.push(report);
  }
  return {
    joints: acts.flatMap((act) => jointsOf(act, ids)),
    work: [...work, ...contradictions(acts, ids), ...possibleDuplicates(known, ids)],
  };
}

function readReport(source: LiveReport<'procedure'>, rules: Rules): ProcedureReport | undefined {
  const { codes, modifiers, laterality, performed, procedureIdentifier, orders } = source.report;
  const type = (codes ?? []).map(procedureTypeOf).find((found) => found !== undefined);
  if (type === undefined) return undefined;
  const identifiers = [procedureIdentifier, source.identifier];
  return {
    source,
    type,
    day: performed ? momentOf(performed, rules.timeZone).day : undefined,
    sides: sidesOf(modifiers, laterality),
    procedureIdentifiers: identifiers.filter((identifier) => identifier !== null && identifier !== undefined),
    orders: orders ?? [],
  };
}

function codesOf(source: LiveReport<'procedure'>): readonly string[] {
  return (source.report.codes ?? []).map((code: Code) => code.code);
}

/** The best source first: by family of feed, then those that name what they report, then by key. */
function bySource(rules: Rules) {
  const rank = ({ source }: ProcedureReport) => {
    const family = rules.feedPrecedence.indexOf(source.feed.family);
    return (family === -1 ? rules.feedPrecedence.length : family) * 2 + (source.identifier === undefined ? 1 : 0);
  };
  return (a: ProcedureReport, b: ProcedureReport) => rank(a) - rank(b) || (a.source.key < b.source.key ? -1 : 1);
}

/** Belongs to an act: the same act as one of its reports, and of none of them another one. */
function belongsTo(report: ProcedureReport, act: readonly ProcedureReport[]): boolean {
  const relations = act.map((member) => relationOf(report, member));
  return relations.includes('same') && !relations.includes('other');
}

/**
 * Clinical rule 1: the same act by procedure identifier, else by order number, else by type and day with no contradicting
 * side. A feed that tells two things apart by its own identifiers is believed.
 */
function relationOf(a: ProcedureReport, b: ProcedureReport): 'same' | 'other' | 'unrelated' {
  if (share(a.procedureIdentifiers, b.procedureIdentifiers)) return 'same';
  if (share(a.orders, b.orders)) return 'same';
  const isSameFeed = feedName(a) === feedName(b);
  if (isSameFeed || differ(a.procedureIdentifiers, b.procedureIdentifiers) || differ(a.orders, b.orders))
    return 'other';
  const isCompatible = a.sides.length === 0 || b.sides.length === 0 || a.sides.some((side) => b.sides.includes(side));
  return a.type === b.type && a.day !== undefined && a.day === b.day && isCompatible ? 'same' : 'unrelated';
}

function feedName({ source: { feed } }: ProcedureReport): string {
  return [feed.site, feed.application, feed.family].join('\n');
}

function share(a: readonly Identifier[], b: readonly Identifier[]): boolean {
  return a.some((left) => b.some((right) => left.system === right.system && left.value === right.value));
}

/** Both are numbered by the same system, and no number is shared. */
function differ(a: readonly Identifier[], b: readonly Identifier[]): boolean {
  return a.some((left) => b.some((right) => left.system === right.system)) && !share(a, b);
}

type Members = readonly [ProcedureReport, ...ProcedureReport[]];

function jointsOf(act: readonly ProcedureReport[], ids: Ids): Joint[] {
  const sides = sidesOfAct(act);
  return (sides.length === 0 ? (['unknown'] as const) : sides).map((side) => {
    const naming = act.filter((report) => side !== 'unknown' && report.sides.includes(side));
    const silent = act.filter((report) => report.sides.length === 0);
    const [best, ...others] = [...naming, ...silent];
    if (best === undefined) throw new Error('a joint without a report');
    const reports: Members = [best, ...others];
    const [id = '', ...otherIds] = reports.map((report) => procedureId(report, side, ids));
    return { id, side, type: best.type, reports, otherIds };
  });
}

/** The sides as the best feed that knows them tells them; its reports complement each other (RT and LT on two lines). */
function sidesOfAct(act: readonly ProcedureReport[]): readonly Side[] {
  const knowing = act.filter((report) => report.sides.length > 0);
  const best = knowing[0];
  if (best === undefined) return [];
  const ofBestFeed = knowing.filter((report) => feedName(report) === feedName(best));
  return [...new Set(ofBestFeed.flatMap((report) => report.sides))].sort();
}

/**
 * The id of a joint's Procedure: made of the key of its best report and the joint's place in it. Not of the side, which
 * gets corrected: a report of one joint has one place, a bilateral one two, left before right.
 */
function procedureId({ source, sides }: ProcedureReport, side: Side | 'unknown', ids: Ids): string {
  const place = Math.max(
    0,
    sides.findIndex((candidate) => candidate === side),
  );
  return ids.identify(['Procedure', source.key, String(place)]);
}

function contradictions(acts: readonly (readonly ProcedureReport[])[], ids: Ids): readonly WorkItem[] {
  const reports = new Set(acts.flat());
  const items = [...reports].flatMap(({ source }) =>
    source.contradicted.map((field) => workItem('conflict', [source.key], field, ids)),
  );
  for (const act of acts) {
    const keys = act.map((report) => report.source.key);
    if (new Set(act.map((report) => report.type)).size > 1) items.push(workItem('conflict', keys, 'type', ids));
  }
  for (const report of reports) {
    const about = acts.filter((act) => act.includes(report));
    const held = new Set(about.flatMap(sidesOfAct));
    const keys = about.flat().map(({ source }) => source.key);
    if (report.sides.some((side) => !held.has(side))) items.push(workItem('conflict', [...new Set(keys)], 'side', ids));
  }
  return items;
}

/** Pairs of one feed and type that look like a correction which could not be tied to what it corrects. */
function possibleDuplicates(reports: readonly ProcedureReport[], ids: Ids): readonly WorkItem[] {
  return reports.flatMap((report, index) =>
    reports
      .slice(index + 1)
      .filter((other) => mayBeOne(report, other))
      .map((other) => workItem('possible-duplicate', [report.source.key, other.source.key], report.type, ids)),
  );
}

function mayBeOne(a: ProcedureReport, b: ProcedureReport): boolean {
  if (feedName(a) !== feedName(b) || a.type !== b.type) return false;
  if (a.source.identifier !== undefined && b.source.identifier !== undefined) return false;
  if (isAnchoredApart(a, b)) return false;
  const [visit, otherVisit] = [a.source.report.visit, b.source.report.visit];
  const isSameVisit = visit?.value !== undefined && visit.value === otherVisit?.value;
  return isSameVisit || (a.day !== undefined && a.day === b.day);
}

/** The source itself lists both in one visit and day, at different places. */
function isAnchoredApart(a: ProcedureReport, b: ProcedureReport): boolean {
  const [left, right] = [a.source.anchor, b.source.anchor];
  return (
    left !== undefined &&
    right !== undefined &&
    left.serviceDate === right.serviceDate &&
    left.ordinal !== right.ordinal
  );
}
