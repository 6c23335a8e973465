import type { Anchor, Feed, Identifier, Report, ReportKind } from '@ilium/contracts';
import type { Fact, FactKey, Facts, PatientKey } from '../../facts/fact.js';
import { snapshotKey } from '../../facts/from-event.js';
import { groupPatients, type PatientGroup } from '../../facts/links.js';
import { followMoves, type Places } from '../../facts/moves.js';
import {
  contradictedFields,
  currentFields,
  isVoid,
  joinStatements,
  newestVersion,
  statusField,
  type Statement,
} from '../../facts/statement.js';
import { compareVersions, isSaidBefore, type Version } from '../../facts/version.js';
import type { Ids } from '../../ids.js';

/** A fact as it holds now for its patient. */
export interface LiveReport<Kind extends ReportKind = ReportKind> {
  readonly key: FactKey;
  readonly kind: Kind;
  /** The identifier that it was reported for: of several that are one person, one. */
  readonly patient: PatientKey;
  readonly feed: Feed;
  readonly identifier: Identifier | undefined;
  readonly anchor: Anchor | undefined;
  readonly status: string;
  /** When its source last said something of it, in ms since 1970; 0 where no time is known. */
  readonly saidAt: number;
  readonly report: Report<Kind>;
  /** Fields that the source contradicts itself about. */
  readonly contradicted: readonly string[];
}

export interface PatientReports {
  readonly group: PatientGroup;
  readonly survivor: Identifier;
  readonly reports: readonly LiveReport[];
}

/** For each person (group of linked patients) the reports that are live and belong to it. */
export function liveReports(facts: Facts, ids: Ids): readonly PatientReports[] {
  const groups = groupPatients(facts.patients.keys(), facts.links.values());
  const groupOf = new Map(groups.flatMap((group) => group.members.map((member) => [member, group] as const)));
  const personIn = followMoves(facts.links.values(), (patient) => groupOf.get(patient), ids);
  const owned = new Map<PatientGroup, LiveReport[]>(groups.map((group) => [group, []]));
  for (const fact of facts.facts.values()) {
    if (fact.kind === 'snapshot') continue;
    const personOf = personIn(() => placesOf(fact));
    const patient = ownerOf(fact) ?? '';
    const group = personOf(patient);
    if (group === undefined) continue;
    const statementIn = (about: Fact) => joined(liveStatements(about, (patient) => personOf(patient) === group));
    const statement = statementIn(fact);
    if (isDroppedBySnapshot(fact, fact.kind, statement, statementIn, facts, ids)) continue;
    owned.get(group)?.push(live(fact, fact.kind, patient, statement));
  }
  return [...owned].flatMap(([group, reports]) => {
    const survivor = facts.patients.get(group.survivor);
    const sorted = reports.sort((a, b) => (a.key < b.key ? -1 : 1));
    return survivor === undefined ? [] : [{ group, survivor, reports: sorted }];
  });
}

export function isOfKind<Kind extends ReportKind>(kind: Kind) {
  return (report: LiveReport): report is LiveReport<Kind> => report.kind === kind;
}

/** A fact belongs to the patient of its newest live statement; without one it is void and belongs to nobody. */
function ownerOf(fact: Fact): PatientKey | undefined {
  let owner: { patient: PatientKey; version: Version } | undefined;
  for (const [patient, statement] of Object.entries(fact.statements)) {
    const version = newestVersion(statement);
    if (version === undefined || isVoid(statement)) continue;
    if (owner === undefined || compareVersions(version, owner.version) > 0) owner = { patient, version };
  }
  return owner?.patient;
}

/** Where a fact happened, as far as anything live says of it: for whom is still open. */
function placesOf(fact: Fact): Places {
  const { visit = fact.origin.anchor?.visit, account = fact.origin.anchor?.account } = currentFields(
    joined(liveStatements(fact, () => true)),
  );
  return { visit: isIdentifier(visit) ? visit : null, account: isIdentifier(account) ? account : null };
}

function liveStatements(fact: Fact, isFor: (patient: PatientKey) => boolean): readonly Statement[] {
  return Object.entries(fact.statements).flatMap(([patient, statement]) =>
    isVoid(statement) || !isFor(patient) ? [] : [statement],
  );
}

/** What statements say together. */
function joined(statements: readonly Statement[]): Statement {
  return statements.reduce(joinStatements, []);
}

/** What the newest list of a visit does not hold is void, unless it was reported after the list. */
function isDroppedBySnapshot(
  { key, origin: { feed } }: Fact,
  kind: ReportKind,
  statement: Statement,
  statementIn: (fact: Fact) => Statement,
  facts: Facts,
  ids: Ids,
): boolean {
  const version = newestVersion(statement);
  const { visit, account } = currentFields(statement);
  return [visit, account].filter(isIdentifier).some((scope) => {
    const list = facts.facts.get(snapshotKey(feed, kind, scope, ids));
    const listing = list === undefined ? [] : statementIn(list);
    const listed = newestVersion(listing);
    if (version === undefined || listed === undefined || isSaidBefore(listed, version)) return false;
    const { members } = currentFields(listing);
    return Array.isArray(members) && !members.includes(key);
  });
}

function isIdentifier(value: unknown): value is Identifier {
  return typeof value === 'object' && value !== null && 'system' in value && 'value' in value;
}

function live(fact: Fact, kind: ReportKind, patient: PatientKey, statement: Statement): LiveReport {
  const { [statusField]: status, ...report } = currentFields(statement);
  return {
    key: fact.key,
    kind,
    patient,
    feed: fact.origin.feed,
    identifier: fact.origin.identifier,
    anchor: fact.origin.anchor,
    status: String(status),
    saidAt: newestVersion(statement)?.[1] ?? 0,
    // Each field came in through the schema of its kind, and joining only picks fields.
    report: report as LiveReport['report'],
    contradicted: contradictedFields(statement),
  };
}
