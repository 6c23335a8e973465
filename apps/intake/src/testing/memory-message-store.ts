import { createHash } from 'node:crypto';
import {
  StoreAway,
  type MessageStore,
  type Passing,
  type SourceMessage,
  type Taking,
} from '../source-messages/source-message.js';

/** A store in memory that keeps the promises of the port: unique by site, sender, control id and bytes. */
export class MemoryMessageStore implements MessageStore {
  readonly messages: SourceMessage[] = [];
  readonly passings: Passing[] = [];
  repeats = 0;
  /** While it is away, nothing is kept. */
  isAway = false;
  readonly #digests = new Map<string, Set<string>>();

  async take(message: SourceMessage): Promise<Taking> {
    await this.#commit();
    const { site, sender, controlId, identity, body, answer } = message;
    const digest = createHash('sha256').update(body).digest('hex');
    const key = JSON.stringify([site, sender, controlId]);
    const digests = this.#digests.get(key) ?? new Set();
    if (digests.has(digest)) {
      this.repeats += 1;
      return { isRepeat: true, answer };
    }
    if (identity === 'control-id' && digests.size > 0) return { isRepeat: false, isOther: true, answer };
    this.#digests.set(key, digests.add(digest));
    this.messages.push(message);
    return { isRepeat: false, answer };
  }

  async count(passing: Passing): Promise<void> {
    await this.#commit();
    this.passings.push(passing);
  }

  async #commit(): Promise<void> {
    await new Promise(setImmediate);
    if (this.isAway) throw new StoreAway('away');
  }
}
