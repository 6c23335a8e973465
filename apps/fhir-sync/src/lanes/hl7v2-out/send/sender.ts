import { randomUUID } from 'node:crypto';
import { MllpClient, MllpError, type MllpClientOptions } from '@ilium/mllp';
import type { Logger } from '@ilium/observability';
import { Lease } from '../../../desired/lease.js';
import { backOffMs, type BackOffSettings } from '../../../faults/back-off.js';
import { Bell } from '../../../reconcile/bell.js';
import type { OutgoingMessage, SendingQueue, Verdict } from '../queue/sending-queue.js';
import { unanswered, verdictOf, type PatienceSettings } from './answers.js';

export interface SenderSettings {
  readonly connection: MllpClientOptions & { readonly answerMs: number; readonly window: number };
  readonly leaseMs: number;
  /** Longest time between two looks at the queue. */
  readonly idleMs: number;
  /** Before the next connection, and before the next message after one that got no answer. */
  readonly pause: BackOffSettings;
  /** Before the same message again. */
  readonly patience: PatienceSettings;
  /** How long a stop waits for answers. */
  readonly stopWithinMs: number;
}

export interface SenderParts {
  readonly queue: Pick<SendingQueue, 'lease' | 'release' | 'msUntilDue' | 'claim' | 'settle'>;
  readonly logger: Logger;
  readonly count: (verdict: Verdict) => void;
  readonly unmatched: (count: number) => void;
}

/** While a message is due that can't be had: it is being replaced at this moment. */
const shortestSleepMs = 20;
/** After an error that is not the receiver's, PostgreSQL away for example. */
const afterErrorMs = 1_000;

/**
 * Sends what is in the queue of one target, over one connection; of several instances the one with the lease. A message
 * counts as sent before it is, and as acknowledged by the answer that names it and no other.
 */
export class Hl7Sender {
  readonly #bell = new Bell();
  readonly #lease: Lease;
  #isLeased = false;
  #client: MllpClient | undefined;
  /** Sendings and connections that failed in a row. */
  #failures = 0;
  #unmatched = 0;
  #stopping = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: SenderParts,
    private readonly settings: SenderSettings,
  ) {
    this.#lease = new Lease(randomUUID(), settings.leaseMs);
  }

  start(): void {
    this.#loop = this.#turns();
  }

  /** There may be something to send. */
  wake(): void {
    this.#bell.ring();
  }

  /** Takes nothing new, and waits for what is in flight; what has no answer by then is sent again by whoever comes next. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#bell.ring();
    const deadline = setTimeout(() => this.#client?.destroy(), this.settings.stopWithinMs);
    await this.#loop;
    clearTimeout(deadline);
    this.#client?.destroy();
    if (this.#isLeased) await this.parts.queue.release(this.#lease.id);
  }

  async #turns(): Promise<void> {
    while (!this.#stopping) {
      try {
        await this.#turn();
      } catch (error) {
        this.parts.logger.error('sending HL7 v2 failed', { error });
        await this.#bell.sleep(afterErrorMs);
      }
    }
  }

  async #turn(): Promise<void> {
    const { queue } = this.parts;
    if (!(await this.#maySend())) {
      // Receivers may take no second connection: it is the other instance's.
      this.#client?.destroy();
      return this.#bell.sleep(this.settings.idleMs);
    }
    const ms = await queue.msUntilDue();
    if (ms === undefined || ms > 0) return this.#bell.sleep(Math.min(ms ?? this.settings.idleMs, this.settings.idleMs));
    const client = await this.#connected();
    if (client === undefined) return this.#pause();
    // Connecting took its time.
    if (!(await this.#maySend())) return;
    const messages = await queue.claim(this.#lease.id, this.settings.connection.window);
    if (messages.length === 0) return this.#bell.sleep(shortestSleepMs);
    const answered = await Promise.all(messages.map((message) => this.#deliver(client, message)));
    this.#countUnmatched(client);
    if (answered.includes(false)) return this.#pause();
    this.#failures = 0;
  }

  /** The lease outlasts the answer that is waited for, so that no other instance sends meanwhile. */
  async #maySend(): Promise<boolean> {
    if (this.#isLeased && this.#lease.outlasts(this.settings.connection.answerMs)) return true;
    const askedAt = performance.now();
    this.#isLeased = await this.parts.queue.lease(this.#lease.id, this.settings.leaseMs);
    this.#lease.renewed(askedAt);
    return this.#isLeased;
  }

  async #connected(): Promise<MllpClient | undefined> {
    if (this.#client?.isOpen) return this.#client;
    try {
      this.#client = await MllpClient.connect(this.settings.connection);
      this.#unmatched = 0;
      return this.#client;
    } catch (error) {
      if (!(error instanceof MllpError)) throw error;
      if (this.#failures === 0) this.parts.logger.warn('the HL7 v2 receiver is away', { error });
      return undefined;
    }
  }

  /** False where no answer came. */
  async #deliver(client: MllpClient, message: OutgoingMessage): Promise<boolean> {
    const { verdict, isAnswered } = await this.#send(client, message);
    const counts = await this.parts.queue.settle(this.#lease.id, message.id, verdict);
    if (counts) this.parts.count(verdict);
    else this.#isLeased = false;
    return isAnswered;
  }

  async #send(client: MllpClient, message: OutgoingMessage): Promise<{ verdict: Verdict; isAnswered: boolean }> {
    const { patience } = this.settings;
    try {
      const answer = await client.send(Buffer.from(message.text));
      return { verdict: verdictOf(answer, message, patience), isAnswered: true };
    } catch (error) {
      if (!(error instanceof MllpError)) throw error;
      return { verdict: unanswered(message, error.code, patience), isAnswered: false };
    }
  }

  #countUnmatched({ unmatched }: MllpClient): void {
    this.parts.unmatched(unmatched - this.#unmatched);
    this.#unmatched = unmatched;
  }

  /** Not cut short by a ring: new messages are no reason to press a receiver that is away. */
  async #pause(): Promise<void> {
    this.#failures += 1;
    const until = performance.now() + backOffMs(this.#failures, this.settings.pause);
    while (!this.#stopping && performance.now() < until) await this.#bell.sleep(until - performance.now());
  }
}
