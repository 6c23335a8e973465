import { ExplainedError, type Logger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { backOff } from './back-off.js';
import { describeFault, judge } from './errors.js';
import type { Admin } from './kafkajs.js';
import { readOffsets } from './offsets.js';
import type { Loss, Position } from './partition-state.js';
import { byTopic, Partitions, type TopicPartition } from './partitions.js';
import { findStartingPoint } from './starting-point.js';
import { partitionEnds } from './topics-admin.js';

/** What can be done with a consumer while it runs. */
export interface Steering {
  pause(at: TopicPartition): void;
  resume(at: TopicPartition): void;
  seek(at: TopicPartition, offset: bigint): void;
}

export interface AssignmentOptions {
  readonly groupId: string;
  readonly dataSource: DataSource;
  readonly admin: Pick<Admin, 'fetchTopicOffsets'>;
  readonly acceptedLosses: ReadonlySet<string>;
  readonly steering: Steering;
  readonly logger: Logger;
  readonly crash: (error: unknown) => void;
  /** Waits of a partition that is held up: 200 ms, doubling up to 10 s. */
  readonly firstWaitMs?: number;
}

/**
 * The partitions that this consumer was given. Each is paused until its position is known from the database and proven
 * against the log; it is paused again while something is away; and it stops for good at a loss.
 */
export class Assignment {
  readonly #options: AssignmentOptions;
  readonly #partitions = new Partitions();
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;

  constructor(options: AssignmentOptions) {
    this.#options = options;
  }

  /** A new assignment: what was known of the partitions is void. */
  take(given: readonly TopicPartition[]): void {
    this.#clearTimers();
    this.#partitions.assign(given);
    for (const at of given) this.#options.steering.pause(at);
    for (const [topic, partitions] of byTopic(given)) void this.#check(topic, partitions);
  }

  get epoch(): number {
    return this.#partitions.epoch;
  }

  position(at: TopicPartition): Position | undefined {
    return this.#partitions.position(at);
  }

  move(at: TopicPartition, position: Position): void {
    this.#partitions.move(at, position);
  }

  /** Something was decided: whatever the partition waited for is back. */
  succeeded(at: TopicPartition): void {
    this.#partitions.succeeded(at);
  }

  /** The consumer stands elsewhere than it should, or the log is another: find the position anew. */
  recheck(at: TopicPartition, otherLog = false): void {
    this.#options.steering.pause(at);
    this.#partitions.set(at, { kind: 'checking' });
    void this.#check(at.topic, [at.partition], otherLog);
  }

  /** Something is away: look again after a while. */
  hold(at: TopicPartition, why: string, error?: unknown): void {
    const { steering, logger, firstWaitMs } = this.#options;
    const attempt = this.#partitions.attempt(at);
    const waitMs = Math.round(backOff(attempt, firstWaitMs));
    const { topic, partition } = at;
    logger.warn('partition waits', { topic, partition, attempt, waitMs, ...(error === undefined ? {} : { error }) });
    steering.pause(at);
    this.#partitions.set(at, { kind: 'waiting', why });
    if (this.#closed) return;
    const { epoch } = this.#partitions;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (epoch === this.#partitions.epoch) this.recheck(at);
    }, waitMs);
    this.#timers.add(timer);
  }

  /** Every partition with a position, for commits and lag. */
  reading(): { readonly at: TopicPartition; readonly position: Position }[] {
    return this.#partitions
      .all()
      .flatMap(({ at, state }) => (state.kind === 'reading' ? [{ at, position: state.position }] : []));
  }

  waits(): string[] {
    const whys = this.#partitions.all().flatMap(({ state }) => (state.kind === 'waiting' ? [state.why] : []));
    return [...new Set(whys)];
  }

  losses(): Loss[] {
    return this.#partitions.all().flatMap(({ state }) => (state.kind === 'lost' ? [state.loss] : []));
  }

  held(): { waiting: number; lost: number } {
    const states = this.#partitions.all().map(({ state }) => state.kind);
    return {
      waiting: states.filter((kind) => kind === 'waiting').length,
      lost: states.filter((kind) => kind === 'lost').length,
    };
  }

  close(): void {
    this.#closed = true;
    this.#clearTimers();
  }

  async #check(topic: string, partitions: readonly number[], otherLog = false): Promise<void> {
    const { dataSource, admin, groupId } = this.#options;
    const { epoch } = this.#partitions;
    try {
      // Offsets before ends: until its transaction is over, another member may move the offset past ends read earlier.
      const stored = await readOffsets(dataSource, groupId, topic);
      const ends = new Map((await partitionEnds(admin, topic)).map((end) => [end.partition, end]));
      for (const partition of partitions) {
        const end = ends.get(partition);
        if (end === undefined) throw new ExplainedError(`${topic} has no partition ${partition}.`, 'NO_PARTITION');
        const key = { groupId, topic, partition };
        const start = await findStartingPoint(this.#options, key, stored.get(partition), end, otherLog);
        if (this.#closed || epoch !== this.#partitions.epoch) return;
        this.#begin({ topic, partition }, start);
      }
    } catch (error) {
      if (this.#closed || epoch !== this.#partitions.epoch) return;
      if (judge(error) !== 'retry') this.#options.crash(error);
      for (const partition of partitions) {
        const at = { topic, partition };
        if (this.#partitions.get(at)?.kind === 'checking') this.hold(at, describeFault(error), error);
      }
    }
  }

  #begin(at: TopicPartition, start: Position | Loss): void {
    const { steering, logger } = this.#options;
    if ('why' in start) {
      this.#partitions.set(at, { kind: 'lost', loss: start });
      const { topic, partition } = at;
      logger.error('records are gone that were never read: this partition stops', {
        topic,
        partition,
        reason: start.why,
        operation: `ACCEPT_LOSS=${start.name}`,
      });
      return;
    }
    this.#partitions.set(at, { kind: 'reading', position: start });
    steering.seek(at, start.expected);
    steering.resume(at);
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
