import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DesiredRecord } from '@ilium/contracts';
import { until } from '../../../../../dev/src/test-environment.js';
import { releaseToldInHl7Sql } from '../../desired/release-sql.js';
import { byIndexSql } from '../../desired/sql.js';
import { Hl7Bed } from '../../testing/hl7-bed.js';
import { drug, injection, painScore } from '../../testing/hl7-records.js';
import { quick, type Instance } from '../../testing/instance.js';
import { waitingForLocks } from '../../testing/waiting-for-locks.js';

jest.setTimeout(60_000);

/** Records are as far as the messages that tell them, from the consumer to the receiver. */

let bed: Hl7Bed;
beforeAll(async () => {
  bed = await Hl7Bed.open();
});
afterAll(() => bed.close());
beforeEach(() => bed.begin());
afterEach(() => bed.end());

/** By their own clock records come back long after a test is over. */
const byTheClock = 600_000;
const slow = {
  idleMs: byTheClock,
  patience: { ...quick.patience, waiting: { firstMs: byTheClock, longestMs: byTheClock } },
};
const start = (): Promise<Instance> => bed.startInstance(slow, { connection: { window: 4 } });

async function all(instance: Instance, records: readonly DesiredRecord[], state: string, reason: string | null = null) {
  for (const { key, revision } of records) {
    await until(`${key} to be ${state}`, () => instance.record(key, 'ehr'), {
      accept: (record) => record.state === state && record.reason === reason && record.revision === revision,
      timeoutMs: 10_000,
    });
  }
}

const refusal = { answers: [{ code: 'AR', text: 'unknown' }] };
const entered = { status: 'entered-in-error' };
const partOf = [{ reference: 'Procedure/p1' }];
const session = [injection('p1'), injection('p2'), drug('d1', 'Procedure/p1')];
const scores = [1, 2].map((value) => painScore(`o${value}`, value, { more: { partOf } }));
const isOfDocument = (message: string) => message.includes('|MDM^');

describe('records that are told in HL7 v2', () => {
  it.each([
    ['at once', 0],
    ['after a while', 100],
  ])('are delivered as soon as the receiver has acknowledged what tells them, %s', async (_, delayMs) => {
    bed.receiver.always = () => ({ delayMs });
    const instance = await start();
    await instance.receive([...session, ...scores]);
    await all(instance, [...session, ...scores], 'delivered');
    expect(bed.receiver.arrived).toHaveLength(3);
  });

  it('are refused as soon as that is, and delivered with the next version of their document', async () => {
    bed.receiver.always = (message) => (isOfDocument(message) ? refusal : undefined);
    const instance = await start();
    await instance.receive([...session, ...scores]);
    await all(instance, [...session, ...scores], 'refused', 'AR; unknown');
    bed.receiver.always = () => undefined;
    const corrected = drug('d1', 'Procedure/p2', { revision: 2, more: { status: 'stopped' } });
    await instance.receive([corrected]);
    await all(instance, [injection('p1'), injection('p2'), corrected, ...scores], 'delivered');
    expect(bed.receiver.arrived).toHaveLength(4);
  });

  it('are not refused any more when what was refused with them is taken back', async () => {
    const instance = await start();
    await instance.receive([injection('p1')]);
    await all(instance, [injection('p1')], 'delivered');
    bed.receiver.always = () => refusal;
    await instance.receive([drug('d1', 'Procedure/p1')]);
    await all(instance, [injection('p1'), drug('d1', 'Procedure/p1')], 'refused', 'AR; unknown');
    const gone = drug('d1', 'Procedure/p1', { revision: 2, more: entered });
    await instance.receive([gone]);
    await all(instance, [injection('p1'), gone], 'delivered');
    expect(bed.receiver.arrived).toHaveLength(2);
  });

  it('are done with when nothing is left to tell of them', async () => {
    await bed.receiver.stop();
    const instance = await start();
    await instance.receive([injection('p1'), drug('d1', 'Procedure/p1')]);
    await all(instance, [drug('d1', 'Procedure/p1')], 'waiting', 'hl7v2-queued');
    const gone = injection('p1', { revision: 2, more: entered });
    await instance.receive([gone]);
    await all(instance, [gone, drug('d1', 'Procedure/p1')], 'delivered');
    expect(bed.receiver.arrived).toEqual([]);
  });

  it('are a person’s as soon as it is found that what tells them can not be written', async () => {
    const instance = await start();
    const unnamed = { subject: { type: 'Patient', identifier: { system: 'urn:oid:9', value: '1' } } };
    const records = [injection('p1', { more: unnamed }), drug('d1', 'Procedure/p1', { more: unnamed })];
    await instance.receive(records);
    await all(instance, records, 'by-hand', 'no-assigner');
    expect(bed.receiver.arrived).toEqual([]);
  });

  it('are as far as a message that is sent once more', async () => {
    const instance = await start();
    await instance.receive(scores);
    await all(instance, scores, 'delivered');
    bed.receiver.always = () => refusal;
    expect(await instance.hl7.replay({ key: 'Observation/o1' })).toBe(1);
    await all(instance, scores.slice(0, 1), 'refused', 'AR; unknown');
    await all(instance, scores.slice(1), 'delivered');
    bed.receiver.always = () => undefined;
    await instance.hl7.replay({ key: 'Observation/o1' });
    await all(instance, scores, 'delivered');
  });

  it('keep no message waiting while somebody else has them', async () => {
    const instance = await start();
    bed.receiver.always = () => ({ isSilent: true });
    await instance.receive(scores.slice(0, 1));
    const [first] = scores;
    await until('the record to wait', () => instance.record(first?.key ?? '', 'ehr'), {
      accept: ({ state }) => state === 'waiting',
    });
    const other = instance.dataSource.createQueryRunner();
    await other.startTransaction();
    try {
      await other.query(`SELECT FROM desired_records WHERE key = 'Observation/o1' FOR UPDATE`);
      bed.receiver.always = () => undefined;
      await until('the lock to be waited for', () => waitingForLocks(instance.dataSource));
      await instance.receive(scores.slice(1));
      await until('the other message to be acknowledged', () => bed.lane.counts(), {
        accept: ({ acknowledged }) => acknowledged === 2,
      });
    } finally {
      await other.rollbackTransaction();
      await other.release();
    }
    await all(instance, scores, 'delivered');
    expect(bed.receiver.taken.size).toBe(2);
  });

  it('are found without a look at all that there is', async () => {
    await bed.dataSource.query(
      `INSERT INTO hl7_outgoing (target, key, revision, seen_revision, patient, is_over, digest, members, state, message, settled_at)
       SELECT 'ehr', 'Procedure/' || n, 1, 1, n, false, '', ARRAY['Procedure/' || n, 'MedicationAdministration/' || n], 'acknowledged', 'MSH', now()
         FROM generate_series(1, 10000) AS n`,
    );
    await bed.dataSource.query(
      `UPDATE hl7_outgoing SET state = 'queued', next_attempt_at = now() WHERE patient::integer % 3 = 0`,
    );
    await bed.dataSource.query(
      `INSERT INTO desired_records (target, key, lane, resource_type, revision, bytes, refers_to, retracted, state)
       SELECT 'ehr', 'MedicationAdministration/' || n, 'hl7v2-out', 'MedicationAdministration', 1, 2, '{}', false, 'delivered'
         FROM generate_series(1, 10000) AS n`,
    );
    await bed.dataSource.query('VACUUM ANALYZE hl7_outgoing, desired_records');
    const plan = await bed.dataSource.transaction(async (manager) => {
      await manager.query(byIndexSql);
      const lines: { 'QUERY PLAN': string }[] = await manager.query(
        `EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) ${releaseToldInHl7Sql}`,
        ['ehr', ['Procedure/7'], [true]],
      );
      return lines.map((line) => line['QUERY PLAN']).join('\n');
    });
    const [, hit, , missed = '0'] = /Buffers: shared hit=(\d+)( read=(\d+))?/.exec(plan) ?? [];
    // The tables have hundreds of pages.
    expect(Number(hit) + Number(missed)).toBeLessThan(100);
  });
});
