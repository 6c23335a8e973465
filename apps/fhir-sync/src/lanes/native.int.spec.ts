import { describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import { DeliveryBed } from '../testing/delivery-bed.js';
import type { Instance } from '../testing/instance.js';
import { desired } from '../testing/records.js';

jest.setTimeout(30_000);

const file = DeliveryBed.ofThisFile();

const number = { system: 'urn:case', value: 'C1' };
const procedure = desired('Procedure/p1');
const original = { ...procedure, resource: { ...procedure.resource, identifier: [number] } };
const scores = ['Observation/o1', 'Observation/o2'].map((key) => desired(key, { refersTo: ['Procedure/p1'] }));
const other = desired('Observation/other');

/** A target that keeps its own procedures. */
const start = (settings = {}) => file.bed.start(settings, { systemOfRecord: { Procedure: 'target' } });

function referenceOf(key: string): string | undefined {
  const stored = file.bed.server.stored.get(key)?.resource as { partOf?: { reference?: string }[] } | undefined;
  return stored?.partOf?.[0]?.reference;
}

async function delivered(instance: Instance, keys: readonly string[]): Promise<void> {
  for (const key of keys)
    await until(`${key} to be settled`, () => instance.record(key), {
      accept: ({ state, nextAttemptAt }) => state === 'delivered' && nextAttemptAt === null,
    });
}

describe('the target’s own record', () => {
  it('that is found late is named by its place in what went before it: once, and nothing else is written again', async () => {
    const instance = await start();
    await instance.receive([original, ...scores, other]);
    await delivered(instance, ['Observation/o1', 'Observation/o2', 'Observation/other']);
    expect(referenceOf('Observation/o1')).toBeUndefined();
    file.bed.server.places.set('urn:case|C1', 'theirs');
    await until('the places', () => scores.map(({ key }) => referenceOf(key)), {
      accept: (places) => places.every((place) => place === 'Procedure/theirs'),
    });
    await until('the last look at it', () => instance.record('Procedure/p1'), {
      accept: ({ serverId, nextAttemptAt }) => serverId === 'Procedure/theirs' && nextAttemptAt === null,
    });
    await delivered(instance, ['Observation/o1', 'Observation/o2']);
    expect([...scores, other].map(({ key }) => file.bed.server.version(key))).toEqual([2, 2, 1]);
    expect(file.bed.server.version('Procedure/p1')).toBe(0);
  });

  it('that is found while a record is on its way is named by its place in that one, too', async () => {
    // Nobody gives up on a request that is held.
    const instance = await start({ timeoutMs: 5_000, leaseMs: 15_000 });
    await instance.receive([original]);
    await until('a look in vain', () => instance.record('Procedure/p1'), { accept: ({ attempts }) => attempts > 0 });
    const held = Promise.withResolvers<void>();
    file.bed.server.script.push({ apply: true, until: held.promise });
    await instance.receive([desired('Observation/o1', { refersTo: ['Procedure/p1'] })]);
    await until('the request', () => file.bed.server.transactions.length === 1);
    file.bed.server.places.set('urn:case|C1', 'theirs');
    await until('the place', () => instance.record('Procedure/p1'), { accept: ({ serverId }) => serverId !== null });
    held.resolve();
    await until('the place in the record', () => referenceOf('Observation/o1') === 'Procedure/theirs');
    await delivered(instance, ['Observation/o1']);
    expect(file.bed.server.version('Observation/o1')).toBe(2);
  });

  it('that is found at once is named by its place, and nothing is written twice', async () => {
    file.bed.server.places.set('urn:case|C1', 'theirs');
    const instance = await start();
    await instance.receive([original, ...scores]);
    await delivered(instance, ['Observation/o1', 'Observation/o2']);
    await until('the last look at it', () => instance.record('Procedure/p1'), {
      accept: ({ nextAttemptAt }) => nextAttemptAt === null,
    });
    expect(scores.map(({ key }) => [referenceOf(key), file.bed.server.version(key)])).toEqual([
      ['Procedure/theirs', 1],
      ['Procedure/theirs', 1],
    ]);
  });
});
