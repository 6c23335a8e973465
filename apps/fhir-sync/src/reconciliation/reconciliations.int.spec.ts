import type { DesiredRecord } from '@ilium/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import { likenessOf } from '../lanes/create-only/likeness.js';
import { DeliveryBed } from '../testing/delivery-bed.js';
import type { Instance } from '../testing/instance.js';
import { ReconciliationBed } from '../testing/reconciliation-bed.js';
import { desired } from '../testing/records.js';

jest.setTimeout(30_000);

const tag = { system: 'https://ilium.example/CodeSystem/tag', code: 'ilium' };
const march = { target: 'fhir', from: '2026-03-01', to: '2026-03-31', repair: false };

let bed: DeliveryBed;
let instance: Instance;
let reconciling: ReconciliationBed;
beforeAll(async () => {
  bed = await DeliveryBed.open();
});
beforeEach(async () => {
  await bed.begin();
  instance = await bed.start();
  reconciling = new ReconciliationBed(instance.dataSource, bed.server);
});
afterEach(async () => {
  await reconciling.stop();
  await instance.dataSource.query('TRUNCATE reconciliations, reconciliation_findings');
  await bed.end();
});
afterAll(() => bed.close());

function dated(key: string, day: string | undefined): DesiredRecord {
  const record = desired(key);
  const performed = day === undefined ? {} : { performedDateTime: day };
  return { ...record, resource: { ...record.resource, meta: { tag: [tag] }, ...performed } };
}

/** Eight procedures of March, one of April, one of no day. */
const records = [
  ...Array.from({ length: 8 }, (_, index) => dated(`Procedure/p${index}`, `2026-03-0${index + 1}`)),
  dated('Procedure/april', '2026-04-01'),
  dated('Procedure/undated', undefined),
];

async function deliverAll(): Promise<void> {
  await instance.receive(records);
  await until('the delivery', async () => (await instance.status.summary()).all, {
    accept: ({ byState }) => byState.delivered === records.length,
  });
}

async function done(id: string | undefined) {
  const status = async () => (await reconciling.runs.status(id ?? null, 1))[0];
  return until('the end of the reconciliation', status, { accept: (run) => run?.state === 'done' });
}

function change(key: string, fields: object, isOurVersion = true): void {
  const stored = bed.server.stored.get(key);
  if (stored?.resource === undefined) throw new Error(`There is no ${key}.`);
  const version = isOurVersion ? stored.version : stored.version + 1;
  bed.server.stored.set(key, { version, resource: { ...stored.resource, ...fields } });
}

describe('a reconciliation', () => {
  it('takes the Provenance of our records neither for one of them nor for a double', async () => {
    await instance.stop();
    instance = await bed.start({}, { provenance: { base: 'https://ilium.example' } });
    reconciling = new ReconciliationBed(instance.dataSource, bed.server);
    await deliverAll();
    expect([...bed.server.stored.keys()].filter((key) => key.startsWith('Provenance/'))).toHaveLength(records.length);
    reconciling.start();
    const run = await done(await reconciling.runs.begin(march));
    expect(run).toMatchObject({ lookedAt: 10, total: 10, found: {} });
    expect(reconciling.asked.filter((url) => url.startsWith('Provenance'))).toEqual([]);
  });

  it('finds nothing where the server holds what it should', async () => {
    await deliverAll();
    reconciling.start();
    expect(await done(await reconciling.runs.begin(march))).toMatchObject({
      lookedAt: 10,
      total: 10,
      compared: 9,
      found: {},
      notSearched: [],
    });
    expect(reconciling.asked).not.toContain('Procedure/april');
  });

  it('tells what is missing, what lost a meaning, what others changed, and what nobody knows of', async () => {
    await deliverAll();
    bed.server.stored.delete('Procedure/p1');
    change('Procedure/p2', { status: 'unknown' });
    change('Procedure/p3', { note: undefined, meta: { tag: [tag], source: '#them' } }, false);
    bed.server.stored.set('Procedure/stray', {
      version: 1,
      resource: { resourceType: 'Procedure', id: 'stray', meta: { tag: [tag] } },
    });
    reconciling.start();
    const id = await reconciling.runs.begin(march);
    expect(await done(id)).toMatchObject({ found: { missing: 1, meaning: 1, detail: 1, unknown: 1 }, repaired: 0 });
    const found = await reconciling.runs.findings(id ?? '', '', 10);
    expect(found).toMatchObject([
      { key: 'Procedure/p1', kind: 'missing' },
      { key: 'Procedure/p2', kind: 'meaning', changedBy: 'server', differences: [{ element: 'status' }] },
      {
        key: 'Procedure/p3',
        kind: 'detail',
        changedBy: 'others',
        source: '#them',
        ourVersion: '1',
        serverVersion: '2',
      },
      { key: 'Procedure/stray', kind: 'unknown' },
    ]);
    expect(JSON.stringify(found)).not.toMatch(/completed|unknown"}|urn:oid/);
    expect(await instance.record('Procedure/p2')).toMatchObject({ state: 'delivered' });
  });

  it('tells creates that are under way from what nobody knows of', async () => {
    await deliverAll();
    const subject = { reference: 'Patient/1' };
    const code = { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '27096' }] };
    const there = { resourceType: 'Procedure', meta: { tag: [tag] }, subject, code };
    for (const [id, performedDateTime] of [
      ['created', '2026-03-05T10:05:00-05:00'],
      ['stray', '2026-03-05T11:00:00-05:00'],
    ]) {
      const resource = {
        ...there,
        id: `${id}`,
        subject: { reference: 'https://ehr.example/Patient/1' },
        performedDateTime,
      };
      bed.server.stored.set(`Procedure/${id}`, { version: 1, resource });
    }
    const likeness = likenessOf(JSON.stringify({ ...there, performedDateTime: '2026-03-05T15:05:00Z' }));
    // As the lane create-only leaves it while its request is about.
    await instance.dataSource.query(
      `UPDATE desired_records SET lane = 'create-only', state = 'pending', intent_at = now(), intent_likeness = $1,
              lease_id = gen_random_uuid(), lease_until = now() + interval '1 hour'
        WHERE key = 'Procedure/p5'`,
      [likeness],
    );
    bed.server.stored.delete('Procedure/p5');
    reconciling.start();
    const id = await reconciling.runs.begin(march);
    expect(await done(id)).toMatchObject({ found: { 'under-way': 1, unknown: 1 } });
    expect(await reconciling.runs.findings(id ?? '', '', 10)).toMatchObject([
      { key: 'Procedure/created', kind: 'under-way' },
      { key: 'Procedure/stray', kind: 'unknown' },
    ]);
  });

  it('gives back to the delivery what is missing or means something else, where it is to repair', async () => {
    await deliverAll();
    bed.server.stored.delete('Procedure/p1');
    change('Procedure/p2', { status: 'unknown' });
    change('Procedure/p3', { note: undefined });
    reconciling.start();
    expect(await done(await reconciling.runs.begin({ ...march, repair: true }))).toMatchObject({ repaired: 2 });
    await bed.settled(instance, 'Procedure/p1', 'delivered');
    await bed.settled(instance, 'Procedure/p2', 'delivered');
    expect(bed.server.stored.get('Procedure/p1')?.resource).toMatchObject({ status: 'completed' });
    expect(bed.server.stored.get('Procedure/p2')?.resource).toMatchObject({ status: 'completed' });
    expect(bed.server.stored.get('Procedure/p3')?.version).toBe(1);
    expect(await done(await reconciling.runs.begin(march))).toMatchObject({ found: { detail: 1 } });
  });

  it('says of which types the server could not be searched', async () => {
    await deliverAll();
    reconciling.lens = (answer, url) => (url.includes('?') ? { ...answer, status: 400 } : answer);
    reconciling.start();
    expect(await done(await reconciling.runs.begin(march))).toMatchObject({ notSearched: ['Procedure'] });
  });

  it('goes on where it stood when the target is there again, and says what it waits for', async () => {
    await deliverAll();
    let isAway = true;
    reconciling.lens = (answer, url) => (isAway && url === 'Procedure/p5' ? { ...answer, status: 503 } : answer);
    reconciling.start();
    const id = await reconciling.runs.begin(march);
    const status = async () => (await reconciling.runs.status(id ?? null, 1))[0];
    const waiting = await until('the fault to be told', status, { accept: (run) => run?.reason === 'http-503' });
    expect(waiting).toMatchObject({ state: 'running' });
    isAway = false;
    expect(await done(id)).toMatchObject({ lookedAt: 10, compared: 9, reason: null });
    expect(reconciling.asked.filter((url) => url === 'Procedure/p0')).toHaveLength(1);
  });

  it('is one at a time for a target, is shared by instances, and can be stopped', async () => {
    await deliverAll();
    const id = await reconciling.runs.begin(march);
    expect(await reconciling.runs.begin(march)).toBeUndefined();
    reconciling.start();
    reconciling.start();
    await done(id);
    expect(reconciling.asked.filter((url) => url === 'Procedure/p0')).toHaveLength(1);
    const held = Promise.withResolvers<void>();
    reconciling.lens = async (answer) => {
      await held.promise;
      return answer;
    };
    const next = await reconciling.runs.begin(march);
    expect(await reconciling.runs.cancel(next ?? '')).toBe(true);
    held.resolve();
    expect(await reconciling.runs.status(next ?? null, 1)).toMatchObject([{ state: 'stopped' }]);
    expect(await reconciling.runs.begin(march)).toBeDefined();
  });
});
