import type { DesiredRecord } from '@ilium/contracts';
import { numberOf, type Number } from '../reading/elements.js';
import { isLive, readRecord, type Known, type KnownRecord, type Observation } from '../reading/records.js';
import { sessionsOf, type Session } from '../reading/sessions.js';
import { isScore } from '../reading/summary-lines.js';
import type { DocumentDraft } from './document-draft.js';
import { documentId, otherDocuments } from './document-id.js';
import { codedKind } from './document-kind.js';
import type { DocumentSettings } from './document-settings.js';
import { rulesOf } from './figures.js';
import { followedSession, type FollowUp } from './follow-ups.js';
import { patientDocument, type PatientDocument } from './patient-document.js';
import { servicePeriod } from './service-period.js';
import { followUpContent, sessionContent } from './session-content.js';
import { withdrawalDraft } from './withdrawal-draft.js';

/**
 * The documents of a patient's records: one for each session, one for each day of follow-up, and for each record that was
 * taken back one that says so, for the document that may have been filed under it. Equal records give equal documents, in
 * any order. What belongs to no session is in none.
 */
export function documentsOf(records: readonly DesiredRecord[], settings: DocumentSettings): readonly PatientDocument[] {
  const known = records.map(readRecord).filter((record) => record !== undefined);
  // Records of one patient are handed in; should there be others among them, nobody gets what is not theirs.
  const drafts = [...byPatient(known).values()].flatMap((own) => [
    ...draftsOf(own, settings),
    ...own.filter((record) => !isLive(record)).flatMap((record) => withdrawal(record, settings)),
  ]);
  return drafts.map((draft) => patientDocument(draft, settings)).toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** What names no patient is in no document. */
function byPatient(records: readonly KnownRecord[]): ReadonlyMap<string, readonly KnownRecord[]> {
  const patients = new Map<string, KnownRecord[]>();
  for (const record of records) {
    if (record.patient === undefined) continue;
    const name = JSON.stringify([record.patient.system, record.patient.value]);
    const own = patients.get(name);
    if (own === undefined) patients.set(name, [record]);
    else own.push(record);
  }
  return patients;
}

function draftsOf(records: readonly KnownRecord[], settings: DocumentSettings): readonly DocumentDraft[] {
  const told = new Set<string>();
  const sessions = sessionsOf(records, settings.timeZone).toSorted((a, b) => (anchorOf(a) < anchorOf(b) ? -1 : 1));
  return sessions.flatMap((whole) => {
    // A score that two sessions claim is told with the first.
    const observations = whole.observations.filter(({ key }) => !told.has(key));
    for (const { key } of observations) told.add(key);
    const { session, followUps } = followedSession({ ...whole, observations }, settings.timeZone);
    return [sessionDraft(session, settings), ...followUps.map((followUp) => followUpDraft(followUp, settings))];
  });
}

function anchorOf({ procedures }: Session): string {
  return lowest(procedures);
}

function sessionDraft(session: Session, settings: DocumentSettings): DocumentDraft {
  const { procedures, steps, administrations, observations } = session;
  const anchor = anchorOf(session);
  const members = [...procedures, ...steps, ...administrations, ...observations];
  const anchors = [...procedures, ...steps, ...observations.filter(isScore)];
  return {
    id: documentId(anchor, settings.target),
    kind: codedKind('session', settings),
    patient: procedures[0].patient,
    visit: firstVisit(procedures),
    period: servicePeriod(procedures.map(({ resource }) => resource)),
    isOver: false,
    revision: newest(members),
    members: keysOf(members),
    replaces: otherDocuments(anchor, keysOf(anchors), settings.target),
    content: sessionContent(session, settings),
  };
}

function followUpDraft(followUp: FollowUp, settings: DocumentSettings): DocumentDraft {
  const { day, session, scores } = followUp;
  const answers = scores.filter(({ resource }) => rulesOf(resource, settings.base) === undefined);
  // Figures come and go with the rules: a document that has answers does not hang on them.
  const anchor = lowest(answers.length > 0 ? answers : scores);
  return {
    id: documentId(anchor, settings.target),
    kind: codedKind('follow-up', settings),
    patient: scores[0].patient,
    visit: firstVisit(scores),
    period: { start: day, end: day },
    isOver: false,
    revision: newest([...session.procedures, ...scores]),
    members: keysOf(scores),
    replaces: otherDocuments(anchor, keysOf(scores), settings.target),
    content: followUpContent(followUp, settings),
  };
}

/** Nothing but a Procedure or a score has a document filed under it. */
function withdrawal(record: KnownRecord, settings: DocumentSettings): readonly DocumentDraft[] {
  const { key, revision, patient, resource } = record;
  const isAnchor = resource.resourceType === 'Procedure' || (isObservation(record) && isScore(record));
  if (!isAnchor) return [];
  const kind = codedKind(resource.resourceType === 'Procedure' ? 'session' : 'follow-up', settings);
  return [withdrawalDraft({ id: documentId(key, settings.target), kind, patient, revision, members: [key] })];
}

function isObservation(record: KnownRecord): record is Known<Observation> {
  return record.resource.resourceType === 'Observation';
}

/** By the keys of the records: they come in that order. */
function firstVisit(records: readonly KnownRecord[]): Number | undefined {
  return records.map(({ resource }) => visitOf(resource)).find((visit) => visit !== undefined);
}

function visitOf(resource: KnownRecord['resource']): Number | undefined {
  return resource.resourceType === 'MedicationAdministration' ? undefined : numberOf(resource.encounter);
}

function lowest(records: readonly KnownRecord[]): string {
  return keysOf(records)[0] ?? '';
}

function keysOf(records: readonly KnownRecord[]): readonly string[] {
  return records.map(({ key }) => key).toSorted();
}

function newest(records: readonly KnownRecord[]): number {
  return Math.max(...records.map(({ revision }) => revision));
}
