import type { Listener, Site } from '@ilium/site';
import type { MessageJournal } from '../journal/received-message.js';
import type { MessageStore, Passing } from '../source-messages/source-message.js';
import { answersTo, type Answering } from './acknowledgement.js';
import { messagesOfFrame } from './batch.js';
import { faults, type Hl7Fault } from './faults.js';
import type { Frame } from './frame.js';
import { readMessage, type Reading } from './read-message.js';
import { headerOf } from './reading/header.js';
import {
  reasonOf,
  recogniseMessage,
  type Named,
  type NotTaken,
  type ReadingRules,
  type Recognised,
} from './recognise-message.js';

export interface Hl7DoorParts {
  readonly listener: Pick<Listener, 'name' | 'acknowledge' | 'nak' | 'charset' | 'replay'>;
  readonly site: Site;
  /** Where messages are left, to be acknowledged. */
  readonly journal: MessageJournal;
  /** Where messages are counted that are not kept. */
  readonly store: Pick<MessageStore, 'count'>;
  /** ms since 1970 */
  readonly now: () => number;
  /** The same for the same bytes; answers get their control ids from it. */
  readonly answerId: (body: Buffer) => string;
}

/** Of a frame. */
const mostMessages = 1_000;

/**
 * Takes frames of one listener and says what to answer, after what it says is durable. Frames may be handed in before the
 * answers to earlier ones are there; the caller keeps the answers in the order of the frames.
 */
export class Hl7Door {
  constructor(private readonly parts: Hl7DoorParts) {}

  /**
   * The answers to a frame, each to be sent in a frame of its own; none where the sender wants none. Rejects where nothing
   * is stored, with `StoreAway` or a defect: no answer then, since some senders drop what is acknowledged negatively.
   */
  async receive(frame: Frame, peer?: string): Promise<readonly Buffer[]> {
    const messages = frame.kind === 'whole' ? messagesOfFrame(frame.bytes) : [frame];
    if (messages.length > mostMessages) {
      return this.pass({ fate: 'refused', type: '?', header: undefined, fault: faults.tooManyMessages }, noBytes);
    }
    const [first] = messages;
    if (messages.length === 1 && first !== undefined) return this.receiveMessage(first, peer);
    const answers = await Promise.all(messages.map((message) => this.receiveMessage(message, peer)));
    return answers.flat();
  }

  private async receiveMessage(frame: Frame, peer: string | undefined): Promise<readonly Buffer[]> {
    if (frame.kind !== 'whole') {
      const fault = frame.kind === 'incomplete' ? faults.incomplete : faults.tooLarge;
      const { firstBytes } = frame;
      return this.pass({ fate: 'refused', type: '?', header: headerOf(firstBytes), fault }, firstBytes);
    }
    const { site, listener, journal, now } = this.parts;
    const { bytes: body } = frame;
    const receivedAt = now();
    const reading = this.read(body, { site, listener, receivedAt });
    if (reading.fate !== 'taken') return this.pass(reading, body);
    const kept = journal.keep({ site: site.name, door: listener.name, peer, receivedAt, body });
    kept.catch(() => undefined);
    // Written while the database commits; sent after that.
    const answers = this.answersTo(reading.header, undefined, body);
    await kept;
    return answers;
  }

  /** Whether it is refused may be found out only by mapping it, and only where the site file wants that. */
  private read(body: Buffer, rules: ReadingRules): Recognised | Reading {
    if (rules.listener.nak !== 'strict') return recogniseMessage(body, rules);
    try {
      return readMessage(body, rules);
    } catch {
      // A defect of ours is no reason to refuse it: what can't be mapped is work once it is settled.
      return recogniseMessage(body, rules);
    }
  }

  private async pass(reading: NotTaken, body: Buffer): Promise<readonly Buffer[]> {
    const { site, listener, store } = this.parts;
    const { header, type } = reading;
    const passing = { door: listener.name, site: site.name, type, ...reasonOf(reading) } satisfies Passing;
    await store.count(passing);
    if (reading.fate === 'refused') return this.answersTo(header, reading.fault, body);
    return reading.reason === 'acknowledgement' ? [] : this.answersTo(header, undefined, body);
  }

  private answersTo(header: Named['header'], fault: Hl7Fault | undefined, body: Buffer): readonly Buffer[] {
    // An answer to an answer would be answered again, without end.
    if (header?.field(9).text === 'ACK') return [];
    const { listener, answerId, now } = this.parts;
    const answering: Answering = {
      header,
      acknowledge: listener.acknowledge,
      fault,
      messageId: answerId(body),
      at: now(),
    };
    return answersTo(answering).map(bytesOf);
  }
}

const noBytes = Buffer.alloc(0);

/** MSH-10 is echoed byte by byte: the header was read as ISO 8859-1 for that. */
function bytesOf(answer: string): Buffer {
  return Buffer.from(answer, 'latin1');
}
