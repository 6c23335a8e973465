import type { DesiredRecord } from '@ilium/contracts';
import { patientName, patientOf, type Letter } from '../queue/letter.js';
import { documentsOf, type DesiredDocument, type FiledDocument } from './documents.js';
import { isLive, readRecord } from '../../reading/records.js';
import { sessionsOf } from '../../reading/sessions.js';

/** A document as the queue has it last. */
export interface Filed extends FiledDocument {
  readonly patient: string;
  readonly isOver: boolean;
  readonly revision: number;
}

/** What all sessions of some patients have to tell. `records`: all of these patients', each at its newest revision. */
export function documentLetters(
  patients: readonly string[],
  records: readonly DesiredRecord[],
  filed: readonly Filed[],
  timeZone: string,
): readonly Letter[] {
  const known = records.map(readRecord).filter((record) => record !== undefined);
  const live = new Set(known.filter(isLive).map(({ key }) => key));
  const revisions = new Map(records.map(({ key, revision }) => [key, revision]));
  const letters = patients.flatMap((patient) => {
    const own = known.filter((record) => patientName(record.patient) === patient);
    const ownFiled = filed.filter((one) => one.patient === patient && !one.isOver);
    const documents = documentsOf(patientOf(patient), sessionsOf(own, timeZone), ownFiled, live, timeZone);
    return documents.map((document) => letterOf(patient, document, filed, revisions));
  });
  // What has gone to another patient is told there; that it has gone follows from it.
  const told = new Set(letters.filter(({ isOver }) => !isOver).map(({ key }) => key));
  return letters.filter(({ key, isOver }) => !isOver || !told.has(key));
}

function letterOf(
  patient: string,
  { key, members, summary }: DesiredDocument,
  filed: readonly Filed[],
  revisions: ReadonlyMap<string, number>,
): Letter {
  const before = filed.filter((one) => one.key === key);
  const about = new Set([...members, ...before.flatMap((one) => one.members)]);
  const newest = Math.max(0, ...[...about].map((member) => revisions.get(member) ?? 0));
  const last = Math.max(0, ...before.map(({ revision }) => revision));
  const id = key.slice(key.indexOf('/') + 1);
  return {
    key,
    // A record that comes late changes the document, though others of its records are newer.
    revision: newest > last ? newest : last + 1,
    isNew: newest > last,
    patient: patientOf(patient),
    isOver: summary === undefined,
    draft: summary ?? { kind: 'summary', id, patient: patientOf(patient), performers: [], lines: [] },
    members,
  };
}
