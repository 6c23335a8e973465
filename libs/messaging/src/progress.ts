import type { Logger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import type { Assignment } from './assignment.js';
import type { ConsumerMetrics } from './consumer-metrics.js';
import type { Admin, Consumer } from './kafkajs.js';
import { moveOffset } from './offsets.js';
import type { TopicPartition } from './partitions.js';
import { partitionEnds } from './topics-admin.js';

export interface ProgressOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly dataSource: DataSource;
  readonly consumer: Pick<Consumer, 'commitOffsets'>;
  readonly admin: Pick<Admin, 'fetchTopicOffsets'>;
  readonly assignment: Assignment;
  readonly metrics: ConsumerMetrics;
  readonly logger: Logger;
}

const beatMs = 1_000;
const beatsPerLook = 10;

/**
 * What is done beside the batches, once a second: Kafka is told the offsets, so that its tools show the lag (nothing is
 * ever resumed from there); stretches without records for us move the stored offset; and the ends of the log are looked
 * at, because a log that is trimmed and then silent sends no batch that would show it.
 */
export class Progress {
  readonly #options: ProgressOptions;
  readonly #committed = new Map<string, bigint>();
  #timer: NodeJS.Timeout | undefined;
  #beats = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(options: ProgressOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.beat().then(() => {
        if (this.#timer !== undefined) this.start();
      });
    }, beatMs);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#running;
  }

  /** Kafka may have another group's word for a partition that comes back to us. */
  forget(): void {
    this.#committed.clear();
  }

  async beat(): Promise<void> {
    this.#beats += 1;
    try {
      await this.#passEmptyStretches();
      await this.commit();
      if (this.#beats % beatsPerLook === 0) await this.#lookAtEnds();
    } catch (error) {
      this.#options.logger.debug('progress not told, trying again', { error });
    }
    const { waiting, lost } = this.#options.assignment.held();
    this.#options.metrics.held(waiting, lost);
  }

  async commit(): Promise<void> {
    const { assignment, consumer } = this.#options;
    const news = assignment.reading().filter(({ at, position }) => this.#committed.get(keyOf(at)) !== position.stored);
    if (news.length === 0) return;
    await consumer.commitOffsets(news.map(({ at, position }) => ({ ...at, offset: String(position.stored) })));
    for (const { at, position } of news) this.#committed.set(keyOf(at), position.stored);
  }

  async #passEmptyStretches(): Promise<void> {
    const { assignment, dataSource, groupId } = this.#options;
    for (const { at, position } of assignment.reading()) {
      const { stored, expected } = position;
      if (expected <= stored) continue;
      await moveOffset(dataSource, { groupId, ...at }, stored, expected, true);
      // Unless a batch has moved it meanwhile.
      if (assignment.position(at) === position) assignment.move(at, { stored: expected, from: expected, expected });
    }
  }

  async #lookAtEnds(): Promise<void> {
    const { topics, admin, assignment, metrics } = this.#options;
    for (const topic of topics) {
      // Positions before ends: a batch may move its position past ends read earlier.
      const stored = new Map(assignment.reading().map(({ at, position }) => [keyOf(at), position.stored]));
      for (const { partition, low, high } of await partitionEnds(admin, topic)) {
        const at = { topic, partition };
        const before = stored.get(keyOf(at));
        const now = assignment.position(at)?.stored;
        if (before === undefined || now === undefined) continue;
        metrics.lag(topic, partition, high - before);
        if (low > now || high < before) assignment.recheck(at);
      }
    }
  }
}

function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}:${partition}`;
}
