import type { Listener, Sender, Site } from '@ilium/site';
import type { EventDraft, SkipReason, WorkNote } from '../source-messages/source-message.js';
import { faults, type Hl7Fault } from './faults.js';
import { isFamily, isLink, partsOf } from './mapping/map-message.js';
import { mapFlags, saysFlags } from './mapping/map-patient.js';
import { Mapping, type Subject } from './mapping/mapping.js';
import { matches } from './mapping/patterns.js';
import { patientIn } from './mapping/patients.js';
import { charsetNamed, decodeMessage } from './reading/charset.js';
import { headerOf, withoutMark, type Header } from './reading/header.js';
import { isMessage, parseMessage, type Hl7Message } from './reading/message.js';
import { messageType, typeName, type MessageType } from './reading/message-type.js';
import { lackingField } from './required-fields.js';
import { identifierOf, numberedByCx } from './values/identifiers.js';
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
      /** Observations that `observations.taken: known` left out. */
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
  const text = withoutMark(decoded.text);
  if (!isMessage(text)) return refused(header, unknownType, faults.notHl7);
  return readDecoded(parseMessage(text, decoded.charset), header, rules);
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
  if (partsOf(type) === undefined) return skipped('type');
  const { incoming } = rules.site;
  const sender = senderOf(message, rules.site);
  const found = isOfEnvironment(message, incoming.environment)
    ? readContent(message, type, sender, rules)
    : { events: [], work: [{ reason: 'other-environment' as const, path: 'MSH[1]-11' }], leftOut: 0 };
  if (found === 'not-ours') return skipped(found);
  if (rules.listener.nak === 'strict' && found.work.some(({ reason }) => reason === 'no-patient')) {
    return refused(header, name, faults.noPatient);
  }
  const { events, work, leftOut } = found;
  const controlId = message.field('MSH', 10).whole.slice(0, longestControlId).toWellFormed();
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
    if (text !== '') return text.slice(0, longestSender).toWellFormed();
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

function readContent(message: Hl7Message, type: MessageType, sender: string, rules: ReadingRules): Found | 'not-ours' {
  const { site } = rules;
  const isElsewhere = !isLink(type) && !isOurs(message, site);
  if (isElsewhere && !saysFlags(message, site)) return 'not-ours';
  const person = message.first('PID');
  const patient = person && patientIn(person, site);
  if (patient === undefined) return { events: [], work: [{ reason: 'no-patient', path: 'PID[1]-3' }], leftOut: 0 };
  const mapping = new Mapping(subjectOf(message, type, sender, patient, rules));
  // Privacy must not depend on the visit that a flag was told in.
  for (const map of isElsewhere ? [mapFlags] : (partsOf(type) ?? [])) map(mapping);
  return mapping;
}

function isOurs(message: Hl7Message, { incoming: { ours } }: Site): boolean {
  const [location, service] = [message.field('PV1', 3), message.field('PV1', 10)];
  const places = [location.text, location.component(4).text, location.whole];
  return isAmong(places, ours.locations) && isAmong([service.text], ours.services);
}

function isAmong(said: readonly string[], patterns: readonly string[]): boolean {
  const valued = said.filter((text) => text !== '');
  return patterns.length === 0 || valued.length === 0 || valued.some((text) => matches(text, patterns));
}

const usualSender: Sender = { families: {}, lists: 'incremental', records: 'partial', performed: 'completed' };

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
  const { timeZone } = site.rules;
  const written = momentOf(message.field('MSH', 7).text, timeZone);
  const sent = sayingTime(written === undefined ? [] : [written], timeZone);
  return {
    message,
    type,
    site,
    feed: {
      site: site.name,
      application,
      family: (isFamily(type.code) ? families[type.code] : undefined) ?? type.code.toLowerCase(),
    },
    sender: named ?? usual ?? usualSender,
    patient,
    visit: identifierOf(numberedByCx(message.field('PV1', 19)), 'visit', site),
    account: identifierOf(numberedByCx(message.field('PID', 18)), 'account', site),
    sent: written,
    sentAt: sent === undefined ? receivedAt : Date.parse(sent),
    isReplay: listener.replay,
  };
}
