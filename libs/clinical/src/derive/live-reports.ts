import type { Anchor, Feed, Identifier, Report, ReportKind } from '@ilium/contracts';
import type { Fact, FactKey, Facts, PatientKey } from '../facts/fact.js';
import { snapshotKey } from '../facts/from-event.js';
import { groupPatients, type PatientGroup } from '../facts/links.js';
import {
  contradictedFields,
  currentFields,
  isVoid,
  joinStatements,
  newestVersion,
  statusField,
} from '../facts/statement.js';
import { compareVersions, type Version } from '../facts/version.js';
import type { Ids } from '../ids.js';

/** A fact as it holds now for its patient. */
export interface LiveReport<Kind extends ReportKind = ReportKind> {
  readonly key: FactKey;
  readonly kind: Kind;
  readonly feed: Feed;
  readonly identifier: Identifier | undefined;
  readonly anchor: Anchor | undefined;
  readonly status: string;
  readonly report: Report<Kind>;
  readonly version: Version;
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
  const owned = new Map<PatientGroup, LiveReport[]>(groups.map((group) => [group, []]));
  for (const fact of facts.facts.values()) {
    if (fact.kind === 'snapshot') continue;
    const group = ownerOf(fact, fact.kind, facts, groupOf, ids);
    if (group !== undefined) owned.get(group)?.push(live(fact, fact.kind, group));
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
function ownerOf(
  fact: Fact,
  kind: ReportKind,
  facts: Facts,
  groupOf: ReadonlyMap<PatientKey, PatientGroup>,
  ids: Ids,
): PatientGroup | undefined {
  let owner: { patient: PatientKey; version: Version } | undefined;
  for (const [patient, statement] of Object.entries(fact.statements)) {
    const version = newestVersion(statement);
    if (version === undefined || isVoid(statement)) continue;
    if (owner === undefined || compareVersions(version, owner.version) > 0) owner = { patient, version };
  }
  if (owner === undefined || isDroppedBySnapshot(fact, kind, owner, facts, ids)) return undefined;
  return groupOf.get(owner.patient);
}

/** What the newest list of a visit does not hold is void, unless it was reported after the list. */
function isDroppedBySnapshot(
  fact: Fact,
  kind: ReportKind,
  { patient, version }: { readonly patient: PatientKey; readonly version: Version },
  facts: Facts,
  ids: Ids,
): boolean {
  const { feed, anchor } = fact.origin;
  const fields = currentFields(fact.statements[patient] ?? []);
  const scopes = [fields['visit'], fields['account'], anchor?.visit, anchor?.account].filter(isIdentifier);
  return scopes.some((scope) => {
    const statement = facts.facts.get(snapshotKey(feed, kind, scope, ids))?.statements[patient] ?? [];
    const listed = newestVersion(statement);
    if (listed === undefined || isVoid(statement) || compareVersions(listed, version) < 0) return false;
    const members = currentFields(statement)['members'];
    return Array.isArray(members) && !members.includes(fact.key);
  });
}

function isIdentifier(value: unknown): value is Identifier {
  return typeof value === 'object' && value !== null && 'system' in value && 'value' in value;
}

/** What the live statements of a group say together. */
function live(fact: Fact, kind: ReportKind, group: PatientGroup): LiveReport {
  const statements = group.members.flatMap((member) => {
    const statement = fact.statements[member];
    return statement === undefined || isVoid(statement) ? [] : [statement];
  });
  const statement = statements.reduce(joinStatements, []);
  const { [statusField]: status, ...report } = currentFields(statement);
  return {
    key: fact.key,
    kind,
    feed: fact.origin.feed,
    identifier: fact.origin.identifier,
    anchor: fact.origin.anchor,
    status: String(status),
    // Each field came in through the schema of its kind, and joining only picks fields.
    report: report as LiveReport['report'],
    version: newestVersion(statement) ?? [0, 0, 0, 0, 0, ''],
    contradicted: contradictedFields(statement),
  };
}
