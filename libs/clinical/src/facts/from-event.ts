import {
  reportFields,
  reportKindOf,
  type Identifier,
  type LinkData,
  type ProcedureEvent,
  type ReportData,
  type ReportEventType,
  type SnapshotData,
} from '@ilium/contracts';
import type { Ids } from '../ids.js';
import {
  linkKey,
  nothingKnown,
  type Fact,
  type FactKey,
  type FactKind,
  type Facts,
  type Origin,
  type PatientKey,
} from './fact.js';
import { statusField, type Fields } from './statement.js';
import { versionOf, type Version } from './version.js';

/** What an event says, as knowledge that can be joined: a one-fact state. */
export function factsFrom(event: ProcedureEvent, ids: Ids): Facts {
  const version = versionOf(event.data.version, event, ids.digest(canonicalJson(event.data)));
  switch (event.type) {
    case 'ilium.patient.linked.v1':
      return link(event.data, true, version, ids);
    case 'ilium.patient.unlinked.v1':
      return link(event.data, false, version, ids);
    case 'ilium.snapshot.reported.v1':
      return snapshot(event.data, version, ids);
    default:
      return report(event, event.type, event.data, version, ids);
  }
}

export function patientKey(patient: Identifier, ids: Ids): PatientKey {
  return ids.identify(['patient', patient.system, patient.value]);
}

function report(
  event: { readonly source: string; readonly id: string },
  type: ReportEventType,
  data: ReportData,
  version: Version,
  ids: Ids,
): Facts {
  const kind = reportKindOf(type);
  const origin: Origin = { feed: data.feed, identifier: data.identifier, anchor: data.anchor };
  const fields: Fields = {
    ...(data.complete ? Object.fromEntries(reportFields(kind).map((field) => [field, null])) : {}),
    ...Object.fromEntries(Object.entries(data.report).filter(([, value]) => value !== undefined)),
    [statusField]: data.version.status,
  };
  const key = factKey(kind, origin, ids) ?? ids.identify(['fact', kind, 'event', event.source, event.id]);
  return oneFact({ key, kind, origin }, data.patient, fields, version, ids);
}

/** The key of a fact is its source's identifier, or where it stands in its visit; never patient, side, code or time, which get corrected. */
function factKey(kind: FactKind, { feed, identifier, anchor }: Origin, ids: Ids): FactKey | undefined {
  const scope = ['fact', kind, feed.site, feed.application, feed.family];
  if (identifier !== undefined) return ids.identify([...scope, 'identifier', identifier.system, identifier.value]);
  const visit = anchor?.visit ?? anchor?.account;
  if (anchor === undefined || visit === undefined) return undefined;
  return ids.identify([...scope, 'anchor', visit.system, visit.value, anchor.serviceDate, String(anchor.ordinal)]);
}

function snapshot(data: SnapshotData, version: Version, ids: Ids): Facts {
  const scope = data.visit ?? data.account;
  const { feed, kind } = data;
  const key = snapshotKey(feed, kind, scope, ids);
  const members = data.members.map((member) =>
    factKey(kind, 'system' in member ? { feed, identifier: member } : { feed, anchor: member }, ids),
  );
  const fields: Fields = { members, [statusField]: data.version.status };
  return oneFact({ key, kind: 'snapshot', origin: { feed } }, data.patient, fields, version, ids);
}

export function snapshotKey(feed: Origin['feed'], kind: FactKind, scope: Identifier | undefined, ids: Ids): FactKey {
  const place = scope === undefined ? [] : [scope.system, scope.value];
  return ids.identify(['fact', 'snapshot', kind, feed.site, feed.application, feed.family, ...place]);
}

function oneFact(
  fact: Pick<Fact, 'key' | 'kind' | 'origin'>,
  patient: Identifier,
  fields: Fields,
  version: Version,
  ids: Ids,
): Facts {
  const holder = patientKey(patient, ids);
  const stated: Fact = { ...fact, statements: { [holder]: [{ version, fields }] } };
  return { ...nothingKnown, facts: new Map([[fact.key, stated]]), patients: new Map([[holder, patient]]) };
}

function link(data: LinkData, active: boolean, version: Version, ids: Ids): Facts {
  const survivor = patientKey(data.survivor, ids);
  const merged = patientKey(data.merged, ids);
  const pair = survivor < merged ? ([survivor, merged] as const) : ([merged, survivor] as const);
  const said = { pair, survivor, active, version };
  return {
    ...nothingKnown,
    links: new Map([[linkKey(said), said]]),
    patients: new Map([
      [survivor, data.survivor],
      [merged, data.merged],
    ]),
  };
}

/** JSON with sorted keys: the same content gives the same text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}
