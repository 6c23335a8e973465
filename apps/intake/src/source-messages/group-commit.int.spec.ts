import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import { describeMessageStore } from '../testing/message-store.contract.js';
import { messageOf } from '../testing/messages.js';
import { bodyKeys, StoreBed } from '../testing/store-bed.js';
import { SourceMessagesRepository } from './source-messages.repository.js';

let bed: StoreBed;
beforeAll(async () => {
  bed = await StoreBed.open();
});
beforeEach(() => bed.empty());
afterAll(() => bed.close());

describeMessageStore(() => bed.openStore());

describe('a message that is taken', () => {
  it('is there with its events when the answer comes', async () => {
    const taking = await bed.openStore().take(messageOf('C1'));
    expect(taking).toEqual({ fate: 'taken', answer: 'AA C1' });
    expect(await bed.kept()).toMatchObject([{ control_id: 'C1' }]);
    const [outbox] = await bed.dataSource.query('SELECT count(*)::int AS rows FROM outbox');
    expect(outbox).toEqual({ rows: 1 });
    expect(bed.offered).toHaveLength(1);
    expect(await bed.counts()).toEqual({ done: 1 });
  });

  it('is sealed: nobody reads it in the table, and it opens byte for byte', async () => {
    const body = Buffer.from([0x4d, 0x53, 0x48, 0x00, 0xff, 0x0d]);
    await bed.openStore().take(messageOf('C1', { body }));
    const [row] = await bed.dataSource.query('SELECT id, body, body_key FROM source_messages');
    expect(row.body_key).toBe('k1');
    expect(row.body.includes(body)).toBe(false);
    expect(await new SourceMessagesRepository(bed.dataSource, bodyKeys).body(row.id)).toEqual(body);
  });

  it('gives its events an id that tells nothing, its place in the order of receipt, and a key that hides the patient', async () => {
    await bed.openStore().take(messageOf('C1'));
    const [event] = bed.offered;
    const [{ id, sequence }] = await bed.dataSource.query('SELECT id, sequence FROM source_messages');
    expect(event).toMatchObject({
      topic: 'procedure-events',
      headers: {
        ce_id: `${id}.1`,
        ce_source: 'urn:ilium:intake:test-site',
        ce_type: 'ilium.score.reported.v1',
        ce_time: '2026-03-12T10:05:00-04:00',
        ce_sequence: sequence,
      },
    });
    expect(String(event?.key)).toMatch(/^[\w-]{22}$/);
    expect(String(sequence)).toMatch(/^\d{1,15}$/);
  });

  it('keeps the id and the order of an event that came as one', async () => {
    const own = { id: 'E-1', source: 'https://ehr.example', sequence: '4711' };
    const { events } = messageOf('C1');
    await bed.openStore().take(messageOf('C1', { events: events.map((event) => ({ ...event, own })) }));
    expect(bed.offered[0]?.headers).toMatchObject({ ce_id: 'E-1', ce_source: own.source, ce_sequence: '4711' });
  });

  it('leaves what people should look at, by place', async () => {
    await bed.openStore().take(messageOf('C1', { events: [], work: [{ reason: 'no-patient', path: 'PID-3' }] }));
    const found = await new SourceMessagesRepository(bed.dataSource, bodyKeys).withWork({ limit: 10 });
    expect(found).toMatchObject([{ controlId: 'C1', work: [{ reason: 'no-patient', path: 'PID-3' }] }]);
  });

  it('may hold what PostgreSQL refuses in a text', async () => {
    await bed.openStore().take(messageOf('C\0\uD800', { sender: '\0', body: Buffer.from('\0') }));
    expect(await bed.kept()).toHaveLength(1);
  });
});

describe('a message that comes again', () => {
  it('gets the same answer, is counted as a duplicate and publishes nothing', async () => {
    const store = bed.openStore();
    await store.take(messageOf('C1'));
    const again = await store.take(messageOf('C1', { answer: 'another one' }));
    expect(again).toEqual({ fate: 'repeat', answer: 'AA C1' });
    expect(await bed.kept()).toHaveLength(1);
    expect(bed.offered).toHaveLength(1);
    expect(await bed.counts()).toEqual({ done: 1, 'skipped:duplicate': 1 });
  });

  it('at the same time as itself is taken once', async () => {
    const store = bed.openStore();
    const takings = await Promise.all(Array.from({ length: 20 }, () => store.take(messageOf('C1'))));
    expect(takings.map(({ fate }) => fate).filter((fate) => fate === 'taken')).toHaveLength(1);
    expect(await bed.counts()).toEqual({ done: 1, 'skipped:duplicate': 19 });
  });

  it('through another instance is taken once as well, and the others of its commit are stored', async () => {
    const [one, other] = [bed.openStore(), bed.openStore()];
    const messages = Array.from({ length: 200 }, (_, index) => messageOf(`C${index}`));
    const takings = await Promise.all([one, other].flatMap((store) => messages.map((message) => store.take(message))));
    expect(takings.filter(({ fate }) => fate === 'taken')).toHaveLength(200);
    expect(await bed.kept()).toHaveLength(200);
    expect(await bed.counts()).toEqual({ done: 200, 'skipped:duplicate': 200 });
  });

  it('with other bytes is refused where its id names it, and the same bytes are a repeat', async () => {
    const store = bed.openStore();
    const named = { identity: 'control-id' } as const;
    await store.take(messageOf('C1', named));
    expect(await store.take(messageOf('C1', { ...named, body: Buffer.from('other') }))).toMatchObject({
      fate: 'other',
    });
    expect(await store.take(messageOf('C1', named))).toMatchObject({ fate: 'repeat' });
    expect(await bed.counts()).toEqual({ done: 1, 'skipped:duplicate': 1 });
  });
});

describe('a message with a receipt', () => {
  const receipt = (index: number) => ({
    id: `00000000-0000-4000-8000-00000000000${index}`,
    sequence: 7_000 + index,
    receivedAt: Date.UTC(2026, 2, 12),
  });

  it('keeps its id, its place in the order, and when it came', async () => {
    await bed.openStore().take(messageOf('C1', { receipt: receipt(1) }));
    expect(await bed.dataSource.query('SELECT id, sequence, received_at FROM source_messages')).toEqual([
      { id: receipt(1).id, sequence: '7001', received_at: new Date(receipt(1).receivedAt) },
    ]);
  });

  it.each(['C1', ''])('may be handed over again: it is kept and counted once (control id "%s")', async (controlId) => {
    const message = messageOf(controlId, { receipt: receipt(1) });
    await bed.openStore().take(message);
    const store = bed.openStore();
    const takings = await Promise.all([store.take(message), store.take(messageOf('C2', { receipt: receipt(2) }))]);
    expect(takings.map(({ fate }) => fate)).toEqual(['taken', 'taken']);
    expect(await bed.kept()).toHaveLength(2);
    expect(await bed.counts()).toEqual({ done: 2 });
  });

  it('handed over again beside a new one, while a commit fails, hides nothing', async () => {
    const message = messageOf('C1', { receipt: receipt(1) });
    await bed.openStore().take(message);
    const store = bed.openStore(20_000);
    await bed.dataSource.query('ALTER TABLE door_counts RENAME TO gone');
    const takings = Promise.all([store.take(message), store.take(messageOf('C2', { receipt: receipt(2) }))]);
    await until('a commit fails', () =>
      Promise.resolve()
        .then(() => store.presence.check())
        .then(
          () => false,
          () => true,
        ),
    );
    await bed.dataSource.query('ALTER TABLE gone RENAME TO door_counts');
    expect((await takings).map(({ fate }) => fate)).toEqual(['taken', 'taken']);
    expect(await bed.kept()).toHaveLength(2);
    expect(await bed.counts()).toEqual({ done: 2 });
  });
});

describe('the order of receipt', () => {
  it('is the order in which messages were handed over', async () => {
    const store = bed.openStore();
    await Promise.all(Array.from({ length: 50 }, (_, index) => store.take(messageOf(`C${index}`))));
    expect((await bed.kept()).map(({ control_id: id }) => id)).toEqual(
      Array.from({ length: 50 }, (_, index) => `C${index}`),
    );
  });

  it('goes on above what the table holds, also in another instance whose clock is behind', async () => {
    await bed.openStore().take(messageOf('C1'));
    await bed.dataSource.query(`UPDATE source_messages SET sequence = 900000000000000`);
    await bed.openStore().take(messageOf('C2'));
    expect(await bed.kept()).toEqual([
      { control_id: 'C1', sequence: '900000000000000' },
      { control_id: 'C2', sequence: '900000000000001' },
    ]);
  });
});

describe('what is only counted', () => {
  it('is counted durably by door, type and reason', async () => {
    const store = bed.openStore();
    const passing = { door: 'test', site: 'test-site', type: 'ADT^A60', fate: 'skipped', reason: 'type' } as const;
    await Promise.all([store.count(passing), store.count(passing), store.count({ ...passing, type: 'a b\0' })]);
    expect(await bed.dataSource.query('SELECT type, count::int FROM door_counts ORDER BY type')).toEqual([
      { type: 'ADT^A60', count: 2 },
      { type: 'other', count: 1 },
    ]);
    expect(await bed.kept()).toEqual([]);
  });
});

it('what Kafka does not take now waits in the table, not in memory', async () => {
  bed.isFull = true;
  await bed.openStore().take(messageOf('C1'));
  expect(bed.offered).toEqual([]);
  expect(await bed.dataSource.query('SELECT count(*)::int AS rows FROM outbox')).toEqual([{ rows: 1 }]);
});
