import { randomUUID } from 'node:crypto';
import type { Site } from '@ilium/site';
import { Hl7Settling } from '../hl7/settle-message.js';
import type { MessageJournal, ReceivedMessage } from '../journal/received-message.js';
import type { MessageStore } from '../source-messages/source-message.js';

/** A journal that settles each message into a store before it is acknowledged: for tests of what is before and behind it. */
export class DirectJournal implements MessageJournal {
  readonly #settling: Hl7Settling;
  #sequence = 0;

  constructor(
    sites: readonly Site[],
    private readonly store: MessageStore,
  ) {
    this.#settling = new Hl7Settling(sites);
  }

  async keep(message: ReceivedMessage): Promise<void> {
    const settled = this.#settling.read({ ...message, id: randomUUID(), sequence: (this.#sequence += 1) });
    if (settled.kind === 'passing') await this.store.count(settled.passing);
    else await this.store.take(settled.message);
  }
}
