import {
  reportFields,
  reportKindOf,
  type Anchor,
  type Identifier,
  type LinkData,
  type MoveData,
  type ProcedureEvent,
  type ReportData,
  type ReportEventType,
  type SnapshotData,
} from '@ilium/contracts';
import { canonicalJson } from '../canonical-json.js';
import type { Ids } from '../ids.js';
import {
  linkKey,
  nothingKnown,
  type Fact,
  type FactKey,
  type FactKind,
  type Facts,
  type Link,
  type Origin,
  type PatientKey,
} from './fact.js';
import { scopesOf } from './moves.js';
import { statusField, type Fields } from './statement.js';
import { versionOf, type Version } from './version.js';

/** What an event says, as knowledge that can be joined: a one-fact state. */
export function factsFrom(event: ProcedureEvent, ids: Ids): Facts {
  const { type, data } = event;
  // The type belongs to the content: a link and its end may say the same in the same moment.
  const version = versionOf(data.version, event, ids.digest(canonicalJson({ type, data })));
  switch (event.type) {
    case 'ilium.patient.linked.v1':
      return link(event.data, true, version, ids);
    case 'ilium.patient.unlinked.v1':
      return link(event.data, false, version, ids);
    case 'ilium.visit.moved.v1':
      return move(event.data, version, ids);
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
  const origin: Origin = { feed: data.feed, identifier: data.identifier, anchor: anchorOf(data.anchor) };
  const { visit, account } = data.anchor ?? {};
  const all = reportFields(kind);
  const placed = Object.entries({ visit, account }).filter(([field, value]) => value && all.includes(field));
  const fields: Fields = {
    ...(data.complete ? Object.fromEntries(all.map((field) => [field, null])) : {}),
    ...Object.fromEntries(placed),
    ...Object.fromEntries(Object.entries(data.report).filter(([, value]) => value !== undefined)),
    [statusField]: data.version.status,
  };
  const key = factKey(kind, origin, ids) ?? ids.identify(['fact', kind, 'event', event.source, event.id]);
  return oneFact({ key, kind, origin }, data.patient, fields, version, ids);
}

/** As much of an anchor as makes the key: what else it says is a field, which may change. */
function anchorOf(anchor: Anchor | undefined): Anchor | undefined {
  if (anchor?.visit === undefined || anchor.account === undefined) return anchor;
  const { account: _, ...place } = anchor;
  return place;
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
  return oneLink({ pair, survivor, active, version }, [data.survivor, data.merged], ids);
}

function move(data: MoveData, version: Version, ids: Ids): Facts {
  const [from, to] = [patientKey(data.from, ids), patientKey(data.to, ids)];
  const [scope] = scopesOf(data, ids);
  const active = data.version.status !== 'void';
  return oneLink({ pair: [from, to], survivor: to, scope, active, version }, [data.from, data.to], ids);
}

function oneLink(link: Link, patients: readonly Identifier[], ids: Ids): Facts {
  return {
    ...nothingKnown,
    links: new Map([[linkKey(link), link]]),
    patients: new Map(patients.map((patient) => [patientKey(patient, ids), patient])),
  };
}
