import { hash } from 'node:crypto';
import {
  StoreAway,
  type MessageStore,
  type Passing,
  type SourceMessage,
  type Taking,
} from '../source-messages/source-message.js';

/** A store in memory that keeps the promises of the port; `message-store.contract.ts` holds it to them. */
export class MemoryMessageStore implements MessageStore {
  readonly messages: SourceMessage[] = [];
  readonly passings: Passing[] = [];
  repeats = 0;
  /** While it is away, nothing is kept. */
  isAway = false;
  /** So many messages are taken until the store goes away. */
  awayAfter = Infinity;
  readonly #answers = new Map<string, Map<string, string>>();

  async take(message: SourceMessage): Promise<Taking> {
    await this.#commit();
    const { site, sender, controlId, identity, body, answer } = message;
    const digest = `${hash('sha256', body)} ${message.events.length > 0}`;
    const key = JSON.stringify([site, sender, controlId === '' ? this.messages.length : controlId]);
    const answers = this.#answers.get(key) ?? new Map<string, string>();
    const first = answers.get(digest);
    if (first !== undefined) {
      this.repeats += 1;
      return { fate: 'repeat', answer: first };
    }
    if (identity === 'control-id' && answers.size > 0) return { fate: 'other', answer: '' };
    this.#answers.set(key, answers.set(digest, answer));
    this.messages.push(message);
    return { fate: 'taken', answer };
  }

  async count(passing: Passing): Promise<void> {
    await this.#commit();
    this.passings.push(passing);
  }

  get events() {
    return this.messages.flatMap(({ events }) => events);
  }

  get work() {
    return this.messages.flatMap(({ work }) => work.map(({ reason, path }) => `${reason} ${path}`));
  }

  get skipped() {
    return this.passings.map(({ fate, reason, type }) => `${fate} ${reason} ${type}`);
  }

  async #commit(): Promise<void> {
    await new Promise(setImmediate);
    if (this.isAway || this.messages.length >= this.awayAfter) throw new StoreAway('away');
  }
}
