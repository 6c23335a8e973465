import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { done, readCloudEvent, type CloudEvent } from '@ilium/contracts';
import { HealthRegistry, Registry } from '@ilium/observability';
import { Controller, type INestMicroservice, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import {
  createDatabase,
  kafkaBrokers,
  topicPrefix,
  until,
  type TestDatabase,
} from '../../../dev/src/test-environment.js';
import { BatchPattern } from './batch-pattern.js';
import type { BatchResult, MessageBatch } from './batch.js';
import { BrokenContract } from './errors.js';
import { KafkaBatchStrategy } from './kafka.strategy.js';
import { structured, TestBed } from './testing/test-bed.js';

jest.setTimeout(60_000);

@Controller()
class EventsConsumer {
  readonly ids: string[] = [];

  @BatchPattern({ topic: 'procedure-events', read: readCloudEvent })
  async consume(@Payload() batch: MessageBatch<CloudEvent>): Promise<BatchResult> {
    if (batch.messages.some(({ id }) => id === 'poison')) throw new TypeError('only the strategy may judge this');
    this.ids.push(...batch.messages.map(({ id }) => id));
    return { fates: batch.messages.map(() => done()), publish: [] };
  }
}

@Module({ controllers: [EventsConsumer] })
class ConsumingModule {}

@Controller()
class SecondConsumer {
  @BatchPattern({ topic: 'procedure-events', read: readCloudEvent })
  consume(): BatchResult {
    return { fates: [], publish: [] };
  }
}

@Module({ controllers: [EventsConsumer, SecondConsumer] })
class QuarrelingModule {}

@Module({})
class EmptyModule {}

describe('a Nest application with @BatchPattern', () => {
  let database: TestDatabase;
  let bed: TestBed;

  beforeAll(async () => {
    database = await createDatabase();
    bed = await TestBed.open({ brokers: kafkaBrokers(), prefix: topicPrefix(), databaseUrl: database.url });
  });
  afterAll(async () => {
    await bed.close();
    await database.drop();
  });

  const strategyOf = (options: { metrics?: Registry; health?: HealthRegistry } = {}) =>
    new KafkaBatchStrategy({
      service: 'nest',
      brokers: kafkaBrokers(),
      topicPrefix: bed.around.prefix,
      dataSource: bed.dataSource,
      ...options,
    });
  const appOf = (module: Type, strategy: KafkaBatchStrategy): Promise<INestMicroservice> =>
    NestFactory.createMicroservice(module, { strategy, logger: false, abortOnError: false });

  it('hands batches to the method, judges its errors itself, and tells health and metrics', async () => {
    const metrics = new Registry();
    const health = new HealthRegistry();
    const strategy = strategyOf({ metrics, health });
    const app = await appOf(ConsumingModule, strategy);
    expect((await health.report()).checks['kafka']).toMatchObject({ status: 'down' });
    await app.listen();
    await bed.send([structured('a'), structured('poison'), structured('b')]);
    await until('everything is decided', () => bed.settled(strategy));
    expect(await bed.ledger(strategy)).toMatchObject({ done: 2, parked: 1, reasons: { 'parked:handler-error': 1 } });
    expect(app.get(EventsConsumer).ids.toSorted()).toEqual(['a', 'b']);
    expect(await health.report()).toMatchObject({ status: 'up' });
    const text = await metrics.metrics();
    expect(text).toContain(`ilium_messages_total{topic="${bed.topic}",fate="done",reason=""} 2`);
    expect(text).toContain('ilium_outbox_sent_total{topic="parked"} 1');
    await app.close();
  });

  it.each([
    ['two handlers of one topic', QuarrelingModule, 'procedure-events has more than one handler'],
    ['no handler', EmptyModule, 'No controller has a method with @BatchPattern'],
  ])('does not start with %s', async (_, module, message) => {
    const app = await appOf(module, strategyOf());
    await expect(app.listen()).rejects.toThrow(message);
  });

  it('crashes on a handler that answers another number of fates, and parks nothing for it', async () => {
    const crashes: Error[] = [];
    await bed.start(async () => ({ fates: [], publish: [] }), {
      service: 'broken',
      crash: (error) => crashes.push(error),
    });
    await bed.send([structured('c')]);
    await until('it crashes', () => crashes.length > 0);
    expect(crashes[0]?.cause).toBeInstanceOf(BrokenContract);
    expect(crashes[0]?.message).toContain('0 fates for');
    const rows: object[] = await bed.dataSource.query(`SELECT 1 FROM inbox WHERE id = 'c'`);
    expect(rows).toEqual([]);
  });
});
