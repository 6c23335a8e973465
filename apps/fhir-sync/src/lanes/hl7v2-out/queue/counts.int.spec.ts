import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Hl7Bed } from '../../../testing/hl7-bed.js';
import { painScore } from '../../../testing/hl7-records.js';
import { countsSql } from './sql.js';

jest.setTimeout(60_000);

let bed: Hl7Bed;
beforeAll(async () => {
  bed = await Hl7Bed.open();
});
afterAll(() => bed.close());
beforeEach(() => bed.begin());
afterEach(() => bed.end());

const none = { queued: 0, sent: 0, acknowledged: 0, refused: 0, 'by-hand': 0, superseded: 0 };

/** Messages of long ago. */
async function keep(count: number): Promise<void> {
  await bed.dataSource.query(
    `INSERT INTO hl7_outgoing (target, key, revision, seen_revision, patient, is_over, digest, members, state, message, settled_at)
     SELECT 'ehr', 'Observation/old' || number, 1, 1, number, false, '', '{}', 'acknowledged', 'MSH', now()
       FROM generate_series(1, $1) AS number`,
    [count],
  );
}

describe('how many messages there are', () => {
  it('is told by state, whatever becomes of them', async () => {
    await keep(40);
    await bed.lane.enqueue([painScore('o1', 7), painScore('o2', 3)]);
    expect(await bed.lane.counts()).toEqual({ ...none, queued: 2, acknowledged: 40 });
    bed.start();
    await bed.settled();
    expect(await bed.lane.counts()).toEqual({ ...none, acknowledged: 42 });
    expect(await bed.lane.replay({ key: 'Observation/o1' })).toBe(1);
    await bed.settled();
    expect(await bed.lane.counts()).toEqual({ ...none, acknowledged: 42 });
    await bed.dataSource.query(`DELETE FROM hl7_outgoing WHERE key LIKE 'Observation/old%'`);
    expect(await bed.lane.counts()).toEqual({ ...none, acknowledged: 2 });
  });

  it('is told without looking at those that were acknowledged', async () => {
    await keep(20_000);
    await bed.dataSource.query('ANALYZE hl7_outgoing');
    const rows: { 'QUERY PLAN': string }[] = await bed.dataSource.query(
      `EXPLAIN (ANALYZE, BUFFERS OFF, TIMING OFF) ${countsSql.replace(/\$1/g, `'ehr'`)}`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('hl7_outgoing_unacknowledged');
    expect(plan).not.toContain('Seq Scan on hl7_outgoing');
    expect(plan).not.toMatch(/actual rows=\d{5}/);
  });
});
