import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createMetrics } from '@ilium/observability';
import { until } from '../../../../dev/src/test-environment.js';
import type { GroupCommit } from '../source-messages/group-commit.js';
import type { MessageStore } from '../source-messages/source-message.js';
import { messageOf } from '../testing/messages.js';
import { bodyKeys, quiet, StoreBed } from '../testing/store-bed.js';
import { createJournalMetrics } from './journal-metrics.js';
import { JournalRows, type JournalRow } from './journal-rows.js';
import type { JournaledMessage } from './received-message.js';
import { Settlement, type Settled, type SettlementOptions } from './settlement.js';

let bed: StoreBed;
let rows: JournalRows;
const open: Settlement[] = [];
beforeAll(async () => {
  bed = await StoreBed.open();
  rows = new JournalRows(bed.dataSource, bodyKeys);
});
beforeEach(() => bed.empty());
afterEach(() => Promise.all(open.splice(0).map((one) => one.close(1_000))));
afterAll(() => bed.close());

const keptOf = ({ id, sequence, body }: JournaledMessage, controlId: string) =>
  messageOf(controlId, { receipt: { id, sequence }, body });

/** The body of these messages is their control id. */
const read = (message: JournaledMessage): Settled => {
  const text = message.body.toString();
  if (text === 'broken') throw new RangeError('a defect');
  if (text !== 'skipped') return { kind: 'message', message: keptOf(message, text) };
  const passing = { door: 'test', site: 'test-site', type: 'ADT^A60', fate: 'skipped', reason: 'type' } as const;
  return { kind: 'passing', passing };
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
    sweepMs: 100,
    ...changes,
  });
  open.push(one);
  return one;
}

let sequence = 0;

/** A row as the journal has committed it. */
async function written(...texts: string[]): Promise<JournalRow> {
  const messages = texts.map((text) => ({
    ...{ site: 'test-site', door: 'test', receivedAt: Date.now() },
    ...{ id: randomUUID(), sequence: (sequence += 1), body: Buffer.from(text) },
  }));
  const row = { id: messages[0]?.id ?? '', sequence, messages };
  await rows.insert(row);
  return row;
}

const inJournal = async () => (await bed.dataSource.query('SELECT 1 FROM journal')).length;
const keptIds = async () => (await bed.kept()).map(({ control_id: id }) => id);

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
    settlement().start();
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
    expect(() => settling.check()).toThrow('1 acknowledged message');
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

  it('gives way to busy doors, and settles beside them all the same', async () => {
    const settling = settlement({ isBusy: () => true });
    settling.offer(await written(...Array.from({ length: 20 }, (_, index) => `C${index}`)));
    await settling.flushed();
    expect(await keptIds()).toHaveLength(20);
  });
});
