import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DesiredRecord } from '@ilium/contracts';
import { silentLogger } from '@ilium/observability';
import { Hl7Bed, hl7Destination } from '../testing/hl7-bed.js';
import { drug, injection, painScore } from '../testing/hl7-records.js';
import { IncomingRecords } from './incoming-records.js';
import { StoredRoutes } from './route-stored.js';
import type { Destination } from './routes.js';
import { toDesiredRow } from './to-desired-row.js';

jest.setTimeout(30_000);

/** The site file is changed while something is on its way, or may be there and nobody knows. */

const goOn = new AbortController().signal;
const toLane = (lanes: Destination['lanes']): Destination => ({ ...hl7Destination, lanes });

let bed: Hl7Bed;
beforeAll(async () => {
  bed = await Hl7Bed.open();
});
afterAll(() => bed.close());
beforeEach(() => bed.dataSource.query('TRUNCATE hl7_outgoing, desired_records, desired_bodies'));

async function keep(lanes: Destination['lanes'], ...records: readonly DesiredRecord[]): Promise<void> {
  const rows = records.map((record) => toDesiredRow({ ...record, site: null }));
  const incoming = new IncomingRecords([toLane(lanes)]);
  await bed.dataSource.transaction((manager) => incoming.keep(manager, rows));
}

function reroute(lanes: Destination['lanes']): Promise<boolean> {
  return new StoredRoutes(bed.dataSource, silentLogger).reroute(toLane(lanes), goOn);
}

async function lanes(): Promise<unknown> {
  const rows: { key: string; said: string }[] = await bed.dataSource.query(
    `SELECT key, concat_ws(' ', lane, CASE WHEN intent_at IS NOT NULL THEN 'in doubt' END) AS said FROM desired_records ORDER BY key`,
  );
  return Object.fromEntries(rows.map(({ key, said }) => [key, said]));
}

describe('a record that was to be written under an id of ours', () => {
  const diedWith = `lease_id = gen_random_uuid(), lease_until = now() - interval '1 s'`;

  it.each([
    ['was never sent', 'attempts = 0', 'create-only'],
    ['was in hand of an instance that died', diedWith, 'create-only in doubt'],
    ['got no answer', `doubt_until = now() - interval '1 s'`, 'create-only in doubt'],
  ])('and %s is created, after a search where it may be there: %s', async (_what, set, expected) => {
    await keep({}, injection('p1'));
    await bed.dataSource.query(`UPDATE desired_records SET ${set}`);
    await reroute({ usual: 'create-only' });
    expect(await lanes()).toEqual({ 'Procedure/p1': expected });
  });

  it.each([
    ['was never sent', 'attempts = 0', 'document'],
    ['waited for its patient', `state = 'waiting', attempts = 3`, 'document'],
    ['was in hand of an instance that died', diedWith, 'repository'],
    ['got no answer', `doubt_until = now() - interval '1 s'`, 'repository'],
  ])('and %s goes by a lane that can end the doubt: %s', async (_what, set, expected) => {
    await keep({}, injection('p1'));
    await bed.dataSource.query(`UPDATE desired_records SET ${set}`);
    await reroute({ usual: 'document' });
    expect(await lanes()).toEqual({ 'Procedure/p1': expected });
  });
});

describe('a record that was to be told in HL7 v2', () => {
  const hl7 = { usual: 'hl7v2-out' } as const;

  async function messages(): Promise<readonly string[]> {
    const rows: { key: string }[] = await bed.dataSource.query('SELECT key FROM hl7_outgoing ORDER BY key');
    return rows.map(({ key }) => key);
  }

  it('and was not sent goes by the new lane, and its message goes no more', async () => {
    await keep(hl7, painScore('o1', 7));
    await bed.lane.enqueue([painScore('o1', 7)]);
    await reroute({});
    expect(await lanes()).toEqual({ 'Observation/o1': 'repository' });
    expect(await messages()).toEqual([]);
  });

  it.each([
    ['sent', `state = 'sent', control_id = 'X', message = 'MSH'`, 'hl7v2-out', ['Observation/o1']],
    ['refused', `state = 'refused', control_id = 'X', message = 'MSH'`, 'repository', ['Observation/o1']],
    ['superseded', `state = 'superseded', control_id = 'X', message = 'MSH'`, 'repository', ['Observation/o1']],
  ])('and was %s goes by the lane that knows of it', async (_what, set, expected, left) => {
    await keep(hl7, painScore('o1', 7));
    await bed.lane.enqueue([painScore('o1', 7)]);
    await bed.dataSource.query(`UPDATE hl7_outgoing SET ${set}`);
    await reroute({});
    expect(await lanes()).toEqual({ 'Observation/o1': expected });
    expect(await messages()).toEqual(left);
  });

  it('in a document takes it out of the queue; what is left of that is told anew', async () => {
    const course = [injection('p1'), drug('d1', 'Procedure/p1')];
    await keep(hl7, ...course);
    await bed.lane.enqueue(course);
    await bed.dataSource.query(
      `UPDATE desired_records SET state = 'waiting', next_attempt_at = now() + interval '5 min'`,
    );
    await reroute({ MedicationAdministration: 'repository', usual: 'hl7v2-out' });
    expect(await lanes()).toEqual({ 'MedicationAdministration/d1': 'repository', 'Procedure/p1': 'hl7v2-out' });
    expect(await messages()).toEqual([]);
    const due: unknown[] = await bed.dataSource.query(
      'SELECT key FROM desired_records WHERE next_attempt_at <= now() ORDER BY key',
    );
    expect(due).toEqual([{ key: 'MedicationAdministration/d1' }, { key: 'Procedure/p1' }]);
    await bed.lane.enqueue([injection('p1')]);
    const [draft] = await bed.dataSource.query<{ draft: string }[]>('SELECT draft FROM hl7_outgoing');
    expect(draft?.draft).not.toContain('triamcinolone');
  });
});
