import { createSecretKey, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import type { MessageStore } from '../source-messages/source-message.js';
import { openSilentProxy } from '../testing/database-faults.js';
import { keptOf, SettlementBed } from '../testing/settlement-bed.js';
import { bodyKeys } from '../testing/store-bed.js';
import { JournalRows } from './journal-rows.js';

let bed: SettlementBed;
beforeAll(async () => {
  bed = await SettlementBed.open();
});
afterEach(() => bed.rest());
afterAll(() => bed.store.close());

describe('settling what is in hand twice', () => {
  it('settles a row once that is offered twice', async () => {
    const row = await bed.written('C1', 'C2');
    const settling = bed.settlement();
    settling.offer(row);
    settling.offer(row);
    await settling.flushed();
    expect(await bed.store.counts()).toEqual({ done: 2 });
  });

  it('settles what was stored before and is read otherwise now', async () => {
    const row = await bed.written('C1');
    const [first] = row.messages;
    if (first !== undefined) await bed.store.openStore().take(keptOf(first, 'C1'));
    const settling = bed.settlement({
      read: (message) => ({ kind: 'message', message: { ...keptOf(message, 'C1'), events: [] } }),
    });
    settling.offer(row);
    await settling.flushed();
    expect(() => settling.check()).not.toThrow();
    expect(await bed.inJournal()).toBe(0);
    expect(await bed.store.counts()).toEqual({ done: 1 });
  });

  it('counts once what is counted late', async () => {
    const source = await bed.store.connect(bed.store.url, 300);
    const settling = bed.settlement({ store: bed.store.openStore(600, source) });
    const unlock = await bed.store.lock('door_counts');
    let seen = 0;
    settling.offer(await bed.written('skipped'));
    await until('some tries to fail', async () => {
      const [row]: { tries: number }[] = await bed.store.dataSource.query(
        `SELECT count(*)::int AS tries FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      seen += row?.tries ?? 0;
      return seen > 20;
    });
    await unlock();
    await settling.flushed();
    expect(await bed.store.counts()).toEqual({ done: 0, 'skipped:type': 1 });
    await source.destroy();
  });

  it('leaves the rows of an instance that is alive to it, and takes them over when it is gone', async () => {
    const [mine, theirs] = [1, 2].map(() => bed.otherRows());
    if (mine === undefined || theirs === undefined) throw new Error('expected two');
    await theirs.stayAlive(60_000);
    await theirs.insert(bed.rowOf('C1'));
    expect(await mine.claimLeft(10)).toEqual([]);
    await theirs.leave();
    expect(await mine.claimLeft(10)).toMatchObject([{ count: 1 }]);
    await mine.stayAlive(60_000);
    expect(await theirs.claimLeft(10)).toEqual([]);
  });
});

describe('what can not be opened', () => {
  const older = new Map([['k0', createSecretKey(Buffer.alloc(32, 1))]]);

  it('keeps nothing else from being settled, is told of, and is settled once its key is there', async () => {
    const row = bed.rowOf('OLD');
    await bed.otherRows(older).insert(row);
    const keys = new Map(bodyKeys);
    const settling = bed.settlement({ rows: bed.otherRows(keys), againMs: 200 });
    settling.offer({ id: row.id, sequence: row.sequence, count: 1, bytes: 100 });
    settling.offer(await bed.written('C1'));
    await settling.flushed();
    expect(await bed.keptIds()).toEqual(['C1']);
    expect(() => settling.check()).toThrow('BODY_KEYS');
    for (const [name, key] of older) keys.set(name, key);
    await until('the row to be settled', async () => (await bed.inJournal()) === 0);
    expect((await bed.keptIds()).toSorted()).toEqual(['C1', 'OLD']);
    expect(() => settling.check()).not.toThrow();
  });
});

describe('how much is in hand', () => {
  it('is bounded, however much a crash left', async () => {
    for (let row = 0; row < 20; row += 1) {
      await bed.rows.insert(bed.rowOf(...Array.from({ length: 200 }, (_, index) => `M${row}-${index}`)));
    }
    const store = bed.store.openStore();
    let [inHand, most] = [0, 0];
    const counting: MessageStore = {
      count: (passing) => store.count(passing),
      take: async (message) => {
        most = Math.max(most, (inHand += 1));
        const taking = await store.take(message);
        inHand -= 1;
        return taking;
      },
    };
    bed.guard(bed.settlement({ store: counting }));
    await until('the journal to be empty', async () => (await bed.inJournal()) === 0, { timeoutMs: 60_000 });
    expect(await bed.keptIds()).toHaveLength(4_000);
    expect(most).toBeLessThanOrEqual(400);
  }, 90_000);
});

describe('a connection that falls silent', () => {
  it('is left, and settling goes on', async () => {
    const proxy = await openSilentProxy(bed.store.url);
    const far = await bed.store.connect(proxy.url);
    const settling = bed.settlement({ rows: new JournalRows(far, bodyKeys, randomUUID(), 500), memoryBytes: 0 });
    settling.offer(await bed.written('C1'));
    await settling.flushed();
    proxy.silence();
    settling.offer(await bed.written('C2'));
    await settling.flushed();
    await until('the journal to be empty', async () => (await bed.inJournal()) === 0);
    expect(await bed.keptIds()).toEqual(['C1', 'C2']);
    proxy.close();
    await far.destroy();
  });
});
