import { describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../dev/src/test-environment.js';
import { DeliveryBed } from './testing/delivery-bed.js';
import type { Instance } from './testing/instance.js';
import { desired } from './testing/records.js';

jest.setTimeout(30_000);

const file = DeliveryBed.ofThisFile();
const key = 'Procedure/p1';
const visit = { type: 'Encounter', identifier: { system: 'urn:visit', value: 'V1' } };

/** Its first request is lost, and the next one is taken. */
async function doubted(instance: Instance, name: string, fields: object, refersTo: readonly string[] = []) {
  const record = desired(name, { refersTo });
  file.bed.server.script.push({ apply: false, until: new Promise(() => undefined) });
  await instance.receive([{ ...record, resource: { ...record.resource, ...fields } }]);
  return until('the doubt', () => instance.record(name), {
    accept: ({ reason }) => reason?.startsWith('in-doubt') === true,
  });
}

const there = (name: string) => file.bed.server.stored.get(name)?.resource;

async function leftInPeace(instance: Instance, name: string): Promise<void> {
  await until(`${name} to be left in peace`, () => instance.record(name), {
    accept: ({ state, reason, nextAttemptAt }) => state === 'delivered' && reason === null && nextAttemptAt === null,
  });
}

describe('what was in doubt and stands', () => {
  it('is mended when its encounter comes, which was not there when it was sent', async () => {
    const instance = await file.bed.start();
    await doubted(instance, key, { encounter: visit });
    expect(await file.bed.settled(instance, key, 'delivered')).toMatchObject({ reason: 'encounter-not-found' });
    expect(file.bed.server.version(key)).toBe(1);
    file.bed.server.places.set('urn:visit|V1', 'enc-1');
    await leftInPeace(instance, key);
    expect(there(key)).toMatchObject({ encounter: { ...visit, reference: 'Encounter/enc-1' } });
    expect(file.bed.server.version(key)).toBe(2);
  });

  it('is mended when the target’s own record was found meanwhile, which it names by identifier only', async () => {
    const instance = await file.bed.start({}, { systemOfRecord: { Procedure: 'target' } });
    const own = desired(key);
    const identifier = [{ system: 'urn:case', value: 'C1' }];
    await instance.receive([{ ...own, resource: { ...own.resource, identifier } }]);
    await until('a look in vain', () => instance.record(key), { accept: ({ attempts }) => attempts > 0 });
    await doubted(instance, 'Observation/o1', {}, [key]);
    file.bed.server.places.set('urn:case|C1', 'theirs');
    await until('the last look at it', () => instance.record(key), {
      accept: ({ serverId, nextAttemptAt }) => serverId !== null && nextAttemptAt === null,
    });
    expect(await instance.record('Observation/o1')).toMatchObject({ state: 'pending', reason: 'in-doubt' });
    await leftInPeace(instance, 'Observation/o1');
    expect(there('Observation/o1')).toMatchObject({ partOf: [{ reference: 'Procedure/theirs' }] });
  });

  it('is read back as it was sent, and not before', async () => {
    // A doubt that outlasts the first look.
    const instance = await file.bed.start({ timeoutMs: 800, leaseMs: 2_400 }, { readBack: 1 });
    file.bed.server.drops = ['status'];
    await doubted(instance, key, {});
    await instance.dataSource.query('UPDATE read_backs SET due_at = now()');
    const lost = await until('the comparison', () => instance.record(key), {
      accept: ({ state }) => state === 'refused',
    });
    expect(lost).toMatchObject({ reason: 'read-back:status', revision: 1 });
    expect(file.bed.server.version(key)).toBe(1);
  });
});
