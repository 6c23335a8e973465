import { createMetrics, silentLogger } from '@ilium/observability';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../../../../dev/src/test-environment.js';
import { Hl7Bed, hl7Destination } from '../../../testing/hl7-bed.js';
import { IncomingRecords } from '../../../desired/incoming-records.js';
import { toDesiredRow } from '../../../desired/to-desired-row.js';
import { drug, injection, painScore, takenBack } from '../../../testing/hl7-records.js';
import { Hl7Metrics } from '../hl7-metrics.js';
import { waitingForLocks } from '../../../testing/waiting-for-locks.js';
import { ForgottenMessages } from './forgotten-messages.js';
import { holdLeaseSql } from './sql.js';

jest.setTimeout(60_000);

let bed: Hl7Bed;

beforeAll(async () => {
  bed = await Hl7Bed.open();
});

afterAll(() => bed.close());
beforeEach(() => bed.begin());
afterEach(() => bed.end());

describe('the queue', () => {
  it('tells each score once, however often it comes', async () => {
    await bed.lane.enqueue([painScore('o1', 7)]);
    await bed.lane.enqueue([painScore('o1', 7), painScore('o1', 7)]);
    bed.start();
    await bed.settled();
    await bed.lane.enqueue([painScore('o1', 7)]);
    await bed.lane.enqueue([painScore('o1', 7, { revision: 2 })]);
    await bed.settled();
    expect(bed.results()).toEqual(['1 o1 F 7']);
  });

  it('replaces what was never sent, and corrects what was', async () => {
    await bed.lane.enqueue([painScore('o1', 7)]);
    await bed.lane.enqueue([painScore('o1', 6, { revision: 2 })]);
    bed.start();
    await bed.settled();
    await bed.lane.enqueue([painScore('o1', 5, { revision: 4 })]);
    await bed.lane.enqueue([painScore('o1', 9, { revision: 3 })]);
    await bed.settled();
    await bed.lane.enqueue([takenBack('o1', { revision: 5 })]);
    await bed.settled();
    await bed.lane.enqueue([painScore('o1', 4, { revision: 6 })]);
    await bed.settled();
    expect(bed.results()).toEqual(['1 o1 F 6', '1 o1 C 5', '1 o1 W ', '1 o1 C 4']);
  });

  it('tells of a preliminary score the final one, and only then corrections', async () => {
    bed.start();
    const preliminary = { more: { status: 'preliminary' } };
    for (const [revision, said] of [preliminary, preliminary, {}, {}].entries()) {
      await bed.lane.enqueue([painScore('o1', revision, { revision: revision + 1, ...said })]);
      await bed.settled();
    }
    expect(bed.results()).toEqual(['1 o1 P 0', '1 o1 P 1', '1 o1 F 2', '1 o1 C 3']);
  });

  it('says nothing of what was taken back before it was told', async () => {
    await bed.lane.enqueue([painScore('o1', 7)]);
    await bed.lane.enqueue([takenBack('o1', { revision: 2 })]);
    bed.start();
    expect(await bed.settled()).toMatchObject({ acknowledged: 0 });
    expect(bed.receiver.arrived).toEqual([]);
  });

  it('withdraws a score from the patient that it was wrongly told of, before the right one gets it', async () => {
    bed.start();
    await bed.lane.enqueue([painScore('o1', 7, { of: 'A' })]);
    await bed.settled();
    await bed.lane.enqueue([painScore('o1', 7, { of: 'B', revision: 2 })]);
    await bed.settled();
    expect(bed.results()).toEqual(['A o1 F 7', 'A o1 W ', 'B o1 F 7']);
  });

  it('sees what is being sent while the record goes to another patient', async () => {
    await bed.lane.enqueue([painScore('o1', 7, { of: 'A' })]);
    const sending = bed.dataSource.createQueryRunner();
    await sending.startTransaction();
    await sending.query(`UPDATE hl7_outgoing SET state = 'sent', control_id = 'X', message = 'x', standing = 'new'`);
    const moved = bed.lane.enqueue([painScore('o1', 7, { of: 'B', revision: 2 })]);
    const waiting = `SELECT count(*)::integer AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = $1`;
    await until('the lock to be waited for', () => bed.dataSource.query(waiting, [bed.database.name]), {
      accept: ([row]: { count: number }[]) => row?.count === 1,
    });
    await sending.commitTransaction();
    await sending.release();
    await moved;
    const rows = await bed.dataSource.query('SELECT patient, is_over FROM hl7_outgoing ORDER BY id');
    expect(rows).toEqual(
      ['A', 'A', 'B'].map((of, index) => ({ patient: `urn:oid:1.2.3|${of}`, is_over: index === 1 })),
    );
  });

  it('keeps what nobody can write for a person, and goes on', async () => {
    bed.start();
    await bed.lane.enqueue([
      painScore('o1', 7, { more: { subject: { identifier: { system: 'urn:oid:9', value: '1' } } } }),
      painScore('o2', 7, { more: { valueTime: '10:00:00' } }),
      painScore('o3', 7),
    ]);
    await bed.settled();
    expect(await bed.lane.status('Observation/o1')).toMatchObject([{ state: 'by-hand', reason: 'no-assigner' }]);
    expect(await bed.lane.status('Observation/o2')).toMatchObject([{ state: 'by-hand', reason: 'value' }]);
    expect(bed.results()).toEqual(['1 o3 F 7']);
    await bed.lane.enqueue([painScore('o2', 7, { revision: 2 })]);
    await bed.settled();
    expect(bed.results()).toEqual(['1 o3 F 7', '1 o2 F 7']);
    expect(await bed.lane.counts()).toEqual({
      ...{ queued: 0, sent: 0, acknowledged: 2 },
      ...{ refused: 0, 'by-hand': 1, superseded: 0 },
    });
  });

  it('replays what a receiver lost, with all that was sent of the same records since', async () => {
    bed.start();
    await bed.lane.enqueue([painScore('o1', 7)]);
    await bed.settled();
    const [first] = await bed.lane.status('Observation/o1');
    await bed.lane.enqueue([painScore('o2', 8)]);
    await bed.lane.enqueue([painScore('o1', 6, { revision: 2 })]);
    await bed.settled();
    const told = [...bed.receiver.taken];
    bed.receiver.taken.clear();
    const at = first?.sentAt ?? new Date(0);
    expect(await bed.lane.replay({ from: new Date(at.getTime() - 1), to: new Date(at.getTime() + 1) })).toBe(2);
    await bed.settled();
    expect(bed.results()).toEqual(['1 o1 F 7', '1 o1 C 6']);
    expect(await bed.lane.replay({ key: 'Observation/o2' })).toBe(1);
    await bed.settled();
    expect(new Map(told)).toEqual(bed.receiver.taken);
  });

  it('replays what is on its way as well, behind what is older', async () => {
    bed.start();
    await bed.lane.enqueue([painScore('o1', 7)]);
    await bed.settled();
    bed.receiver.always = () => ({ delayMs: 200 });
    await bed.lane.enqueue([painScore('o1', 6, { revision: 2 })]);
    await until('the correction to arrive', () => bed.receiver.arrived.length === 2);
    const [first, second] = bed.receiver.arrived;
    expect(await bed.lane.replay({ key: 'Observation/o1' })).toBe(2);
    await bed.settled();
    expect(bed.receiver.arrived).toEqual([first, second, first, second]);
    expect(await bed.states('Observation/o1')).toEqual(['acknowledged', 'acknowledged']);
  });

  it('writes no message by what is being replayed at that moment', async () => {
    const queue = bed.queue();
    const lease = '00000000-0000-4000-8000-000000000001';
    await queue.lease(lease, 60_000);
    const claiming = bed.dataSource.createQueryRunner();
    await claiming.startTransaction();
    await claiming.query(holdLeaseSql, ['ehr', lease]);
    const replayed = bed.lane.replay({ key: 'Observation/o1' });
    await until('the replay to wait', () => waitingForLocks(bed.dataSource));
    await claiming.commitTransaction();
    await claiming.release();
    expect(await replayed).toBe(0);
    expect(await queue.lease(lease, 60_000)).toBe(true);
  });

  it('replays the documents of a record that has no messages of its own', async () => {
    const records = [injection('p1'), drug('d1', 'Procedure/p1')];
    const incoming = new IncomingRecords([hl7Destination]);
    const rows = records.map((one) => toDesiredRow({ ...one, site: null }));
    await bed.dataSource.transaction((manager) => incoming.keep(manager, rows));
    await bed.lane.enqueue(records);
    bed.start();
    await bed.settled();
    expect(await bed.lane.replay({ key: 'MedicationAdministration/d1' })).toBe(1);
    await bed.settled();
    expect(bed.receiver.arrived).toHaveLength(2);
  });

  it('says of a record how far the least of its messages is: a refused score is not told by the document that names it', async () => {
    const score = painScore('o1', 7, { more: { partOf: [{ reference: 'Procedure/p1' }] } });
    const records = [injection('p1'), score];
    const incoming = new IncomingRecords([hl7Destination]);
    const rows = records.map((one) => toDesiredRow({ ...one, site: null }));
    await bed.dataSource.transaction((manager) => incoming.keep(manager, rows));
    bed.receiver.script.push({ answers: [{ code: 'AR', text: 'unknown test' }] });
    await bed.lane.enqueue(records);
    bed.start();
    expect(await bed.settled()).toMatchObject({ refused: 1, acknowledged: 1 });
    expect(await bed.lane.latest(['Observation/o1', 'Procedure/p1'])).toEqual(
      new Map([
        ['Observation/o1', { state: 'refused', reason: 'AR; unknown test' }],
        ['Procedure/p1', { state: 'acknowledged', reason: null }],
      ]),
    );
  });

  it('forgets the texts of what was acknowledged long ago, and still knows what was told', async () => {
    bed.start();
    await bed.lane.enqueue([painScore('o1', 7), painScore('o2', 8)]);
    await bed.settled();
    await bed.dataSource.query(`UPDATE hl7_outgoing SET settled_at = now() - interval '91 days' WHERE key LIKE '%o1'`);
    const forgotten = new ForgottenMessages(bed.dataSource, 'ehr', 90, silentLogger);
    expect(await forgotten.forget()).toBe(1);
    expect(await forgotten.forget()).toBe(0);
    expect(await bed.lane.replay({ key: 'Observation/o1' })).toBe(0);
    await bed.lane.enqueue([painScore('o1', 7, { revision: 2 })]);
    await bed.settled();
    expect(bed.receiver.arrived).toHaveLength(2);
    expect(await bed.lane.replay({ key: 'Observation/o2' })).toBe(1);
  });

  it('shows its figures', async () => {
    const registry = createMetrics('test');
    new Hl7Metrics(registry).watch(() => bed.lane.counts());
    await bed.lane.enqueue([painScore('o1', 7)]);
    expect(await registry.metrics()).toMatch(/ilium_hl7_out_messages\{state="queued".*\} 1\n/);
  });
});
