import type { Listener, Sender, Site } from '@ilium/site';
import type { EventDraft, SkipReason, WorkNote, WorkReason } from '../source-messages/source-message.js';
import { faults, type Hl7Fault } from './faults.js';
import { isFamily, partsOf } from './mapping/map-message.js';
import { mapFlags, saysFlags } from './mapping/map-patient.js';
import { Mapping, type Subject } from './mapping/mapping.js';
import { patientIn } from './mapping/patients.js';
import { isLeftOut } from './ours.js';
import { charsetNamed, decodeMessage } from './reading/charset.js';
import { fromStart, headerOf, type Header } from './reading/header.js';
import { isMessage, parseMessage, type Hl7Message } from './reading/message.js';
import { messageType, typeName, type MessageType } from './reading/message-type.js';
import { lackingField } from './required-fields.js';
import { identifierOf, numberedByCx } from './values/identifiers.js';
import { cutTo } from './values/shortened.js';
import { momentOf, sayingTime } from './values/times.js';

/** How messages are read. Pure: times are handed in. */
export interface ReadingRules {
  readonly site: Site;
  readonly listener: Pick<Listener, 'charset' | 'nak' | 'replay'>;
  /** ms since 1970 */
  readonly receivedAt: number;
}

/** What became of one message, before anything is stored or answered. */
export type Reading = {
  /** `DFT^P03`; `?` where nothing says it. */
  readonly type: string;
  /** Undefined where it is no HL7 message at all. */
  readonly header: Header | undefined;
} & (
  | {
      readonly fate: 'taken';
      readonly sender: string;
      readonly controlId: string;
      readonly charset: string;
      readonly events: readonly EventDraft[];
      readonly work: readonly WorkNote[];
      /** Observations that were left out: documents, and what `observations.taken: known` leaves out. */
      readonly leftOut: number;
    }
  | { readonly fate: 'skipped'; readonly reason: SkipReason }
  | { readonly fate: 'refused'; readonly fault: Hl7Fault }
);

const unknownType = '?';

/** Reads one message. Any bytes give a reading; none of it repeats a value where people read it. */
export function readMessage(bytes: Uint8Array, rules: ReadingRules): Reading {
  const header = headerOf(bytes);
  if (header === undefined) return refused(undefined, unknownType, faults.notHl7);
  const { field, notation } = header;
  const declared = charsetNamed(field(18).raw, notation.repetition);
  const decoded = decodeMessage(bytes, declared, rules.listener.charset);
  if (!decoded.ok) {
    return refused(header, unknownType, decoded.why === 'unknown' ? faults.unknownCharset : faults.wrongBytes);
  }
  const text = fromStart(decoded.text);
  if (!isMessage(text)) return refused(header, unknownType, faults.notHl7);
  const message = parseMessage(text, decoded.charset);
  if (message.isCutOff) return refused(header, unknownType, faults.tooManySegments);
  return readDecoded(message, header, rules);
}

function refused(header: Header | undefined, type: string, fault: Hl7Fault): Reading {
  return { fate: 'refused', type, header, fault };
}

function readDecoded(message: Hl7Message, header: Header, rules: ReadingRules): Reading {
  const type = messageType(message);
  const name = typeName(type);
  const skipped = (reason: SkipReason): Reading => ({ fate: 'skipped', type: name, header, reason });
  if (type.code === 'ACK' || message.first('MSA') !== undefined) return skipped('acknowledgement');
  const lacking = rules.listener.nak === 'strict' ? lackingField(message) : undefined;
  if (lacking !== undefined) return refused(header, name, lacking);
  const isUntold = type.code === unknownType || (isFamily(type.code) && type.trigger === '');
  if (partsOf(type) === undefined && !isUntold) return skipped('type');
  const { incoming } = rules.site;
  const sender = senderOf(message, rules.site);
  const found = isUntold
    ? nothingBut('unreadable-field', 'MSH[1]-9')
    : isOfEnvironment(message, incoming.environment)
      ? readContent(message, type, sender, rules)
      : nothingBut('other-environment', 'MSH[1]-11');
  if (found === 'not-ours') return skipped(found);
  if (rules.listener.nak === 'strict' && found.work.some(({ reason }) => reason === 'no-patient')) {
    return refused(header, name, faults.noPatient);
  }
  const { events, work, leftOut } = found;
  const controlId = cutTo(message.field('MSH', 10).whole, longestControlId);
  const { charset } = message.notation;
  return { fate: 'taken', type: name, header, sender, controlId, charset, events, work, leftOut };
}

const longestSender = 100;
/** What is longer is told apart by the message's bytes. */
const longestControlId = 200;

/** The application that truly sent it, behind an interface engine. */
function senderOf(message: Hl7Message, { incoming }: Site): string {
  for (const { segment, field, component = 1, subcomponent = 1 } of incoming.senderFields) {
    const { text } = message.field(segment, field).component(component).subcomponent(subcomponent);
    if (text !== '') return cutTo(text, longestSender);
  }
  return 'unknown';
}

const processingIds = { production: ['P'], test: ['T', 'D'] } as const;

/** MSH-11; where it is empty, the listener's environment is the message's. */
function isOfEnvironment(message: Hl7Message, environment: keyof typeof processingIds): boolean {
  const { text } = message.field('MSH', 11);
  return text === '' || processingIds[environment].some((id) => id === text.toUpperCase());
}

type Found = Pick<Mapping, 'events' | 'work' | 'leftOut'>;

function nothingBut(reason: WorkReason, path: string): Found {
  return { events: [], work: [{ reason, path }], leftOut: 0 };
}

function readContent(message: Hl7Message, type: MessageType, sender: string, rules: ReadingRules): Found | 'not-ours' {
  const { site } = rules;
  const isElsewhere = isLeftOut(message, type, rowOfSender(sender, site), site);
  if (isElsewhere && !saysFlags(message, site)) return 'not-ours';
  const person = message.first('PID');
  const patient = person && patientIn(person, site);
  if (patient === undefined) return nothingBut('no-patient', 'PID[1]-3');
  const mapping = new Mapping(subjectOf(message, type, sender, patient, rules));
  // Privacy must not depend on the visit that a flag was told in.
  for (const map of isElsewhere ? [mapFlags] : (partsOf(type) ?? [])) map(mapping);
  mapping.noteTimeless();
  return mapping;
}

const usualSender: Sender = { families: {}, lists: 'incremental', records: 'partial', performed: 'completed' };

function rowOfSender(application: string, { incoming: { senders } }: Site): Sender {
  const named = Object.hasOwn(senders, application) ? senders[application] : undefined;
  return named ?? senders['usual'] ?? usualSender;
}

function subjectOf(
  message: Hl7Message,
  type: MessageType,
  application: string,
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
    type,
    site,
    feed: { site: site.name, application, family: familyOf(type.code) },
    patientFeed: { site: site.name, application, family: familyOf('ADT') },
    sender: rowOfSender(application, site),
    patient,
    visit: identifierOf(numberedByCx(message.field('PV1', 19)), 'visit', site),
    account: identifierOf(numberedByCx(message.field('PID', 18)), 'account', site),
    sent: written,
    sentAt: sent === undefined ? receivedAt : Date.parse(sent),
    isReplay: listener.replay,
  };
}
