import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import { loseOneAnswer, openSilentProxy } from '../testing/database-faults.js';
import { messageOf } from '../testing/messages.js';
import { StoreBed } from '../testing/store-bed.js';
import { StoreAway, type SourceMessage } from './source-message.js';

let bed: StoreBed;
beforeAll(async () => {
  bed = await StoreBed.open();
});
beforeEach(() => bed.empty());
afterAll(() => bed.close());

describe('without a commit nobody is told that a message is there', () => {
  it('a database that does not answer is said in time, and what waits then is stored when it comes back', async () => {
    const store = bed.openStore(600);
    const unlock = await bed.lock('source_messages');
    const [taking] = await Promise.allSettled([store.take(messageOf('C1'))]);
    const [health] = await Promise.allSettled([Promise.resolve().then(() => store.presence.check())]);
    await unlock();
    expect(taking).toMatchObject({ status: 'rejected', reason: expect.any(StoreAway) });
    expect(health).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('PostgreSQL') } });
    await until('the store takes messages again', async () => (await store.take(messageOf('C2'))).fate === 'taken');
    expect(() => store.presence.check()).not.toThrow();
    // The first one may have been committed after all: sent again, it is there once.
    await store.take(messageOf('C1'));
    await store.flushed();
    expect((await bed.kept()).map(({ control_id: id }) => id).sort()).toEqual(['C1', 'C2']);
  });

  it('connections that are cut again and again lose nothing and double nothing', async () => {
    const source = await bed.connect();
    const store = bed.openStore(20_000, source);
    const messages: SourceMessage[] = Array.from({ length: 400 }, (_, index) => messageOf(`C${index}`));
    for (let start = 0; start < messages.length; start += 20) {
      const takings = Promise.all(messages.slice(start, start + 20).map((message) => store.take(message)));
      await bed.cut();
      expect((await takings).map(({ fate }) => fate)).toEqual(Array(20).fill('taken'));
    }
    await source.destroy();
    expect(await bed.kept()).toHaveLength(400);
    expect((await bed.counts())['done']).toBe(400);
  });

  it('a commit whose answer is lost counts once, also what was only counted in it', async () => {
    const source = await bed.connect();
    const store = bed.openStore(5_000, source);
    const passing = { door: 'test', site: 'test-site', type: 'ADT^A60', fate: 'skipped', reason: 'type' } as const;
    await store.take(messageOf('C0'));
    const isLost = loseOneAnswer('write-messages');
    const results = await Promise.all([store.take(messageOf('C1')), store.count(passing), store.take(messageOf('C0'))]);
    await source.destroy();
    expect(isLost()).toBe(true);
    expect([results[0].fate, results[2].fate]).toEqual(['taken', 'repeat']);
    expect(await bed.counts()).toEqual({ done: 2, 'skipped:type': 1, 'skipped:duplicate': 1 });
  });

  it('a count beside a message that was stored in an earlier life is not taken for written', async () => {
    const receipt = { id: '00000000-0000-4000-8000-000000000001', sequence: 7, receivedAt: Date.UTC(2026, 2, 12) };
    const passing = { door: 'test', site: 'test-site', type: 'ADT^A60', fate: 'skipped', reason: 'type' } as const;
    await bed.openStore().take(messageOf('C1', { receipt }));
    const source = await bed.connect();
    const store = bed.openStore(5_000, source);
    await store.take(messageOf('C0'));
    const isLost = loseOneAnswer('write-messages', false);
    await Promise.all([store.take(messageOf('C1', { receipt })), store.count(passing)]);
    await source.destroy();
    expect(isLost()).toBe(true);
    expect(await bed.counts()).toEqual({ done: 2, 'skipped:type': 1 });
  });

  it('a connection that falls silent is left, and another one is taken', async () => {
    const proxy = await openSilentProxy(bed.url);
    const source = await bed.connect(proxy.url);
    const store = bed.openStore(700, source);
    await store.take(messageOf('C1'));
    proxy.silence();
    await expect(store.take(messageOf('C2'))).rejects.toThrow(StoreAway);
    await until('the store takes messages again', async () =>
      store.take(messageOf('C2')).then(
        ({ fate }) => fate !== 'other',
        () => false,
      ),
    );
    expect((await bed.kept()).map(({ control_id: id }) => id)).toEqual(['C1', 'C2']);
    proxy.close();
    await source.destroy();
  });

  it('a database is seen to be back though nobody brings anything, and who watches is told', async () => {
    const store = bed.openStore(600);
    const told: boolean[] = [];
    store.presence.watch((isAway) => void told.push(isAway));
    await bed.dataSource.query('ALTER TABLE outbox RENAME TO gone');
    await expect(store.take(messageOf('C1'))).rejects.toThrow(StoreAway);
    expect(told).toEqual([true]);
    expect(() => store.presence.check()).toThrow('PostgreSQL');
    await bed.dataSource.query('ALTER TABLE gone RENAME TO outbox');
    await until('the store to see that its database is back', () => Promise.resolve(told.length === 2));
    expect(told).toEqual([true, false]);
    expect(() => store.presence.check()).not.toThrow();
    await store.close();
  });

  it('a table that is missing is a fault of the set-up: nobody is told that a message is there or bad', async () => {
    const store = bed.openStore(600);
    await bed.dataSource.query('ALTER TABLE door_counts RENAME TO gone');
    const [taking] = await Promise.allSettled([store.take(messageOf('C1'))]);
    const [health] = await Promise.allSettled([Promise.resolve().then(() => store.presence.check())]);
    await bed.dataSource.query('ALTER TABLE gone RENAME TO door_counts');
    expect(taking).toMatchObject({ status: 'rejected', reason: expect.any(StoreAway) });
    expect(health).toMatchObject({ reason: { message: expect.stringContaining('set-up') } });
    await store.flushed();
    expect((await store.take(messageOf('C1'))).fate).toBe('taken');
  });

  it('one that PostgreSQL refuses for good keeps no other from being stored', async () => {
    const store = bed.openStore();
    const broken = messageOf('broken', { type: '\0' });
    const takings = await Promise.allSettled([messageOf('C1'), broken, messageOf('C2')].map((one) => store.take(one)));
    expect(takings.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await bed.kept()).toHaveLength(2);
  });
});
