import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createMetrics } from '@ilium/observability';
import { until } from '../../../../dev/src/test-environment.js';
import { DoorClock } from '../source-messages/door-clock.js';
import { StoreAway } from '../source-messages/source-message.js';
import { loseOneAnswer } from '../testing/database-faults.js';
import { bodyKeys, quiet, StoreBed } from '../testing/store-bed.js';
import { createJournalMetrics } from './journal-metrics.js';
import { JournalRows, type JournalRow } from './journal-rows.js';
import { Journal } from './journal.js';

let bed: StoreBed;
beforeAll(async () => {
  bed = await StoreBed.open();
});
beforeEach(() => bed.empty());
afterAll(() => bed.close());

function open(withinMs = 5_000) {
  const rows = new JournalRows(bed.dataSource, bodyKeys, randomUUID(), withinMs);
  const metrics = createJournalMetrics(createMetrics('test'));
  const settled: JournalRow[] = [];
  const clock = new DoorClock();
  const journal = new Journal({ rows, clock, logger: quiet, metrics, withinMs, settle: (row) => settled.push(row) });
  return { rows, journal, settled, clock };
}

function received(text: string) {
  return { site: 'riverside', door: 'ehr', peer: '127.0.0.1', receivedAt: 1_790_000_000_000, body: Buffer.from(text) };
}

const inTable = async (): Promise<{ sequence: string; body: Buffer }[]> =>
  await bed.dataSource.query('SELECT sequence, body FROM journal ORDER BY sequence');

describe('the journal', () => {
  it('has a message, sealed, when it may be acknowledged, and hands it on', async () => {
    const { journal, rows, settled } = open();
    await journal.keep(received('MSH|^~\\&|one'));
    await nextTurn();
    const [row] = await inTable();
    expect(row?.body.includes('MSH')).toBe(false);
    expect(settled).toHaveLength(1);
    expect(settled[0]?.messages).toMatchObject([received('MSH|^~\\&|one')]);
    expect(await rows.find(settled)).toEqual({ rows: settled, closed: [] });
    await journal.close();
  });

  it('writes what waits together in one row, in the order of receipt', async () => {
    const { journal, settled } = open();
    const texts = Array.from({ length: 50 }, (_, index) => `message ${index}`);
    await Promise.all(texts.map((text) => journal.keep(received(text))));
    await nextTurn();
    expect((await inTable()).length).toBeLessThan(5);
    const messages = settled.flatMap((row) => row.messages);
    expect(messages.map(({ body }) => body.toString())).toEqual(texts);
    const sequences = messages.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.toSorted((one, other) => one - other));
    expect(new Set(sequences).size).toBe(50);
    await journal.close();
  });

  it('goes on above what journal and table hold, whatever the clock says', async () => {
    const first = open();
    await first.journal.keep(received('one'));
    await bed.dataSource.query('UPDATE journal SET sequence = 900000000000000');
    const second = open();
    await second.journal.keep(received('two'));
    await Promise.all([first.journal.close(), second.journal.close()]);
    expect(second.settled[0]?.sequence).toBe(900_000_000_000_001);
  });

  it('has a row once, where the answer of its commit is lost', async () => {
    const { journal, settled } = open();
    const isLost = loseOneAnswer('write-journal');
    await journal.keep(received('one'));
    await nextTurn();
    expect(isLost()).toBe(true);
    expect(await inTable()).toHaveLength(1);
    expect(settled).toHaveLength(1);
    await journal.close();
  });

  it('says in time that there was no commit, and that there are commits again', async () => {
    const { journal, rows } = open(600);
    const told: boolean[] = [];
    journal.presence.watch((isAway) => void told.push(isAway));
    const unlock = await bed.lock('journal');
    await expect(journal.keep(received('one'))).rejects.toThrow(StoreAway);
    // It can be read all the while: that says nothing of writing.
    await expect(rows.probe()).rejects.toThrow(/timeout/);
    expect(await rows.newest()).toBeGreaterThanOrEqual(0);
    expect(told).toEqual([true]);
    await unlock();
    await until('the journal to see that its database is back', () => Promise.resolve(told.length === 2));
    expect(told).toEqual([true, false]);
    await journal.keep(received('two'));
    await journal.close();
  });

  it('is busy while many messages come, and not for one', async () => {
    const { journal } = open();
    await journal.keep(received('one'));
    expect(journal.isBusy).toBe(false);
    await Promise.all(Array.from({ length: 200 }, (_, index) => journal.keep(received(`message ${index}`))));
    await nextTurn();
    expect(journal.isBusy).toBe(true);
    await journal.close();
  });
});
