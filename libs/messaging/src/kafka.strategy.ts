import { topicBases, topicName, type TopicBase } from '@ilium/contracts';
import { describeError, ExplainedError, Registry, silentLogger, type Logger } from '@ilium/observability';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { KafkaBatchOptions } from './batch-options.js';
import { batchTransport, isBatchPattern } from './batch-pattern.js';
import type { BatchResult, MessageBatch } from './batch.js';
import { createConsumerMetrics } from './consumer-metrics.js';
import { BrokenContract } from './errors.js';
import { GroupConsumer, type TopicHandler } from './group-consumer.js';
import { InboxRetention } from './inbox-retention.js';
import { connectKafka, type Admin } from './kafkajs.js';
import { OutboxSender } from './outbox.sender.js';
import { partitionEnds, verifyTopics, type PartitionEnds } from './topics-admin.js';

/** Nest transport that hands each handler the fresh messages of one partition, inside one transaction. */
export class KafkaBatchStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = batchTransport;
  /** The errors of handlers are judged here; Nest need not log them. */
  override readonly propagatesEventHandlerErrors = true;
  readonly #options: KafkaBatchOptions;
  readonly #logger: Logger;
  readonly #outbox: OutboxSender;
  readonly #retention: InboxRetention;
  #admin: Admin | undefined;
  #consumer: GroupConsumer | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: KafkaBatchOptions) {
    super();
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    this.#outbox = options.outbox ?? new OutboxSender(options);
    const { dataSource, inboxDays = 400 } = options;
    this.#retention = new InboxRetention({ dataSource, days: inboxDays, logger: this.#logger });
    options.health?.add('kafka', () => this.#checkGroup());
    options.health?.add('messages', () => this.#checkPartitions());
  }

  get service(): string {
    return this.#options.service;
  }

  get groupId(): string {
    return this.#options.groupId ?? `${this.#options.topicPrefix}${this.#options.service}`;
  }

  /** What publishes for this service; the application's own transactions may publish through it too. */
  get outbox(): OutboxSender {
    return this.#outbox;
  }

  /** Topics that this service consumes. */
  get topics(): TopicBase[] {
    return topicBases.filter((base) => this.messageHandlers.has(base));
  }

  /** Names of the losses that partitions stopped at: `topic:partition:offset`. */
  get losses(): string[] {
    return this.#consumer?.assignment.losses().map(({ name }) => name) ?? [];
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.#start();
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  }

  /** Finishes what runs, publishes what is committed, leaves the group. */
  close(): Promise<void> {
    this.#closing ??= this.#stop();
    return this.#closing;
  }

  /** The present ends of a topic's partitions. */
  ends(topic: TopicBase): Promise<PartitionEnds[]> {
    if (this.#admin === undefined) throw new ExplainedError('Kafka is not connected yet.', 'NOT_CONNECTED');
    return partitionEnds(this.#admin, this.nameOf(topic));
  }

  /** `procedure-events` → `ilium.procedure-events.v1` */
  nameOf(topic: TopicBase): string {
    return topicName(this.#options.topicPrefix, topic);
  }

  on(): never {
    throw new Error('KafkaBatchStrategy has no events to listen to: look at its health instead');
  }

  unwrap<T>(): T {
    throw new Error('KafkaBatchStrategy keeps its Kafka client to itself: open a producer or read a topic instead');
  }

  async #start(): Promise<void> {
    const { brokers, service, dataSource } = this.#options;
    const handlers = this.#handlersByTopic();
    const kafka = connectKafka({ brokers, clientId: service, logger: this.#logger });
    const admin = kafka.admin();
    await admin.connect();
    this.#admin = admin;
    await verifyTopics(admin, [...handlers.keys(), this.nameOf('parked')]);
    this.#outbox.start();
    this.#retention.start();
    const {
      sessionTimeoutMs = 10_000,
      partitionsAtOnce = 4,
      maxMessages = 1_000,
      maxBytes = 4 * 1024 * 1024,
    } = this.#options;
    const heartbeatMs = Math.min(3_000, sessionTimeoutMs / 4);
    this.#consumer = new GroupConsumer({
      service,
      groupId: this.groupId,
      consumer: kafka.consumer({
        groupId: this.groupId,
        sessionTimeout: sessionTimeoutMs,
        heartbeatInterval: heartbeatMs,
        // How late a resumed partition is noticed: kafkajs sleeps so long when all others are paused or silent.
        maxWaitTimeInMs: 500,
        // Of twelve partitions that are behind, each fetch brings about half of this.
        maxBytesPerPartition: 524_288,
        allowAutoTopicCreation: false,
      }),
      admin,
      dataSource,
      outbox: this.#outbox,
      handlers,
      limits: { maxMessages, maxBytes },
      partitionsAtOnce,
      heartbeatMs,
      acceptedLosses: new Set(this.#options.acceptedLosses),
      logger: this.#logger,
      metrics: createConsumerMetrics(this.#options.metrics ?? new Registry()),
      crash: (error) => this.#crash(error),
    });
    await this.#consumer.start();
  }

  async #stop(): Promise<void> {
    await this.#consumer?.close();
    await this.#retention.stop();
    await this.#outbox.close();
    await this.#admin?.disconnect();
  }

  #handlersByTopic(): Map<string, TopicHandler> {
    const handlers = new Map<string, TopicHandler>();
    for (const [pattern, handler] of this.messageHandlers) {
      const { extras } = handler;
      if (!isBatchPattern(extras)) {
        throw new BrokenContract(`The handler of ${pattern} is no batch handler: decorate it with @BatchPattern.`);
      }
      if (handler.next !== undefined) {
        throw new BrokenContract(`${pattern} has more than one handler: a message has one fate, so a topic has one.`);
      }
      handlers.set(this.nameOf(extras.topic), { read: extras.read, handle: (batch) => this.#handle(handler, batch) });
    }
    if (handlers.size === 0)
      throw new BrokenContract('No controller has a method with @BatchPattern: nothing to consume.');
    return handlers;
  }

  async #handle(handler: MessageHandler, batch: MessageBatch<object>): Promise<BatchResult> {
    const answer: unknown = await handler(batch);
    const result: unknown = await lastValueFrom(this.transformToObservable(answer), { defaultValue: undefined });
    if (!isBatchResult(result)) throw new BrokenContract('A batch handler has to answer { fates, publish }.');
    return result;
  }

  #crash(error: unknown): void {
    this.#logger.fatal('can not go on', { error });
    const { crash = () => process.exit(1) } = this.#options;
    const { name, code, message } = describeError(error);
    crash(new ExplainedError([name, code, message].filter(Boolean).join(' '), 'CRASHED', { cause: error }));
  }

  #checkGroup(): void {
    if (this.#consumer?.isMember !== true) {
      throw new ExplainedError(`Not a member of the group ${this.groupId}, or Kafka does not answer.`, 'NOT_JOINED');
    }
  }

  #checkPartitions(): void {
    const waits = this.#consumer?.assignment.waits() ?? [];
    if (waits.length > 0) throw new ExplainedError(`Partitions wait: ${waits.join(', ')}`, 'WAITING');
    const losses = this.#consumer?.assignment.losses() ?? [];
    if (losses.length === 0) return;
    const named = losses.map(({ name, why }) => `${name} (${why})`).join(', ');
    throw new ExplainedError(
      `Records are gone that were never read: ${named}. To go on without them, set ACCEPT_LOSS to these names, separated by commas.`,
      'LOSS',
    );
  }
}

function isBatchResult(value: unknown): value is BatchResult {
  return (
    typeof value === 'object' &&
    value !== null &&
    'fates' in value &&
    Array.isArray(value.fates) &&
    'publish' in value &&
    Array.isArray(value.publish)
  );
}
