import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fhirClient } from '../../testing/fhir-client.js';
import { openFhirBed, type FhirBed } from '../../testing/fhir-bed.js';
import { entry, patient, procedure } from '../fhir-server.samples.js';
import type { WrittenPlan } from './fault-plan.js';

let bed: FhirBed;
let client: ReturnType<typeof fhirClient>;
beforeEach(async () => {
  bed = await openFhirBed();
  client = fhirClient(bed.base);
});
afterEach(() => bed.close());

function meet(fault: WrittenPlan['rules'][number]['fault']): void {
  bed.follow({ rules: [{ fault }] });
}

const stored = (key: string): unknown => {
  const [type = '', id = ''] = key.split('/');
  const json = bed.store.get(type, id)?.versions.at(-1)?.json;
  return json === undefined ? undefined : JSON.parse(json);
};
const statuses = (answered: Awaited<ReturnType<typeof client.get>>) =>
  answered.json.entry?.map(({ response }) => response?.status);
const other = { ...patient, id: 'p2' };
const pair = [entry('PUT', 'Patient/p1', patient), entry('PUT', 'Procedure/x1', procedure)];

describe('a 200 that holds refused entries', () => {
  it.each([
    ['by place', { places: [1] }],
    ['by type', { types: ['Procedure' as const] }],
    ['by key', { keys: ['Procedure/x1'] }],
  ])('refuses them %s; the others hold', async (_how, which) => {
    meet({ kind: 'refused-entries', ...which });
    const answered = await client.bundle('transaction', ...pair, entry('PUT', 'Patient/p2', other));
    expect(answered.status).toBe(200);
    expect(answered.json.type).toBe('transaction-response');
    expect(statuses(answered)).toEqual(['201 Created', '422 Unprocessable Entity', '201 Created']);
    expect(answered.json.entry?.[1]?.response?.outcome).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', expression: ['Bundle.entry[1]'] }],
    });
    expect([stored('Patient/p1'), stored('Procedure/x1'), stored('Patient/p2')]).toEqual([
      expect.anything(),
      undefined,
      expect.anything(),
    ]);
  });

  it('refuses what refers to a refused record with it', async () => {
    meet({ kind: 'refused-entries', keys: ['Patient/p1'], status: 409 });
    const answered = await client.bundle('transaction', ...pair, entry('PUT', 'Patient/p2', other));
    expect(statuses(answered)).toEqual(['409 Conflict', '422 Unprocessable Entity', '201 Created']);
    expect(stored('Procedure/x1')).toBeUndefined();
  });

  it('may be a batch, and a record created by POST', async () => {
    bed.chart({ ...patient, id: 'p1' });
    meet({ kind: 'refused-entries', places: [0] });
    const { id: _id, ...anonymous } = procedure;
    const answered = await client.bundle(
      'batch',
      entry('POST', 'Procedure', anonymous),
      entry('PUT', 'Patient/p2', other),
    );
    expect(statuses(answered)).toEqual(['422 Unprocessable Entity', '201 Created']);
    expect([...bed.store.all('Procedure')]).toEqual([]);
  });

  it('leaves bundles without such an entry alone, and does not count them', async () => {
    meet({ kind: 'refused-entries', types: ['Observation'] });
    expect(statuses(await client.bundle('transaction', ...pair))).toEqual(['201 Created', '201 Created']);
    expect(bed.faults.rules).toMatchObject([{ seen: 0, used: 0 }]);
  });
});

describe('a server without transactions', () => {
  it('refuses them, and runs batches', async () => {
    meet({ kind: 'no-transactions' });
    const refused = await client.bundle('transaction', ...pair);
    expect(refused.status).toBe(405);
    expect(refused.json).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: 'not-supported' }] });
    expect(stored('Patient/p1')).toBeUndefined();
    expect((await client.bundle('batch', ...pair)).status).toBe(200);
    meet({ kind: 'no-transactions', status: 501 });
    expect((await client.bundle('transaction', ...pair)).status).toBe(501);
  });

  it('may run them as batches, each entry for itself', async () => {
    meet({ kind: 'no-transactions', how: 'as-batch' });
    const broken = entry('PUT', 'Procedure/x2', { ...procedure, id: 'x2', status: undefined });
    const answered = await client.bundle('transaction', ...pair, broken);
    expect(answered).toMatchObject({ status: 200, json: { type: 'batch-response' } });
    expect(statuses(answered)).toEqual(['201 Created', '201 Created', '422 Unprocessable Entity']);
    expect(stored('Procedure/x1')).toBeDefined();
  });
});

describe('a server without update-as-create', () => {
  it.each([405, 404] as const)('answers a PUT of an unknown id by %i, and updates what it has', async (status) => {
    meet({ kind: 'no-update-create', status });
    expect((await client.put(patient)).status).toBe(status);
    expect((await client.bundle('transaction', ...pair)).status).toBe(status);
    expect(stored('Patient/p1')).toBeUndefined();
    bed.chart({ ...patient, id: 'p1' });
    expect((await client.put({ ...patient, active: true })).status).toBe(200);
  });
});

describe('a stale version', () => {
  it('is answered by 412, or by what the plan says', async () => {
    bed.chart({ ...patient, id: 'p1' });
    const stale = { 'if-match': 'W/"7"' };
    expect((await client.put(patient, stale)).status).toBe(412);
    meet({ kind: 'stale-version' });
    expect((await client.put(patient, stale)).status).toBe(409);
    expect((await client.bundle('transaction', entry('PUT', 'Patient/p1', patient, { ifMatch: 'W/"7"' }))).status).toBe(
      409,
    );
    meet({ kind: 'stale-version', status: 412 });
    expect((await client.put(patient, stale)).status).toBe(412);
    expect((await client.put(patient, { 'if-match': 'W/"1"' })).status).toBe(200);
  });
});

describe('elements that are dropped silently', () => {
  const whole = {
    ...procedure,
    bodySite: [{ text: 'left' }],
    performedDateTime: '2026-03-12',
    performer: [{ function: { text: 'operator' }, actor: { display: 'Synthetic' } }, { function: { text: 'nurse' } }],
  };

  it('are told as kept, and are not there when read', async () => {
    bed.chart({ ...patient, id: 'p1' });
    meet({
      kind: 'dropped-elements',
      paths: ['Procedure.bodySite', 'Procedure.performed[x]', 'Procedure.performer.function', 'Observation.method'],
    });
    const told = await client.put(whole);
    expect(told.status).toBe(201);
    expect(told.json).toMatchObject({ ...whole, meta: { versionId: '1' } });
    const { json } = await client.get('Procedure/x1');
    expect(json).not.toHaveProperty('bodySite');
    expect(json).not.toHaveProperty('performedDateTime');
    expect(json).toHaveProperty('performer', [{ actor: { display: 'Synthetic' } }]);
    expect((await client.put(whole)).status).toBe(200);
    expect(bed.store.get('Procedure', 'x1')?.versions).toHaveLength(1);
  });

  it('are dropped from bundles as well', async () => {
    meet({ kind: 'dropped-elements', paths: ['Procedure.bodySite'] });
    const answered = await client.bundle('transaction', ...pair.slice(0, 1), entry('PUT', 'Procedure/x1', whole));
    expect(statuses(answered)).toEqual(['201 Created', '201 Created']);
    expect(stored('Procedure/x1')).not.toHaveProperty('bodySite');
  });
});
