import { readCloudEvent, topicName, type CloudEvent, type TopicBase } from '@ilium/contracts';
import { createDataSource, messagingEntities, messagingMigrations, runMigrations } from '@ilium/persistence';
import type { DataSource } from 'typeorm';
import type { KafkaBatchOptions } from '../batch-options.js';
import { done } from '@ilium/contracts';
import type { BatchResult, MessageBatch } from '../batch.js';
import { KafkaBatchStrategy } from '../kafka.strategy.js';
import { connectKafka } from '../kafkajs.js';
import { readLedger } from '../ledger.js';
import { openProducer, type OutgoingRecord, type RecordProducer } from '../producer.js';
import { readTopic } from '../read-topic.js';
import type { KafkaRecord } from '../record.js';
import { createTopics, withAdmin } from '../topics-admin.js';

export interface Surroundings {
  readonly brokers: readonly string[];
  readonly prefix: string;
  readonly databaseUrl: string;
  readonly partitions?: number;
}

export type Handler = (batch: MessageBatch<CloudEvent>) => Promise<BatchResult>;

/** The door's topic, a service with a table of its own, and what it leaves: for tests of the guarantees. */
export class TestBed {
  readonly topic: string;
  readonly #running = new Set<KafkaBatchStrategy>();
  readonly #dataSources = new Set<DataSource>();

  private constructor(
    readonly around: Surroundings,
    readonly dataSource: DataSource,
    readonly producer: RecordProducer,
  ) {
    this.topic = topicName(around.prefix, 'procedure-events');
  }

  static async open(around: Surroundings): Promise<TestBed> {
    const { brokers, prefix, partitions = 3 } = around;
    await createTopics({ brokers, topicPrefix: prefix, partitions });
    const dataSource = openDataSource(around.databaseUrl);
    await runMigrations(dataSource);
    await dataSource.query(`CREATE TABLE seen (id text, partition integer, "offset" bigint, service text)`);
    return new TestBed(around, dataSource, await openProducer({ brokers }));
  }

  /** Starts a member of the service's group; without a handler it writes down what it sees. */
  async start(handler: Handler = (batch) => this.see(batch), options: Partial<KafkaBatchOptions> = {}) {
    const dataSource = options.dataSource ?? openDataSource(this.around.databaseUrl);
    if (!dataSource.isInitialized) await dataSource.initialize();
    this.#dataSources.add(dataSource);
    const strategy = new KafkaBatchStrategy({
      service: 'tested',
      brokers: this.around.brokers,
      topicPrefix: this.around.prefix,
      dataSource,
      sessionTimeoutMs: 6_000,
      ...options,
    });
    strategy.addHandler('procedure-events', (batch: MessageBatch<CloudEvent>) => handler(batch), true, {
      topic: 'procedure-events' satisfies TopicBase,
      read: readCloudEvent,
    });
    this.#running.add(strategy);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    await strategy.listen((error) => (error === undefined ? resolve() : reject(error)));
    await promise;
    return strategy;
  }

  async stop(strategy: KafkaBatchStrategy): Promise<void> {
    this.#running.delete(strategy);
    await strategy.close();
  }

  /** The handler of most tests: one row for each message, so that a second processing would show. */
  async see({ messages, manager }: MessageBatch<CloudEvent>, service = ''): Promise<BatchResult> {
    await manager.query(`INSERT INTO seen SELECT *, $4 FROM unnest($1::text[], $2::integer[], $3::bigint[])`, [
      messages.map(({ id }) => id),
      messages.map(({ partition }) => partition),
      messages.map(({ offset }) => offset),
      service,
    ]);
    return { fates: messages.map(() => done()), publish: [] };
  }

  async seen(): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(`SELECT id FROM seen ORDER BY id`);
    return rows.map(({ id }) => id);
  }

  send(records: readonly OutgoingRecord[]): Promise<void> {
    return this.producer.send(this.topic, records);
  }

  async read(topic: TopicBase): Promise<KafkaRecord[]> {
    const records: KafkaRecord[] = [];
    await readTopic(this.around, topicName(this.around.prefix, topic), (record) => records.push(record));
    return records;
  }

  /** The ledger of the one topic. */
  async ledger(strategy: KafkaBatchStrategy) {
    const ledger = await readLedger(this.dataSource, strategy);
    const topic = ledger.topics[0];
    if (topic === undefined) throw new Error('The service consumes no topic.');
    return { ...topic, outboxPending: ledger.outboxPending, losses: ledger.losses };
  }

  /** Whether everything that is on the topic is decided, and everything decided is published. */
  async settled(strategy: KafkaBatchStrategy): Promise<boolean> {
    const { lag, outboxPending } = await this.ledger(strategy);
    return lag === 0 && outboxPending === 0;
  }

  admin<T>(work: Parameters<typeof withAdmin<T>>[1]): Promise<T> {
    return withAdmin(this.around, work);
  }

  kafka() {
    return connectKafka(this.around);
  }

  async close(): Promise<void> {
    for (const strategy of this.#running) await strategy.close();
    await this.producer.close();
    for (const dataSource of [...this.#dataSources, this.dataSource]) {
      if (dataSource.isInitialized) await dataSource.destroy();
    }
  }
}

export function openDataSource(url: string): DataSource {
  return createDataSource({
    url,
    entities: messagingEntities,
    migrations: messagingMigrations,
    applicationName: 'messaging-test',
  });
}

/** A CloudEvent in structured mode. */
export function structured(id: string, data: unknown = {}, key = id): OutgoingRecord {
  const event = { specversion: '1.0', id, source: '/test', type: 'test.event.v1', data };
  return { key, value: JSON.stringify(event) };
}
