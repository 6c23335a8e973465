import { hash } from 'node:crypto';
import type { HealthRegistry, Logger, Registry } from '@ilium/observability';
import type { Listener, Site } from '@ilium/site';
import { Hl7Door } from './hl7/door.js';
import type { Journal } from './journal/journal.js';
import type { MessageJournal } from './journal/received-message.js';
import { MllpListener } from './mllp/listener.js';
import { createMllpMetrics } from './mllp/mllp-metrics.js';
import type { Taker } from './mllp/taker.js';
import type { MessageStore } from './source-messages/source-message.js';

export interface MllpDoorsOptions {
  readonly sites: readonly Site[];
  readonly journal: MessageJournal & Pick<Journal, 'presence'>;
  readonly store: Pick<MessageStore, 'count'>;
  /** For keyed hashes. */
  readonly idKey: string;
  readonly logger: Logger;
  readonly metrics: Registry;
  /** Gets the check `listeners`. */
  readonly health: HealthRegistry;
}

/** The listeners for HL7 v2 of all sites. */
export class MllpDoors {
  readonly #listeners: readonly MllpListener[];
  #isOpen = false;

  constructor(options: MllpDoorsOptions) {
    const { sites, journal, logger, metrics, health } = options;
    const metricsOf = createMllpMetrics(metrics);
    this.#listeners = sites.flatMap((site) =>
      site.incoming.listeners.map((listener) => {
        const door = openDoor(listener, site, options);
        const taker: Taker = (frame, peer) => door.receive(frame, peer.address);
        return new MllpListener({ listener, logger, metrics: metricsOf(listener.name), taker });
      }),
    );
    // What is not read waits at its sender, which sees a slow receiver and not a broken one.
    journal.presence.watch((isAway) =>
      this.#listeners.forEach((one) => (isAway ? one.pause('store') : one.resume('store'))),
    );
    health.add('listeners', () => {
      if (!this.#isOpen) throw new Error('the listeners are not open yet');
    });
  }

  /** Takes messages from now on. @throws ExplainedError where an address can not be had. */
  async open(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener.start()));
    this.#isOpen = true;
  }

  /** Lets what was taken be answered, and takes nothing new. */
  async close(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener.close()));
  }
}

function openDoor(listener: Listener, site: Site, { journal, store, idKey }: MllpDoorsOptions): Hl7Door {
  return new Hl7Door({ listener, site, journal, store, now: Date.now, answerId: keyedAnswerId(idKey) });
}

/** The same bytes get the same answer again, from whatever instance; nothing can be read from it. */
function keyedAnswerId(idKey: string): (body: Buffer) => string {
  const key = Buffer.from(JSON.stringify(['answer', idKey]));
  // Only a part of it is ever told, so that nobody can go on from it to the hash of a longer message.
  return (body) => hash('sha256', Buffer.concat([key, body]), 'hex');
}
