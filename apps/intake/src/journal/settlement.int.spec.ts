import { createSecretKey, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createMetrics } from '@ilium/observability';
import { until } from '../../../../dev/src/test-environment.js';
import type { GroupCommit } from '../source-messages/group-commit.js';
import type { MessageStore } from '../source-messages/source-message.js';
import { openSilentProxy } from '../testing/database-faults.js';
import { messageOf } from '../testing/messages.js';
import { bodyKeys, quiet, StoreBed } from '../testing/store-bed.js';
import { Custody } from './custody.js';
import { createJournalMetrics } from './journal-metrics.js';
import { JournalRows, type JournalRow } from './journal-rows.js';
import type { JournaledMessage } from './received-message.js';
import { Settlement, type Settled, type SettlementOptions } from './settlement.js';

let bed: StoreBed;
let rows: JournalRows;
const open: Settlement[] = [];
const guards: Custody[] = [];
beforeAll(async () => {
  bed = await StoreBed.open();
  rows = new JournalRows(bed.dataSource, bodyKeys, randomUUID());
});
beforeEach(() => bed.empty());
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close(1_000)));
  await Promise.all(guards.splice(0).map((one) => one.stop()));
});
afterAll(() => bed.close());

const keptOf = ({ id, sequence, body }: JournaledMessage, controlId: string) =>
  messageOf(controlId, { receipt: { id, sequence }, body });

/** The body of these messages is their control id. */
const read = (message: JournaledMessage): Settled => {
  const text = message.body.toString();
  if (text === 'broken') throw new RangeError('a defect');
  if (text !== 'skipped') return { kind: 'message', message: keptOf(message, text) };
  const { id, sequence: place } = message;
  const about = { receipt: { id, sequence: place }, door: 'test', site: 'test-site', type: 'ADT^A60' };
  return { kind: 'passing', passing: { ...about, fate: 'skipped', reason: 'type' } };
};

function settlement(changes: Partial<SettlementOptions> = {}): Settlement {
  const one = new Settlement({
    rows,
    store: bed.openStore(),
    read,
    unread: (message) => ({
      ...keptOf(message, ''),
      events: [],
      work: [{ reason: 'not-mapped', path: 'MSH[1]' }],
    }),
    isBusy: () => false,
    logger: quiet,
    metrics: createJournalMetrics(createMetrics('test')),
    ...changes,
  });
  open.push(one);
  return one;
}

let sequence = 0;

function rowOf(...texts: string[]): JournalRow {
  const messages = texts.map((text) => ({
    ...{ site: 'test-site', door: 'test', receivedAt: Date.now() },
    ...{ id: randomUUID(), sequence: (sequence += 1), body: Buffer.from(text) },
  }));
  return { id: messages[0]?.id ?? '', sequence, messages };
}

/** A row as the journal has committed it. */
async function written(...texts: string[]): Promise<JournalRow> {
  const row = rowOf(...texts);
  await rows.insert(row);
  return row;
}

let looksAtLocks = 0;

const inJournal = async () => (await bed.dataSource.query('SELECT 1 FROM journal')).length;
const keptIds = async () => (await bed.kept()).map(({ control_id: id }) => id);

function custodyOf(own: JournalRows, settling: Settlement): Custody {
  const custody = new Custody({ rows: own, logger: quiet, settle: (row) => settling.offer(row), everyMs: 50 });
  guards.push(custody);
  custody.start();
  return custody;
}

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
    const settling = settlement();
    for (const texts of [['C1', 'C2', 'skipped'], ['C3']]) settling.offer(await written(...texts));
    await settling.flushed();
    expect(await keptIds()).toEqual(['C1', 'C2', 'C3']);
    expect(await bed.counts()).toEqual({ done: 3, 'skipped:type': 1 });
    expect(await inJournal()).toBe(0);
  });

  it('counts the same message again as a duplicate', async () => {
    const settling = settlement();
    settling.offer(await written('C1', 'C1'));
    settling.offer(await written('C1'));
    await settling.flushed();
    expect(await bed.counts()).toEqual({ done: 1, 'skipped:duplicate': 2 });
  });

  it('finds what a crash left, and stores and counts once what was stored before it', async () => {
    const halfDone = await written('C1', 'C2');
    const [first] = halfDone.messages;
    if (first !== undefined) await bed.openStore().take(keptOf(first, 'C1'));
    await written('C3');
    custodyOf(new JournalRows(bed.dataSource, bodyKeys, randomUUID()), settlement());
    await until('the journal to be empty', async () => (await inJournal()) === 0);
    expect(await keptIds()).toEqual(['C1', 'C2', 'C3']);
    expect(await bed.counts()).toEqual({ done: 3 });
  });

  it('by two instances at once stores and counts each once', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, (_, index) => written(`A${index}`, `B${index}`)));
    const both = [settlement(), settlement()];
    for (const one of both) for (const row of all) one.offer(row);
    await Promise.all(both.map((one) => one.flushed()));
    expect(new Set(await keptIds()).size).toBe(60);
    expect(await bed.counts()).toEqual({ done: 60 });
    expect(await inJournal()).toBe(0);
  });

  it('reads from the table again what does not fit into memory', async () => {
    const settling = settlement({ memoryBytes: 3 });
    for (const text of ['C1', 'C2', 'C3']) settling.offer(await written(text));
    await settling.flushed();
    expect(await keptIds()).toEqual(['C1', 'C2', 'C3']);
    expect(await inJournal()).toBe(0);
  });

  it('keeps a message that a defect keeps from being read, as work', async () => {
    const settling = settlement();
    settling.offer(await written('C1', 'broken', 'C2'));
    await settling.flushed();
    expect((await keptIds()).toSorted()).toEqual(['', 'C1', 'C2']);
    expect(await bed.dataSource.query('SELECT reason FROM message_work')).toEqual([{ reason: 'not-mapped' }]);
    expect(await inJournal()).toBe(0);
  });

  it('keeps a message as it came where PostgreSQL refuses what was read out of it', async () => {
    const settling = settlement({
      read: (message) => ({ kind: 'message', message: { ...keptOf(message, 'C1'), type: '\0' } }),
    });
    settling.offer(await written('C1'));
    await settling.flushed();
    expect(await keptIds()).toEqual(['']);
    expect(await inJournal()).toBe(0);
  });

  it('leaves in the journal what can not be stored by any way, says so, and loses no other', async () => {
    const store = bed.openStore();
    const refusing: MessageStore = {
      count: (passing) => store.count(passing),
      take: (message) =>
        message.body.toString() === 'C2' ? Promise.reject(new RangeError('refused')) : store.take(message),
    };
    const settling = settlement({ store: refusing });
    settling.offer(await written('C1', 'C2'));
    settling.offer(await written('C3'));
    await settling.flushed();
    expect(await keptIds()).toEqual(['C1', 'C3']);
    expect(await inJournal()).toBe(1);
    expect(() => settling.check()).toThrow('can not be stored');
  });

  it('waits while the store is away, and goes on when it is back', async () => {
    const store = bed.openStore(300);
    const settling = settlement({ store });
    const unlock = await bed.lock('source_messages');
    settling.offer(await written('C1'));
    settling.offer(await written('C2'));
    await until('the store says that it is away', () => isAway(store));
    await unlock();
    await settling.flushed();
    expect(await keptIds()).toEqual(['C1', 'C2']);
    expect(await bed.counts()).toEqual({ done: 2 });
  });

  it('gives way to busy doors, and no longer than they are busy', async () => {
    let looks = 0;
    const slow = (message: JournaledMessage): Settled => {
      const until = performance.now() + 10;
      while (performance.now() < until);
      return read(message);
    };
    const settling = settlement({ isBusy: () => (looks += 1) < 3, read: slow });
    settling.offer(await written(...Array.from({ length: 10 }, (_, index) => `C${index}`)));
    const since = performance.now();
    await settling.flushed();
    expect(await keptIds()).toHaveLength(10);
    // Of 10 ms of reading nearly a second would be given way.
    expect(performance.now() - since).toBeLessThan(3_000);
  });
});

describe('settling what is in hand twice', () => {
  it('settles a row once that is offered twice', async () => {
    const row = await written('C1', 'C2');
    const settling = settlement();
    settling.offer(row);
    settling.offer(row);
    await settling.flushed();
    expect(await bed.counts()).toEqual({ done: 2 });
  });

  it('settles what was stored before and is read otherwise now', async () => {
    const row = await written('C1');
    const [first] = row.messages;
    if (first !== undefined) await bed.openStore().take(keptOf(first, 'C1'));
    const settling = settlement({
      read: (message) => ({ kind: 'message', message: { ...keptOf(message, 'C1'), events: [] } }),
    });
    settling.offer(row);
    await settling.flushed();
    expect(() => settling.check()).not.toThrow();
    expect(await inJournal()).toBe(0);
    expect(await bed.counts()).toEqual({ done: 1 });
  });

  it('counts once what is counted late', async () => {
    const source = await bed.connect(bed.url, 300);
    const settling = settlement({ store: bed.openStore(600, source) });
    const unlock = await bed.lock('door_counts');
    settling.offer(await written('skipped'));
    await until('some tries to fail', async () => {
      const [row]: { tries: number }[] = await bed.dataSource.query(
        `SELECT count(*)::int AS tries FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%door_counts%'`,
      );
      looksAtLocks += row?.tries ?? 0;
      return looksAtLocks > 20;
    });
    await unlock();
    await settling.flushed();
    expect(await bed.counts()).toEqual({ done: 0, 'skipped:type': 1 });
    await source.destroy();
  });

  it('leaves the rows of an instance that is alive to it, and takes them over when it is gone', async () => {
    const [mine, theirs] = [1, 2].map(() => new JournalRows(bed.dataSource, bodyKeys, randomUUID()));
    if (mine === undefined || theirs === undefined) throw new Error('expected two');
    await theirs.stayAlive(60_000);
    await theirs.insert(rowOf('C1'));
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
    const row = rowOf('OLD');
    await new JournalRows(bed.dataSource, older, randomUUID()).insert(row);
    const keys = new Map(bodyKeys);
    const settling = settlement({ rows: new JournalRows(bed.dataSource, keys, randomUUID()), againMs: 200 });
    settling.offer({ id: row.id, sequence: row.sequence, count: 1, bytes: 100 });
    settling.offer(await written('C1'));
    await settling.flushed();
    expect(await keptIds()).toEqual(['C1']);
    expect(() => settling.check()).toThrow('BODY_KEYS');
    for (const [name, key] of older) keys.set(name, key);
    await until('the row to be settled', async () => (await inJournal()) === 0);
    expect((await keptIds()).toSorted()).toEqual(['C1', 'OLD']);
    expect(() => settling.check()).not.toThrow();
  });
});

describe('how much is in hand', () => {
  it('is bounded, however much a crash left', async () => {
    for (let row = 0; row < 20; row += 1) {
      await rows.insert(rowOf(...Array.from({ length: 200 }, (_, index) => `M${row}-${index}`)));
    }
    const store = bed.openStore();
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
    custodyOf(new JournalRows(bed.dataSource, bodyKeys, randomUUID()), settlement({ store: counting }));
    await until('the journal to be empty', async () => (await inJournal()) === 0, { timeoutMs: 60_000 });
    expect(await keptIds()).toHaveLength(4_000);
    expect(most).toBeLessThanOrEqual(400);
  }, 90_000);
});

describe('a connection that falls silent', () => {
  it('is left, and settling goes on', async () => {
    const proxy = await openSilentProxy(bed.url);
    const far = await bed.connect(proxy.url);
    const settling = settlement({ rows: new JournalRows(far, bodyKeys, randomUUID(), 500), memoryBytes: 0 });
    settling.offer(await written('C1'));
    await settling.flushed();
    proxy.silence();
    settling.offer(await written('C2'));
    await settling.flushed();
    await until('the journal to be empty', async () => (await inJournal()) === 0);
    expect(await keptIds()).toEqual(['C1', 'C2']);
    proxy.close();
    await far.destroy();
  });
});
