import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { done } from '@ilium/contracts';
import { HealthRegistry } from '@ilium/observability';
import {
  createDatabase,
  kafkaBrokers,
  topicPrefix,
  until,
  type TestDatabase,
} from '../../../dev/src/test-environment.js';
import { RetryLater } from './errors.js';
import { Severable } from './testing/severable.js';
import { openDataSource, structured, TestBed } from './testing/test-bed.js';

jest.setTimeout(60_000);

describe('while PostgreSQL is away', () => {
  let database: TestDatabase;
  let bed: TestBed;
  let way: Severable;

  beforeAll(async () => {
    database = await createDatabase();
  });
  beforeEach(async () => {
    await bed?.close();
    way?.close();
    await database.drop();
    database = await createDatabase();
    way = await Severable.to(database.url);
    bed = await TestBed.open({ brokers: kafkaBrokers(), prefix: topicPrefix(), databaseUrl: database.url });
  });
  afterAll(async () => {
    await bed.close();
    way.close();
    await database.drop();
  });

  const messages = (start: string, count: number) =>
    Array.from({ length: count }, (_, index) => structured(`${start}${index}`));

  it('partitions wait, health says why, nothing is parked, and everything is decided once it is back', async () => {
    const health = new HealthRegistry();
    const strategy = await bed.start(undefined, { dataSource: openDataSource(way.url), health });
    await bed.send(messages('before', 30));
    await until('it runs', async () => (await bed.seen()).length === 30);
    way.cut();
    await bed.send(messages('during', 300));
    const reason = await until(
      'health says why it waits',
      async () => (await health.report()).checks['messages']?.reason,
    );
    expect(reason).toMatch(/Partitions wait: /);
    way.mend();
    await until('everything is decided', () => bed.settled(strategy));
    expect(await bed.ledger(strategy)).toMatchObject({ received: 330, done: 330, parked: 0, skipped: 0 });
    expect(await bed.seen()).toHaveLength(330);
    expect((await health.report()).checks['messages']).toEqual({ status: 'up' });
  });

  it('a commit whose answer is lost is found out: nothing is processed twice, nothing is left out', async () => {
    const strategy = await bed.start(
      async (batch) => ({
        ...(await bed.see(batch)),
        publish: batch.messages.map(({ id }) => ({ topic: 'outcome-observations', key: id, value: id, headers: {} })),
      }),
      { dataSource: openDataSource(way.url) },
    );
    await bed.send(messages('first', 10));
    await until('it runs', () => bed.settled(strategy));
    way.loseAnswerTo('COMMIT');
    await bed.send(messages('second', 10));
    await until('everything is decided and published', async () => {
      return (await bed.seen()).length === 20 && (await bed.settled(strategy));
    });
    expect(way.lost).toBe(1);
    expect(await bed.ledger(strategy)).toMatchObject({ received: 20, done: 20, parked: 0, skipped: 0 });
    expect(await bed.read('outcome-observations')).toHaveLength(20);
  });

  it('a handler that needs something else which is away waits the same way', async () => {
    let away = true;
    const health = new HealthRegistry();
    const strategy = await bed.start(
      async (batch) => {
        if (away) throw new RetryLater('The terminology server does not answer.');
        await bed.see(batch);
        return { fates: batch.messages.map(() => done()), publish: [] };
      },
      { health },
    );
    await bed.send(messages('m', 20));
    await until('health says it waits', async () => (await health.report()).checks['messages']?.status === 'down');
    away = false;
    await until('everything is decided', () => bed.settled(strategy));
    expect(await bed.ledger(strategy)).toMatchObject({ received: 20, done: 20, parked: 0 });
  });
});
