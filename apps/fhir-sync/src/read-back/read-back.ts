import { RegularWork } from '@ilium/messaging';
import type { Logger } from '@ilium/observability';
import { backOffMs, type BackOffSettings } from '../faults/back-off.js';
import { TargetFault } from '../faults/target-fault.js';
import { Bell } from '../reconcile/bell.js';
import type { EntryAnswer } from '../target/bundle.js';
import { differencesOf } from './differences-of.js';
import type { LostMeaning } from './lost-meaning.js';
import { parsedRecord } from './parsed-record.js';
import type { ReadBackMetrics } from './read-back-metrics.js';
import type { Compared, DueReadBack, ReadBacksRepository, SentRecord } from './read-backs.repository.js';
import { isInSample } from './sample.js';

export interface ReadBackSettings {
  /** The part of the written records that is read again. */
  readonly share: number;
  /** Records of one batch of reads. */
  readonly atOnce: number;
  /** Before the first look: a server may show what it took a moment later. */
  readonly afterMs: number;
  readonly leaseMs: number;
  /** Longest time between two looks at the table. */
  readonly idleMs: number;
  /** Before a record is read again that could not be. */
  readonly again: BackOffSettings;
  /** So often a record may be missing before it counts as lost. */
  readonly mostMissing: number;
}

export const readBackSettings: Omit<ReadBackSettings, 'share'> = {
  atOnce: 50,
  afterMs: 1_000,
  leaseMs: 60_000,
  idleMs: 60_000,
  again: { firstMs: 1_000, longestMs: 300_000 },
  mostMissing: 5,
};

export interface ReadBackParts {
  /** Name of the target. */
  readonly target: string;
  readonly readBacks: ReadBacksRepository;
  /** Reads by relative URL, in one request. */
  readonly read: (urls: readonly string[]) => Promise<readonly EntryAnswer[]>;
  /** False while the target is away: then nothing is asked. */
  readonly mayRead: () => boolean;
  readonly metrics: ReadBackMetrics;
  readonly logger: Logger;
  /** These are refused now; what is told of them is written already. */
  readonly lost?: (lost: readonly LostMeaning[]) => void;
}

/** Statuses of a record that is not there (FHIR R4, http.html, read). */
const notThere = new Set([404, 410]);
/** After an error that is not the target's, PostgreSQL away for example. */
const afterErrorMs = 1_000;

/** Reads a part of what was written to a target again, and compares it with what was sent. Delivery waits for none of it. */
export class ReadBack {
  readonly #bell = new Bell();
  readonly #work = new RegularWork(() => this.#round());

  constructor(
    private readonly parts: ReadBackParts,
    private readonly settings: ReadBackSettings,
  ) {}

  start(): void {
    this.#work.start();
  }

  async stop(): Promise<void> {
    const stopped = this.#work.stop();
    this.#bell.ring();
    await stopped;
  }

  /** Notes which of the records just delivered are to be read: the sample, and those that differed when last read. */
  async afterDelivery(records: readonly SentRecord[]): Promise<void> {
    const { target, readBacks } = this.parts;
    if (this.settings.share <= 0 || records.length === 0) return;
    const watched = await readBacks.watched(
      target,
      records.map(({ key }) => key),
    );
    const chosen = records.filter((record) => watched.has(record.key) || isInSample(record, this.settings.share));
    if (chosen.length === 0) return;
    await readBacks.plan(target, chosen, this.settings.afterMs);
    this.#bell.ring();
  }

  async #round(): Promise<number> {
    const { logger, mayRead } = this.parts;
    try {
      // One sleep in a round: a ring that ends it may be the last.
      if (!mayRead()) {
        await this.#bell.sleep(this.settings.again.firstMs);
        return 0;
      }
      if (await this.#turn()) return 0;
      const ms = (await this.parts.readBacks.msUntilDue(this.parts.target)) ?? this.settings.idleMs;
      await this.#bell.sleep(Math.min(Math.max(ms, shortestSleepMs), this.settings.idleMs));
    } catch (error) {
      logger.error('reading back failed', { error });
      await this.#bell.sleep(afterErrorMs);
    }
    return 0;
  }

  /** Whether there may be more at once. */
  async #turn(): Promise<boolean> {
    const { target, readBacks } = this.parts;
    const { atOnce, leaseMs } = this.settings;
    const { lease, records } = await readBacks.claim(target, atOnce, leaseMs);
    if (records.length === 0) return false;
    const answers = await this.#answers(records);
    const compared: Compared[] = [];
    const later: DueReadBack[] = [];
    for (const [index, record] of records.entries()) {
      const found = this.#compare(record, answers?.[index]);
      if (found === undefined) later.push(record);
      else compared.push(found);
    }
    await this.#settle(lease, compared, later);
    return answers !== undefined && records.length === atOnce;
  }

  /** Undefined where the target did not answer. */
  async #answers(records: readonly DueReadBack[]): Promise<readonly EntryAnswer[] | undefined> {
    try {
      return await this.parts.read(records.map(({ place }) => place));
    } catch (error) {
      if (!(error instanceof TargetFault)) throw error;
      this.parts.logger.debug('records could not be read back', { reason: error.fault.name });
      return undefined;
    }
  }

  /** Undefined where nothing is known: it is read again later. */
  #compare(record: DueReadBack, answer: EntryAnswer | undefined): Compared | undefined {
    if (answer === undefined) return undefined;
    const isMissing = notThere.has(answer.status) && record.attempts + 1 >= this.settings.mostMissing;
    const isThere = answer.status === 200 && answer.resource !== undefined;
    if (!isMissing && !isThere) return undefined;
    const version = isThere ? answer.version : null;
    return {
      record,
      differences: differencesOf(parsedRecord(record.sent), isThere ? answer.resource : undefined),
      changedSince: version !== null && record.serverVersion !== null && version !== record.serverVersion,
    };
  }

  async #settle(lease: string, compared: readonly Compared[], unread: readonly DueReadBack[]): Promise<void> {
    const { target, readBacks, metrics } = this.parts;
    const later = [...unread];
    if (compared.length > 0) {
      const result = await readBacks.compared(target, lease, compared);
      metrics.compared(target, result.compared);
      later.push(...result.inDoubt);
      if (result.lost.length > 0) {
        this.parts.logger.warn('records lost a meaning on the server', { count: result.lost.length });
        this.parts.lost?.(result.lost);
      }
    }
    if (later.length === 0) return;
    metrics.postponed(target, later.length);
    const told = later.map(({ key, attempts }) => ({ key, delayMs: backOffMs(attempts + 1, this.settings.again) }));
    await readBacks.later(target, lease, told);
  }
}

const shortestSleepMs = 20;
