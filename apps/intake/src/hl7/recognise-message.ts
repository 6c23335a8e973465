import type { Listener, Sender, Site } from '@ilium/site';
import type { SkipReason } from '../source-messages/source-message.js';
import { faults, type Hl7Fault } from './faults.js';
import { isFamily, partsOf } from './mapping/map-message.js';
import { saysFlags } from './mapping/map-patient.js';
import { isLeftOut } from './ours.js';
import { charsetNamed, decodeMessage } from './reading/charset.js';
import { fromStart, headerOf, type Header } from './reading/header.js';
import { isMessage, parseMessage, type Hl7Message } from './reading/message.js';
import { messageType, typeName, type MessageType } from './reading/message-type.js';
import { lackingField } from './required-fields.js';
import { cutTo } from './values/shortened.js';

/** How messages are read. Pure: times are handed in. */
export interface ReadingRules {
  readonly site: Site;
  readonly listener: Pick<Listener, 'charset' | 'nak' | 'replay'>;
  /** ms since 1970 */
  readonly receivedAt: number;
}

/** What a message is called, whatever becomes of it. */
export interface Named {
  /** `DFT^P03`; `?` where nothing says it. */
  readonly type: string;
  /** Undefined where it is no HL7 message at all. */
  readonly header: Header | undefined;
}

/** A message that is not taken, and why. */
export type NotTaken = Named &
  ({ readonly fate: 'skipped'; readonly reason: SkipReason } | { readonly fate: 'refused'; readonly fault: Hl7Fault });

/** A message that can be read and is taken, before anything in it is mapped. */
export interface Recognised extends Named {
  readonly fate: 'taken';
  readonly message: Hl7Message;
  readonly hl7Type: MessageType;
  readonly sender: string;
  readonly senderRow: Sender;
  readonly controlId: string;
  /** `untold`: nothing says what it is; `elsewhere`: only what it says of the person's privacy is ours. */
  readonly content: 'whole' | 'elsewhere' | 'untold' | 'other-environment';
}

const unknownType = '?';

/** All that an acknowledgement needs to know. Any bytes are recognised as something. */
export function recogniseMessage(bytes: Uint8Array, rules: ReadingRules): Recognised | NotTaken {
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
  return recogniseDecoded(message, header, rules);
}

export function refused(header: Header | undefined, type: string, fault: Hl7Fault): NotTaken {
  return { fate: 'refused', type, header, fault };
}

/** As what it is counted. */
export function reasonOf(reading: NotTaken) {
  return reading.fate === 'skipped'
    ? ({ fate: 'skipped', reason: reading.reason } as const)
    : ({ fate: 'refused', reason: reading.fault.reason } as const);
}

function recogniseDecoded(message: Hl7Message, header: Header, rules: ReadingRules): Recognised | NotTaken {
  const { site, listener } = rules;
  const hl7Type = messageType(message);
  const type = typeName(hl7Type);
  const skipped = (reason: SkipReason): NotTaken => ({ fate: 'skipped', type, header, reason });
  if (hl7Type.code === 'ACK' || message.first('MSA') !== undefined) return skipped('acknowledgement');
  const lacking = listener.nak === 'strict' ? lackingField(message) : undefined;
  if (lacking !== undefined) return refused(header, type, lacking);
  const isUntold = hl7Type.code === unknownType || (isFamily(hl7Type.code) && hl7Type.trigger === '');
  if (partsOf(hl7Type) === undefined && !isUntold) return skipped('type');
  const sender = senderOf(message, site);
  const senderRow = rowOfSender(sender, site);
  const content = isUntold ? 'untold' : contentOf(message, hl7Type, senderRow, site);
  if (content === 'not-ours') return skipped(content);
  const controlId = cutTo(message.field('MSH', 10).whole, longestControlId);
  return { fate: 'taken', type, header, message, hl7Type, sender, senderRow, controlId, content };
}

function contentOf(message: Hl7Message, type: MessageType, sender: Sender, site: Site) {
  if (!isOfEnvironment(message, site.incoming.environment)) return 'other-environment';
  if (!isLeftOut(message, type, sender, site)) return 'whole';
  // Privacy must not depend on the visit that a flag was told in.
  return saysFlags(message, site) ? 'elsewhere' : 'not-ours';
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

const usualSender: Sender = { families: {}, lists: 'incremental', records: 'partial', performed: 'completed' };

function rowOfSender(application: string, { incoming: { senders } }: Site): Sender {
  const named = Object.hasOwn(senders, application) ? senders[application] : undefined;
  return named ?? senders['usual'] ?? usualSender;
}

const processingIds = { production: ['P'], test: ['T', 'D'] } as const;

/** MSH-11; where it is empty, the listener's environment is the message's. */
function isOfEnvironment(message: Hl7Message, environment: keyof typeof processingIds): boolean {
  const { text } = message.field('MSH', 11);
  return text === '' || processingIds[environment].some((id) => id === text.toUpperCase());
}
