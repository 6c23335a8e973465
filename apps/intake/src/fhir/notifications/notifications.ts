import type { Logger } from '@ilium/observability';
import type { FhirSource } from '@ilium/site';
import type { CatchUp } from '../catch-up/catch-up.js';
import { addCounts, nothingPulled, type FhirPull, type PullCounts } from '../door/fhir-pull.js';
import { EhrRefused } from '../ehr/ehr-away.js';
import type { EhrServer } from '../ehr/ehr-server.js';
import { localPlace, referenceKey } from '../naming/references.js';
import type { Sender } from '../naming/sender.js';
import { placeOf, type FhirRecord } from '../resource/fhir-record.js';
import type { SubscriptionState } from '../state/subscription-state.js';
import { readNotification, type Notification, type SubscriptionEvent } from './read-notification.js';

export interface NotificationParts {
  readonly source: FhirSource;
  readonly sender: Sender;
  readonly server: Pick<EhrServer, 'read' | 'events'>;
  readonly state: SubscriptionState;
  readonly pull: FhirPull;
  readonly catchUp: Pick<CatchUp, 'run'>;
  readonly logger: Logger;
}

/**
 * The notifications of one source's subscription. What is missing between event numbers is asked for before a notification
 * is acknowledged: `$events` where the server does it, else a search. Rejects with `StoreAway` or `EhrAway`, and then
 * nothing may be acknowledged; what was heard of is known by then, so that the next search repairs it as well.
 */
export class Notifications {
  constructor(private readonly parts: NotificationParts) {}

  async receive(notification: Notification): Promise<PullCounts> {
    const { state, source, logger } = this.parts;
    const { type, subscription, status, eventsSinceStart = 0 } = notification;
    if (status === 'error' || status === 'off')
      logger.warn('subscription is not active', { source: source.name, state: status });
    if (type === 'handshake') {
      await state.begin(source.name, subscription, eventsSinceStart);
      return nothingPulled;
    }
    const last = Math.max(eventsSinceStart, ...notification.events.map(({ number }) => number));
    await this.#knowSubscription(notification, last);
    await state.hear(source.name, last);
    const counts = await this.#take(notification);
    return addCounts(counts, await this.#repair(notification));
  }

  /** What was heard of and not taken, asked for again; for the regular search, when notifications stay away. */
  async repair(): Promise<PullCounts> {
    const { state, source } = this.parts;
    const { subscription, taken, heard } = await state.progress(source.name);
    if (subscription === undefined || heard === undefined || (taken ?? 0) >= heard) return nothingPulled;
    return this.#fill(subscription, (taken ?? 0) + 1, heard);
  }

  /** A subscription whose begin we have not seen: what came before its first event is for the search to find. */
  async #knowSubscription({ subscription, events }: Notification, last: number): Promise<void> {
    const { state, source, catchUp } = this.parts;
    const progress = await state.progress(source.name);
    if (progress.subscription === subscription) return;
    await catchUp.run();
    const first = events.length === 0 ? last + 1 : Math.min(...events.map(({ number }) => number));
    await state.begin(source.name, subscription, Math.max(0, first - 1));
  }

  /** The records of the events that a notification tells of. */
  async #take(notification: Notification): Promise<PullCounts> {
    const { events } = notification;
    if (events.length === 0) return nothingPulled;
    const isEmpty = events.every(({ focus }) => focus === undefined);
    if (isEmpty && notification.records.length === 0) return (await this.parts.catchUp.run()).counts;
    return this.#takeEvents(notification);
  }

  async #takeEvents(notification: Notification): Promise<PullCounts> {
    const { sender, pull, server } = this.parts;
    const brought = new Map<string, FhirRecord>();
    for (const { record, fullUrl } of notification.records) {
      const place = placeOf(record);
      if (place !== undefined) brought.set(place, record);
      if (fullUrl !== undefined) brought.set(referenceKey(fullUrl, sender.base), record);
    }
    const gone = new Map<string, number>();
    const records: FhirRecord[] = [];
    const isDeleted = new Set(notification.deleted.map((url) => referenceKey(url, sender.base)));
    for (const [place, number] of this.#lastByFocus(notification.events)) {
      const { type, id } = localPlace(place) ?? {};
      const isGone = isDeleted.has(place);
      const record = isGone
        ? undefined
        : (brought.get(place) ?? (type && id ? await server.read(type, id) : undefined));
      if (record === undefined) gone.set(place, number);
      else records.push(record);
    }
    const alongside = [...brought.values()].filter((record) => !records.includes(record));
    const counts = await pull.pull(sender, records, 'counted', alongside);
    for (const [place, number] of gone) {
      await pull.deleted(sender, { place, occasion: `${notification.subscription}/${number}` });
    }
    return counts;
  }

  /** Each record once, by the last event that tells of it. */
  #lastByFocus(events: readonly SubscriptionEvent[]): ReadonlyMap<string, number> {
    const { base } = this.parts.sender;
    const told = events.flatMap(({ focus, number }) =>
      focus === undefined ? [] : [[referenceKey(focus, base), number] as const],
    );
    return new Map(told.toSorted(([, a], [, b]) => a - b));
  }

  /** Raises what is known to be taken, after what is missing below was asked for. */
  async #repair({ subscription, events, eventsSinceStart = 0 }: Notification): Promise<PullCounts> {
    const { state, source } = this.parts;
    const { taken = 0, heard = 0 } = await state.progress(source.name);
    const here = new Set(events.map(({ number }) => number));
    let upTo = taken;
    while (here.has(upTo + 1)) upTo += 1;
    const last = Math.max(eventsSinceStart, heard, ...here);
    if (upTo > taken) await state.take(source.name, upTo);
    return upTo >= last ? nothingPulled : this.#fill(subscription, upTo + 1, last);
  }

  /** Asks for the events from one number to another, both included. */
  async #fill(subscription: string, first: number, last: number): Promise<PullCounts> {
    const { source, state, logger, catchUp } = this.parts;
    logger.warn('events of a subscription are missing', { source: source.name, count: last - first + 1 });
    const told = await this.#events(subscription, first, last);
    const numbers = new Set(told?.events.map(({ number }) => number));
    const isWhole = Array.from({ length: Math.min(last - first + 1, mostNumbers) }, (_, index) => first + index).every(
      (number) => numbers.has(number),
    );
    const counts = told === undefined ? nothingPulled : await this.#takeEvents(told);
    // A server forgets its events after a time; what changed is still there.
    const isComplete = isWhole && last - first < mostNumbers;
    const found = isComplete ? { isPossible: true, counts: nothingPulled } : await catchUp.run();
    if (found.isPossible) await state.take(source.name, last);
    return addCounts(counts, found.counts);
  }

  /** Undefined where the server does not do `$events`, or does it without saying what happened. */
  async #events(subscription: string, first: number, last: number): Promise<Notification | undefined> {
    try {
      const record = await this.parts.server.events(subscription, first, last);
      const read = record === undefined ? undefined : readNotification(record);
      const isUsable = read !== undefined && 'events' in read && read.events.every(({ focus }) => focus !== undefined);
      return isUsable ? read : undefined;
    } catch (error) {
      if (error instanceof EhrRefused) return undefined;
      throw error;
    }
  }
}

/** A gap that is wider is for the search. */
const mostNumbers = 10_000;
