import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import type { GroupCommit } from '../source-messages/group-commit.js';
import type { MessageStore } from '../source-messages/source-message.js';
import { keptOf, readText, SettlementBed } from '../testing/settlement-bed.js';
import type { JournaledMessage } from './received-message.js';
import type { Settled } from './settlement.js';

let bed: SettlementBed;
beforeAll(async () => {
  bed = await SettlementBed.open();
});
afterEach(() => bed.rest());
afterAll(() => bed.store.close());

async function isAway({ presence }: GroupCommit): Promise<boolean> {
  try {
    presence.check();
    return false;
  } catch {
    return true;
  }
}

describe('settling', () => {
  it('stores each message of a row, in their order, and takes the row out of the journal', async () => {
    const settling = bed.settlement();
    for (const texts of [['C1', 'C2', 'skipped'], ['C3']]) settling.offer(await bed.written(...texts));
    await settling.flushed();
    expect(await bed.keptIds()).toEqual(['C1', 'C2', 'C3']);
    expect(await bed.store.counts()).toEqual({ done: 3, 'skipped:type': 1 });
    expect(await bed.inJournal()).toBe(0);
  });

  it('counts the same message again as a duplicate', async () => {
    const settling = bed.settlement();
    settling.offer(await bed.written('C1', 'C1'));
    settling.offer(await bed.written('C1'));
    await settling.flushed();
    expect(await bed.store.counts()).toEqual({ done: 1, 'skipped:duplicate': 2 });
  });

  it('finds what a crash left, and stores and counts once what was stored before it', async () => {
    const halfDone = await bed.written('C1', 'C2');
    const [first] = halfDone.messages;
    if (first !== undefined) await bed.store.openStore().take(keptOf(first, 'C1'));
    await bed.written('C3');
    bed.guard(bed.settlement());
    await until('the journal to be empty', async () => (await bed.inJournal()) === 0);
    expect(await bed.keptIds()).toEqual(['C1', 'C2', 'C3']);
    expect(await bed.store.counts()).toEqual({ done: 3 });
  });

  it('by two instances at once stores and counts each once', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, (_, index) => bed.written(`A${index}`, `B${index}`)));
    const both = [bed.settlement(), bed.settlement()];
    for (const one of both) for (const row of all) one.offer(row);
    await Promise.all(both.map((one) => one.flushed()));
    expect(new Set(await bed.keptIds()).size).toBe(60);
    expect(await bed.store.counts()).toEqual({ done: 60 });
    expect(await bed.inJournal()).toBe(0);
  });

  it('reads from the table again what does not fit into memory', async () => {
    const settling = bed.settlement({ memoryBytes: 3 });
    for (const text of ['C1', 'C2', 'C3']) settling.offer(await bed.written(text));
    await settling.flushed();
    expect(await bed.keptIds()).toEqual(['C1', 'C2', 'C3']);
    expect(await bed.inJournal()).toBe(0);
  });

  it('keeps a message that a defect keeps from being read, as work', async () => {
    const settling = bed.settlement();
    settling.offer(await bed.written('C1', 'broken', 'C2'));
    await settling.flushed();
    expect((await bed.keptIds()).toSorted()).toEqual(['', 'C1', 'C2']);
    expect(await bed.store.dataSource.query('SELECT reason FROM message_work')).toEqual([{ reason: 'not-mapped' }]);
    expect(await bed.inJournal()).toBe(0);
  });

  it('keeps a message as it came where PostgreSQL refuses what was read out of it', async () => {
    const settling = bed.settlement({
      read: (message) => ({ kind: 'message', message: { ...keptOf(message, 'C1'), type: '\0' } }),
    });
    settling.offer(await bed.written('C1'));
    await settling.flushed();
    expect(await bed.keptIds()).toEqual(['']);
    expect(await bed.inJournal()).toBe(0);
  });

  it('leaves in the journal what can not be stored by any way, says so, and loses no other', async () => {
    const store = bed.store.openStore();
    const refusing: MessageStore = {
      count: (passing) => store.count(passing),
      take: (message) =>
        message.body.toString() === 'C2' ? Promise.reject(new RangeError('refused')) : store.take(message),
    };
    const settling = bed.settlement({ store: refusing });
    settling.offer(await bed.written('C1', 'C2'));
    settling.offer(await bed.written('C3'));
    await settling.flushed();
    expect(await bed.keptIds()).toEqual(['C1', 'C3']);
    expect(await bed.inJournal()).toBe(1);
    expect(() => settling.check()).toThrow('can not be stored');
  });

  it('waits while the store is away, and goes on when it is back', async () => {
    const store = bed.store.openStore(300);
    const settling = bed.settlement({ store });
    const unlock = await bed.store.lock('source_messages');
    settling.offer(await bed.written('C1'));
    settling.offer(await bed.written('C2'));
    await until('the store says that it is away', () => isAway(store));
    await unlock();
    await settling.flushed();
    expect(await bed.keptIds()).toEqual(['C1', 'C2']);
    expect(await bed.store.counts()).toEqual({ done: 2 });
  });

  it('gives way to busy doors, and no longer than they are busy', async () => {
    let looks = 0;
    const slow = (message: JournaledMessage): Settled => {
      const until = performance.now() + 10;
      while (performance.now() < until);
      return readText(message);
    };
    const settling = bed.settlement({ isBusy: () => (looks += 1) < 3, read: slow });
    settling.offer(await bed.written(...Array.from({ length: 10 }, (_, index) => `C${index}`)));
    const since = performance.now();
    await settling.flushed();
    expect(await bed.keptIds()).toHaveLength(10);
    // Of 10 ms of reading nearly a second would be given way.
    expect(performance.now() - since).toBeLessThan(3_000);
  });
});
