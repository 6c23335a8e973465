import { describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import { DeliveryBed } from '../testing/delivery-bed.js';
import { desired } from '../testing/records.js';

jest.setTimeout(30_000);

const file = DeliveryBed.ofThisFile();

const coded = { code: { text: 'Injection' } };

/** Without a code, or with an identifier of no system, it has a fault. */
function procedure(key: string, fields: object, shape: Parameters<typeof desired>[1] = {}) {
  const { resource, ...record } = desired(key, shape);
  const { partOf, ...rest } = resource as typeof resource & { partOf: readonly object[] };
  return { ...record, resource: { ...rest, ...(partOf.length === 0 ? {} : { partOf }), ...fields } };
}
const counted = /validation_faults_total\{.*element="Procedure.identifier".*\} 1/;
const nameless = { ...coded, identifier: [{ value: '1' }] };

describe('a record with a fault', () => {
  it('is kept back where the site wants that, with what refers to it; others go', async () => {
    const instance = await file.bed.start({}, { validation: 'block' });
    await instance.receive([
      procedure('Procedure/p1', nameless),
      procedure('Procedure/p2', coded),
      procedure('Procedure/p3', coded, { refersTo: ['Procedure/p1'] }),
    ]);
    expect(await file.bed.settled(instance, 'Procedure/p1', 'refused')).toMatchObject({
      reason: 'validation:Procedure.identifier',
      outcome: { issue: [{ expression: ['Procedure.identifier'], diagnostics: expect.stringContaining('PR1-19') }] },
    });
    await file.bed.settled(instance, 'Procedure/p2', 'delivered');
    await file.bed.settled(instance, 'Procedure/p3', 'waiting');
    expect([...file.bed.server.stored.keys()]).toEqual(['Procedure/p2']);
    await instance.receive([procedure('Procedure/p1', coded, { revision: 2 })]);
    await file.bed.settled(instance, 'Procedure/p3', 'delivered');
  });

  it('is taken back in spite of it', async () => {
    const instance = await file.bed.start({}, { validation: 'block' });
    await instance.receive([procedure('Procedure/p1', nameless, { status: 'entered-in-error' })]);
    expect(await file.bed.settled(instance, 'Procedure/p1', 'delivered')).toMatchObject({ reason: null });
  });

  it('is sent and counted where the site wants to be warned', async () => {
    const instance = await file.bed.start({}, { validation: 'warn' });
    await instance.receive([procedure('Procedure/p1', nameless)]);
    expect(await file.bed.settled(instance, 'Procedure/p1', 'delivered')).toMatchObject({ reason: null });
    await until('the figure', () => instance.metrics(), { accept: (metrics) => counted.test(metrics) });
  });

  it('is not looked at where the site does not want that', async () => {
    const instance = await file.bed.start({}, { validation: 'pass' });
    await instance.receive([procedure('Procedure/p1', nameless)]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    await instance.receive([procedure('Procedure/p2', coded)]);
    await file.bed.settled(instance, 'Procedure/p2', 'delivered');
    expect(await instance.metrics()).not.toMatch(counted);
  });
});
