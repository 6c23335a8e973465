import type { Listener, Site } from '@ilium/site';
import type { MessageStore, Passing } from '../source-messages/source-message.js';
import { answersTo, type Answering } from './acknowledgement.js';
import { messagesOfFrame } from './batch.js';
import { faults, type Hl7Fault } from './faults.js';
import type { Frame } from './frame.js';
import { readMessage, type Reading } from './read-message.js';
import { headerOf } from './reading/header.js';

export interface Hl7DoorParts {
  readonly listener: Pick<Listener, 'name' | 'acknowledge' | 'nak' | 'charset' | 'replay'>;
  readonly site: Site;
  readonly store: MessageStore;
  /** ms since 1970 */
  readonly now: () => number;
  /** A new id each time; answers get their control ids from it. */
  readonly messageId: () => string;
}

/** Of a frame. */
const mostMessages = 1_000;

/** Between two answers of one message; no message holds it. */
const betweenAnswers = '\n';

/**
 * Takes frames of one listener and says what to answer, after what it says is stored. Frames may be handed in before the
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
      return this.pass({ fate: 'refused', type: '?', header: undefined, fault: faults.tooManyMessages });
    }
    const answers = await Promise.all(messages.map((message) => this.receiveMessage(message, peer)));
    return answers.flat();
  }

  private async receiveMessage(frame: Frame, peer: string | undefined): Promise<readonly Buffer[]> {
    if (frame.kind !== 'whole') {
      const fault = frame.kind === 'incomplete' ? faults.incomplete : faults.tooLarge;
      return this.pass({ fate: 'refused', type: '?', header: headerOf(frame.firstBytes), fault });
    }
    const { site, listener, now } = this.parts;
    const reading = readMessage(frame.bytes, { site, listener, receivedAt: now() });
    return reading.fate === 'taken' ? this.take(reading, frame.bytes, peer) : this.pass(reading);
  }

  private async take(
    { header, sender, controlId, type, charset, events, work }: Reading & { readonly fate: 'taken' },
    body: Buffer,
    peer: string | undefined,
  ): Promise<readonly Buffer[]> {
    const { site, listener, store } = this.parts;
    const answer = this.answersTo(header, undefined).join(betweenAnswers);
    const message = { door: listener.name, site: site.name, peer, sender, controlId, type, charset, body };
    const taking = await store.take({ ...message, events, work, answer });
    return taking.answer === '' ? [] : taking.answer.split(betweenAnswers).map(bytesOf);
  }

  private async pass(reading: Exclude<Reading, { readonly fate: 'taken' }>): Promise<readonly Buffer[]> {
    const { site, listener, store } = this.parts;
    const { header, type } = reading;
    const passing = { door: listener.name, site: site.name, type, ...reasonOf(reading) } satisfies Passing;
    await store.count(passing);
    if (reading.fate === 'refused') return this.answersTo(header, reading.fault).map(bytesOf);
    return reading.reason === 'acknowledgement' ? [] : this.answersTo(header, undefined).map(bytesOf);
  }

  private answersTo(header: Reading['header'], fault: Hl7Fault | undefined): readonly string[] {
    // An answer to an answer would be answered again, without end.
    if (header?.field(9).text === 'ACK') return [];
    const { listener, messageId, now } = this.parts;
    const answering: Answering = {
      header,
      acknowledge: listener.acknowledge,
      fault,
      messageId: messageId(),
      at: now(),
    };
    return answersTo(answering);
  }
}

function reasonOf(reading: Exclude<Reading, { readonly fate: 'taken' }>) {
  return reading.fate === 'skipped'
    ? ({ fate: 'skipped', reason: reading.reason } as const)
    : ({ fate: 'refused', reason: reading.fault.reason } as const);
}

/** MSH-10 is echoed byte by byte: the header was read as ISO 8859-1 for that. */
function bytesOf(answer: string): Buffer {
  return Buffer.from(answer, 'latin1');
}
