import { randomUUID } from 'node:crypto';
import type { HealthRegistry, Logger, Registry } from '@ilium/observability';
import type { Listener, Site } from '@ilium/site';
import { Hl7Door } from './hl7/door.js';
import { MllpListener } from './mllp/listener.js';
import { createMllpMetrics, type DoorMetrics } from './mllp/mllp-metrics.js';
import type { GroupCommit } from './source-messages/group-commit.js';
import type { MessageStore } from './source-messages/source-message.js';

export interface MllpDoorsOptions {
  readonly sites: readonly Site[];
  readonly store: MessageStore & Pick<GroupCommit, 'presence'>;
  readonly logger: Logger;
  readonly metrics: Registry;
  /** Gets the check `listeners`. */
  readonly health: HealthRegistry;
}

/** The listeners for HL7 v2 of all sites. */
export class MllpDoors {
  readonly #listeners: readonly MllpListener[];
  #isOpen = false;

  constructor({ sites, store, logger, metrics, health }: MllpDoorsOptions) {
    const metricsOf = createMllpMetrics(metrics);
    this.#listeners = sites.flatMap((site) =>
      site.incoming.listeners.map((listener) => open(listener, site, store, logger, metricsOf(listener.name))),
    );
    // What is not read waits at its sender, which sees a slow receiver and not a broken one.
    store.presence.watch((isAway) =>
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

function open(listener: Listener, site: Site, store: MessageStore, logger: Logger, metrics: DoorMetrics) {
  const door = new Hl7Door({ listener, site, store, now: Date.now, messageId: randomUUID });
  return new MllpListener({
    listener,
    logger,
    metrics,
    taker: (frame, peer) => door.receive(frame, peer.address),
  });
}
