import { createMetrics, silentLogger } from '@ilium/observability';
import { createDataSource, runMigrations } from '@ilium/persistence';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDatabase, until, type TestDatabase } from '../../../../../dev/src/test-environment.js';
import { entities, migrations } from '../../database.js';
import { DesiredRecordsRepository } from '../../desired/desired-records.repository.js';
import { toDesiredRow } from '../../desired/to-desired-row.js';
import { drug, injection, painScore, takenBack, writer } from '../../testing/hl7-records.js';
import { only } from '../../testing/hl7-reader.js';
import { ScriptedMllpReceiver, type Deed } from '../../testing/scripted-mllp-receiver.js';
import { Hl7Metrics } from './hl7-metrics.js';
import { Hl7v2OutLane } from './hl7v2-out-lane.js';
import { SendingQueue } from './queue/sending-queue.js';
import { Hl7Sender, type SenderSettings } from './send/sender.js';

jest.setTimeout(60_000);

const secret = 'a secret of the test, long enough';
let database: TestDatabase;
let dataSource: DataSource;
let receiver: ScriptedMllpReceiver;
let lane: Hl7v2OutLane;
const senders: Hl7Sender[] = [];
let unmatched = 0;

beforeAll(async () => {
  database = await createDatabase();
  dataSource = createDataSource({ url: database.url, entities, migrations, applicationName: 'hl7v2-out test' });
  await runMigrations(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  unmatched = 0;
  receiver = new ScriptedMllpReceiver();
  await receiver.start();
  lane = new Hl7v2OutLane(dataSource, 'ehr', writer.timeZone, () => {
    for (const sender of senders) sender.wake();
  });
});

afterEach(async () => {
  await Promise.all(senders.splice(0).map((sender) => sender.stop()));
  await receiver.stop();
  await dataSource.query('TRUNCATE hl7_outgoing, hl7_senders, desired_records, desired_bodies');
});

interface Wishes {
  readonly settings?: Partial<SenderSettings>;
  readonly connection?: Partial<SenderSettings['connection']>;
}

function senderSettings({ settings, connection }: Wishes): SenderSettings {
  return {
    connection: { port: receiver.port, answerMs: 300, window: 1, ...connection },
    leaseMs: 900,
    idleMs: 50,
    pause: { firstMs: 10, longestMs: 50 },
    patience: { firstMs: 10, longestMs: 50, mostErrors: 3 },
    stopWithinMs: 2_000,
    ...settings,
  };
}

function sendingQueue(): SendingQueue {
  return new SendingQueue(dataSource, 'ehr', secret, writer);
}

function start(wishes: Wishes = {}): Hl7Sender {
  const count = () => undefined;
  const parts = {
    queue: sendingQueue(),
    logger: silentLogger,
    count,
    unmatched: (more: number) => (unmatched += more),
  };
  const sender = new Hl7Sender(parts, senderSettings(wishes));
  senders.push(sender);
  sender.start();
  return sender;
}

/** Waits until nothing is open. */
function settled() {
  return until('all to be settled', () => lane.counts(), {
    accept: ({ queued, sent }) => queued + sent === 0,
    timeoutMs: 20_000,
  });
}

/** What the receiver holds, as key, OBX-11 and value, in order. */
function results(): readonly string[] {
  return [...receiver.taken.values()].map((message) => {
    const obx = only(message, 'OBX');
    return [only(message, 'PID').text(3), only(message, 'OBR').text(3), obx.text(11), obx.text(5)].join(' ');
  });
}

async function stateOf(key: string): Promise<readonly string[]> {
  return (await lane.status(key)).map(({ state }) => state);
}

describe('the queue', () => {
  it('tells each score once, however often it comes', async () => {
    await lane.enqueue([painScore('o1', 7)]);
    await lane.enqueue([painScore('o1', 7), painScore('o1', 7)]);
    start();
    await settled();
    await lane.enqueue([painScore('o1', 7)]);
    await lane.enqueue([painScore('o1', 7, { revision: 2 })]);
    await settled();
    expect(results()).toEqual(['1 o1 F 7']);
  });

  it('replaces what was never sent, and corrects what was', async () => {
    await lane.enqueue([painScore('o1', 7)]);
    await lane.enqueue([painScore('o1', 6, { revision: 2 })]);
    start();
    await settled();
    await lane.enqueue([painScore('o1', 5, { revision: 4 })]);
    await lane.enqueue([painScore('o1', 9, { revision: 3 })]);
    await settled();
    await lane.enqueue([takenBack('o1', { revision: 5 })]);
    await settled();
    await lane.enqueue([painScore('o1', 4, { revision: 6 })]);
    await settled();
    expect(results()).toEqual(['1 o1 F 6', '1 o1 C 5', '1 o1 W ', '1 o1 C 4']);
  });

  it('says nothing of what was taken back before it was told', async () => {
    await lane.enqueue([painScore('o1', 7)]);
    await lane.enqueue([takenBack('o1', { revision: 2 })]);
    start();
    expect(await settled()).toMatchObject({ acknowledged: 0 });
    expect(receiver.arrived).toEqual([]);
  });

  it('withdraws a score from the patient that it was wrongly told of, before the right one gets it', async () => {
    start();
    await lane.enqueue([painScore('o1', 7, { of: 'A' })]);
    await settled();
    await lane.enqueue([painScore('o1', 7, { of: 'B', revision: 2 })]);
    await settled();
    expect(results()).toEqual(['A o1 F 7', 'A o1 W ', 'B o1 F 7']);
  });

  it('sees what is being sent while the record goes to another patient', async () => {
    await lane.enqueue([painScore('o1', 7, { of: 'A' })]);
    const sending = dataSource.createQueryRunner();
    await sending.startTransaction();
    await sending.query(`UPDATE hl7_outgoing SET state = 'sent', control_id = 'X', message = 'x', standing = 'new'`);
    const moved = lane.enqueue([painScore('o1', 7, { of: 'B', revision: 2 })]);
    const waiting = `SELECT count(*)::integer AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = $1`;
    await until('the lock to be waited for', () => dataSource.query(waiting, [database.name]), {
      accept: ([row]: { count: number }[]) => row?.count === 1,
    });
    await sending.commitTransaction();
    await sending.release();
    await moved;
    const rows = await dataSource.query('SELECT patient, is_over FROM hl7_outgoing ORDER BY id');
    expect(rows).toEqual(
      ['A', 'A', 'B'].map((of, index) => ({ patient: `urn:oid:1.2.3|${of}`, is_over: index === 1 })),
    );
  });

  it('keeps what nobody can write for a person, and goes on', async () => {
    start();
    await lane.enqueue([
      painScore('o1', 7, { more: { subject: { identifier: { system: 'urn:oid:9', value: '1' } } } }),
      painScore('o2', 7, { more: { valueTime: '10:00:00' } }),
      painScore('o3', 7),
    ]);
    await settled();
    expect(await lane.status('Observation/o1')).toMatchObject([{ state: 'by-hand', reason: 'no-assigner' }]);
    expect(await lane.status('Observation/o2')).toMatchObject([{ state: 'by-hand', reason: 'value' }]);
    expect(results()).toEqual(['1 o3 F 7']);
    await lane.enqueue([painScore('o2', 7, { revision: 2 })]);
    await settled();
    expect(results()).toEqual(['1 o3 F 7', '1 o2 F 7']);
    expect(await lane.counts()).toEqual({ queued: 0, sent: 0, acknowledged: 2, refused: 0, 'by-hand': 1 });
  });

  it('replays what a receiver lost, with all that was sent of the same records since', async () => {
    start();
    await lane.enqueue([painScore('o1', 7)]);
    await settled();
    const [first] = await lane.status('Observation/o1');
    await lane.enqueue([painScore('o2', 8)]);
    await lane.enqueue([painScore('o1', 6, { revision: 2 })]);
    await settled();
    const told = [...receiver.taken];
    receiver.taken.clear();
    const at = first?.sentAt ?? new Date(0);
    expect(await lane.replay({ from: new Date(at.getTime() - 1), to: new Date(at.getTime() + 1) })).toBe(2);
    await settled();
    expect(results()).toEqual(['1 o1 F 7', '1 o1 C 6']);
    expect(await lane.replay({ key: 'Observation/o2' })).toBe(1);
    await settled();
    expect(new Map(told)).toEqual(receiver.taken);
  });

  it('shows its figures', async () => {
    const registry = createMetrics('test');
    new Hl7Metrics(registry).watch(() => lane.counts());
    await lane.enqueue([painScore('o1', 7)]);
    expect(await registry.metrics()).toMatch(/ilium_hl7_out_messages\{state="queued".*\} 1\n/);
  });
});

describe('the document of a session', () => {
  /** MSH-9.2, TXA-12 and TXA-13. */
  function documents(): readonly string[] {
    return [...receiver.taken.values()].map((message) => {
      const txa = only(message, 'TXA');
      return [only(message, 'PID').text(3), only(message, 'MSH').text(9, 2), txa.text(12), txa.text(13)]
        .join(' ')
        .trim();
    });
  }

  async function known(...records: readonly ReturnType<typeof painScore>[]): Promise<void> {
    const repository = new DesiredRecordsRepository(dataSource);
    await dataSource.transaction((manager) => repository.keep(manager, records.map(toDesiredRow)));
    await lane.enqueue(records);
    await settled();
  }

  it('is one for all its joints and drugs, replaced by what is known later, and cancelled at the end', async () => {
    start();
    await known(injection('p1'), injection('p2'));
    await known(drug('d1', 'Procedure/p2', { revision: 2 }));
    await known(drug('d1', 'Procedure/p2', { revision: 2 }));
    await known(injection('p1', { revision: 3, more: { status: 'entered-in-error' } }));
    await known(injection('p2', { revision: 4, more: { status: 'entered-in-error' } }));
    expect(documents()).toEqual(['1 T02 p1-1', '1 T10 p1-2 p1-1', '1 T10 p1-3 p1-2', '1 T11 p1-3']);
    expect([...receiver.taken.values()][1]).toContain('triamcinolone');
    expect(await stateOf('Procedure/p2')).toHaveLength(4);
  });

  it('of a procedure that goes to another patient goes with it', async () => {
    start();
    await known(injection('p1', { of: 'A' }));
    await known(injection('p1', { of: 'B', revision: 2 }));
    expect(documents()).toEqual(['A T02 p1-1', 'A T11 p1-1', 'B T02 p1-2']);
  });

  it('of two sessions stays with each', async () => {
    start();
    await known(injection('p1'), injection('p2', { visit: 'V2' }));
    await known(injection('p2', { visit: 'V1', revision: 2 }));
    expect(documents()).toEqual(['1 T02 p1-1', '1 T02 p2-1', '1 T10 p1-2 p1-1', '1 T11 p2-1']);
  });
});

describe('the sender', () => {
  const scores = (count: number, of: string) =>
    Array.from({ length: count }, (_, index) => painScore(`${of}${10 + index}`, index, { of }));

  it.each([
    ['a late answer', { delayMs: 150 }],
    ['silence', { isSilent: true }],
    ['a connection that is cut before it takes', { cut: 'before' as const }],
    ['a connection that is cut after it took', { cut: 'after' as const }],
    ['an answer to another message', { answers: [{ code: 'AA', of: 'OTHER' }] }],
    ['a refusal of another message', { answers: [{ code: 'AR', of: 'OTHER' }, { code: 'AA' }] }],
    ['two answers', { answers: [{ code: 'AA' }, { code: 'AA' }] }],
    ['a failure, then a success', { answers: [{ code: 'AE', text: 'busy' }] }],
    ['an answer that is none of table 0008', { answers: [{ code: 'XX' }] }],
  ])('gets each message through %s, in order per patient', async (_, deed) => {
    receiver.script.push({}, deed);
    await lane.enqueue([...scores(3, 'A'), ...scores(3, 'B')]);
    start();
    expect(await settled()).toMatchObject({ acknowledged: 6 });
    for (const of of ['A', 'B']) {
      const told = results().filter((result) => result.startsWith(of));
      expect(told).toEqual([0, 1, 2].map((value) => `${of} ${of}${10 + value} F ${value}`));
    }
    expect(receiver.taken.size).toBe(6);
  });

  it('never takes a late acknowledgement of the message before for this one', async () => {
    await lane.enqueue([painScore('o1', 1), painScore('o2', 2)]);
    start();
    await settled();
    const [first] = [...receiver.taken.keys()];
    // Both are answered as the first: the second is not acknowledged by that.
    receiver.script.push({ answers: [{ code: 'AA', of: first ?? '' }], delayMs: 10 });
    await lane.enqueue([painScore('o3', 3)]);
    await until('the answer to be seen', () => receiver.arrived.length === 3);
    expect((await lane.status('Observation/o3')).map(({ state }) => state)).toEqual(['sent']);
    await settled();
    expect(receiver.arrived.at(-1)).toBe(receiver.arrived.at(-2));
    expect(unmatched).toBeGreaterThanOrEqual(1);
  });

  it('keeps a refusal with its reason, and what comes next is no correction of it', async () => {
    receiver.script.push({ answers: [{ code: 'AR', text: 'unknown patient' }] });
    start();
    await lane.enqueue([painScore('o1', 7)]);
    expect(await settled()).toMatchObject({ refused: 1 });
    expect(await lane.status('Observation/o1')).toMatchObject([{ state: 'refused', reason: 'AR; unknown patient' }]);
    await lane.enqueue([painScore('o1', 7, { revision: 2 })]);
    await settled();
    expect(results()).toEqual(['1 o1 F 7']);
    expect(await stateOf('Observation/o1')).toEqual(['refused', 'acknowledged']);
  });

  it('gives up a message that its receiver fails on again and again; other patients do not wait for it', async () => {
    const failure = { answers: [{ code: 'AE', text: 'no room' }] };
    receiver.script.push(failure, {}, failure, failure);
    await lane.enqueue([painScore('o1', 1, { of: 'A' }), painScore('o2', 2, { of: 'B' })]);
    start({ settings: { patience: { firstMs: 100, longestMs: 100, mostErrors: 3 } } });
    expect(await settled()).toMatchObject({ refused: 1, acknowledged: 1 });
    expect(await lane.status('Observation/o1')).toMatchObject([{ attempts: 3, reason: 'AE; no room' }]);
    expect(receiver.arrived[1]).not.toBe(receiver.arrived[0]);
  });

  it('in enhanced mode waits for the application behind the accept acknowledgement', async () => {
    receiver.script.push(
      { answers: [{ code: 'CA' }, { code: 'AR', text: 'no' }] },
      { answers: [{ code: 'CA' }, { code: 'AA' }] },
    );
    receiver.script.push({ answers: [{ code: 'CR' }] }, { answers: [{ code: 'CA' }] });
    start({ connection: { settledBy: 'application' } });
    await lane.enqueue([1, 2, 3, 4].map((value) => painScore(`o${value}`, value)));
    await settled();
    const states = await Promise.all([1, 2, 3, 4].map((value) => stateOf(`Observation/o${value}`)));
    expect(states).toEqual([['refused'], ['acknowledged'], ['refused'], ['acknowledged']]);
    expect(receiver.arrived).toHaveLength(5);
  });

  it('has as many messages in flight as its window says, each of another patient', async () => {
    receiver.script.push(...Array.from({ length: 4 }, () => ({ delayMs: 100 })));
    await lane.enqueue([...scores(2, 'A'), ...scores(2, 'B')]);
    start({ connection: { window: 4 } });
    await until('two to arrive', () => receiver.arrived.length >= 2);
    expect(receiver.arrived).toHaveLength(2);
    await settled();
    expect(receiver.taken.size).toBe(4);
  });

  it('sends nothing while the receiver is away, and all when it is back', async () => {
    await receiver.stop();
    start();
    await lane.enqueue(scores(5, 'A'));
    await until('nothing to be sent', () => lane.counts(), { accept: ({ queued }) => queued === 5 });
    await lane.enqueue([painScore('A10', 9, { of: 'A', revision: 2 })]);
    await receiver.start();
    await settled();
    expect(receiver.arrived).toHaveLength(5);
    expect(results()).toContain('A A10 F 9');
  });

  it('goes on where the receiver is killed in the middle', async () => {
    await lane.enqueue([...scores(20, 'A'), ...scores(20, 'B')]);
    start();
    await until('some to arrive', () => receiver.arrived.length >= 7);
    await receiver.stop();
    await receiver.start();
    expect(await settled()).toMatchObject({ acknowledged: 40 });
    expect(receiver.taken.size).toBe(40);
    expect(results().filter((result) => result.startsWith('A'))).toEqual(
      Array.from({ length: 20 }, (_, index) => `A A${10 + index} F ${index}`),
    );
  });

  it('sends again, byte for byte, what an instance that died had sent', async () => {
    await lane.enqueue([painScore('o1', 7)]);
    const died = sendingQueue();
    const lease = '00000000-0000-4000-8000-000000000001';
    expect(await died.lease(lease, 300)).toBe(true);
    const [sent] = await died.claim(lease, 1);
    await lane.enqueue([painScore('o1', 6, { revision: 2 })]);
    start();
    await settled();
    expect([...receiver.taken.values()][0]).toBe(sent?.text);
    expect(results()).toEqual(['1 o1 F 7', '1 o1 C 6']);
    // Its late knowledge no longer counts.
    const verdict = { state: 'refused', reason: null, errors: 0, againMs: null } as const;
    expect(await died.settle(lease, sent?.id ?? '', verdict)).toBe(false);
    expect(await died.claim(lease, 1)).toEqual([]);
  });

  it('gets all through any faults, with instances that die between sending and knowing', async () => {
    const deeds: readonly Deed[] = [
      {},
      {},
      { delayMs: 20 },
      { cut: 'before' },
      { cut: 'after' },
      { answers: [{ code: 'AA', of: 'OTHER' }], delayMs: 5 },
      { answers: [{ code: 'AE' }] },
      { answers: [{ code: 'AA' }, { code: 'AA' }] },
      { isSilent: true },
    ];
    const wishes = {
      settings: { patience: { firstMs: 5, longestMs: 20, mostErrors: 50 }, leaseMs: 250 },
      connection: { answerMs: 80 },
    };
    receiver.script.push(
      ...Array.from({ length: 90 }, (_, index) => deeds[(index * 7 + index ** 2) % deeds.length] ?? {}),
    );
    const patients = ['A', 'B', 'C', 'D'];
    await lane.enqueue(patients.flatMap((of) => scores(8, of)));
    for (const round of [1, 2, 3]) {
      // An instance takes a message, sends it perhaps, and is gone.
      const died = sendingQueue();
      const lease = `00000000-0000-4000-8000-00000000000${round}`;
      await until('the lease', () => died.lease(lease, 50));
      await died.claim(lease, 2);
      const next = start(wishes);
      await until('progress', () => receiver.taken.size >= round * 5);
      await lane.enqueue(patients.map((of) => painScore(`${of}10`, round, { of, revision: round + 1 })));
      if (round < 3) await next.stop();
    }
    const { acknowledged, refused } = await settled();
    expect(refused).toBe(0);
    expect(receiver.taken.size).toBe(acknowledged);
    for (const of of patients) {
      const told = results().filter((result) => result.startsWith(of));
      expect(told.filter((result) => !result.startsWith(`${of} ${of}10`))).toEqual(
        [1, 2, 3, 4, 5, 6, 7].map((value) => `${of} ${of}${10 + value} F ${value}`),
      );
      expect(told.filter((result) => result.startsWith(`${of} ${of}10`)).at(-1)).toMatch(/ 3$/);
    }
  });

  it('is one of several instances, and another one when that stops', async () => {
    const first = start();
    await lane.enqueue([painScore('o1', 1)]);
    await settled();
    start();
    await lane.enqueue(scores(5, 'A'));
    await settled();
    expect(receiver.connections).toBe(1);
    expect(receiver.arrived).toHaveLength(6);
    await first.stop();
    await lane.enqueue(scores(5, 'B'));
    await settled();
    expect(receiver.connections).toBe(2);
    expect(receiver.arrived).toHaveLength(11);
  });
});
