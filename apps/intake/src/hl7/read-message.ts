import type { EventDraft, WorkNote, WorkReason } from '../source-messages/source-message.js';
import { faults } from './faults.js';
import { isFamily, partsOf } from './mapping/map-message.js';
import { mapFlags } from './mapping/map-patient.js';
import { Mapping, type Subject } from './mapping/mapping.js';
import { patientIn } from './mapping/patients.js';
import {
  recogniseMessage,
  refused,
  type Named,
  type NotTaken,
  type ReadingRules,
  type Recognised,
} from './recognise-message.js';
import { identifierOf, numberedByCx } from './values/identifiers.js';
import { momentOf, sayingTime } from './values/times.js';

/** What became of one message, before anything is stored or answered. */
export type Reading =
  | NotTaken
  | (Named & {
      readonly fate: 'taken';
      readonly sender: string;
      readonly controlId: string;
      readonly charset: string;
      readonly events: readonly EventDraft[];
      readonly work: readonly WorkNote[];
      /** Observations that were left out: documents, and what `observations.taken: known` leaves out. */
      readonly leftOut: number;
    });

/** Reads one message. Any bytes give a reading; none of it repeats a value where people read it. */
export function readMessage(bytes: Uint8Array, rules: ReadingRules): Reading {
  const recognised = recogniseMessage(bytes, rules);
  if (recognised.fate !== 'taken') return recognised;
  const { type, header, sender, controlId, message } = recognised;
  const { events, work, leftOut } = readContent(recognised, rules);
  if (rules.listener.nak === 'strict' && work.some(({ reason }) => reason === 'no-patient')) {
    return refused(header, type, faults.noPatient);
  }
  const { charset } = message.notation;
  return { fate: 'taken', type, header, sender, controlId, charset, events, work, leftOut };
}

type Found = Pick<Mapping, 'events' | 'work' | 'leftOut'>;

function nothingBut(reason: WorkReason, path: string): Found {
  return { events: [], work: [{ reason, path }], leftOut: 0 };
}

function readContent(recognised: Recognised, rules: ReadingRules): Found {
  const { content, message, hl7Type } = recognised;
  if (content === 'untold') return nothingBut('unreadable-field', 'MSH[1]-9');
  if (content === 'other-environment') return nothingBut('other-environment', 'MSH[1]-11');
  const person = message.first('PID');
  const patient = person && patientIn(person, rules.site);
  if (patient === undefined) return nothingBut('no-patient', 'PID[1]-3');
  const mapping = new Mapping(subjectOf(recognised, patient, rules));
  for (const map of content === 'elsewhere' ? [mapFlags] : (partsOf(hl7Type) ?? [])) map(mapping);
  mapping.noteTimeless();
  return mapping;
}

function subjectOf(
  { message, hl7Type, sender: application, senderRow }: Recognised,
  patient: Subject['patient'],
  { site, listener, receivedAt }: ReadingRules,
): Subject {
  const { senders } = site.incoming;
  const named = Object.hasOwn(senders, application) ? senders[application] : undefined;
  const usual = senders['usual'];
  const families = { ...usual?.families, ...named?.families };
  const familyOf = (code: string) => (isFamily(code) ? families[code] : undefined) ?? code.toLowerCase();
  const { timeZone } = site.rules;
  const written = momentOf(message.field('MSH', 7).text, timeZone);
  const sent = sayingTime(written === undefined ? [] : [written], timeZone);
  return {
    message,
    type: hl7Type,
    site,
    feed: { site: site.name, application, family: familyOf(hl7Type.code) },
    patientFeed: { site: site.name, application, family: familyOf('ADT') },
    sender: senderRow,
    patient,
    visit: identifierOf(numberedByCx(message.field('PV1', 19)), 'visit', site),
    account: identifierOf(numberedByCx(message.field('PID', 18)), 'account', site),
    sent: written,
    sentAt: sent === undefined ? receivedAt : Date.parse(sent),
    isReplay: listener.replay,
  };
}
