import { describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../dev/src/test-environment.js';
import { DeliveryBed } from './testing/delivery-bed.js';
import { desired } from './testing/records.js';

jest.setTimeout(30_000);

const file = DeliveryBed.ofThisFile();

const waiting = { firstMs: 20, longestMs: 50 };
const patience = (waitMs: number) => ({
  patience: { again: waiting, waiting, encounter: { waitMs, mendForMs: 60_000, again: waiting } },
});

const visit = { type: 'Encounter', identifier: { system: 'urn:visit', value: 'V1' } };
function ofVisit(revision = 1) {
  const record = desired('Procedure/p1', { revision });
  return { ...record, resource: { ...record.resource, encounter: visit } };
}

const encounterThere = () => {
  const stored = file.bed.server.stored.get('Procedure/p1')?.resource as { encounter?: object } | undefined;
  return stored?.encounter;
};

describe('delivery of a record whose encounter is not there yet', () => {
  it('goes without it, and is mended by itself when the encounter comes; nothing is sent in between', async () => {
    const instance = await file.bed.start(patience(0));
    await instance.receive([ofVisit()]);
    const record = await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    expect(record).toMatchObject({ reason: 'encounter-not-found', deliveredRevision: 1 });
    expect(encounterThere()).toEqual(visit);
    await until('some looks', () => instance.record('Procedure/p1'), { accept: ({ attempts }) => attempts > 3 });
    expect(file.bed.server.version('Procedure/p1')).toBe(1);
    file.bed.server.places.set('urn:visit|V1', 'enc-1');
    await until('the place', () => encounterThere(), { accept: (found) => JSON.stringify(found).includes('enc-1') });
    expect(encounterThere()).toEqual({ ...visit, reference: 'Encounter/enc-1' });
    const mended = await until('the end of it', () => instance.record('Procedure/p1'), {
      accept: ({ nextAttemptAt }) => nextAttemptAt === null,
    });
    expect(mended).toMatchObject({ state: 'delivered', reason: null });
    expect(file.bed.server.version('Procedure/p1')).toBe(2);
  });

  it('waits for it as long as the site says', async () => {
    const instance = await file.bed.start(patience(60_000));
    await instance.receive([ofVisit()]);
    expect(await file.bed.settled(instance, 'Procedure/p1', 'waiting')).toMatchObject({ reason: 'encounter' });
    expect(file.bed.server.version('Procedure/p1')).toBe(0);
    file.bed.server.places.set('urn:visit|V1', 'enc-1');
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    expect(encounterThere()).toEqual({ ...visit, reference: 'Encounter/enc-1' });
  });

  it('stays there when its patient is not found any more', async () => {
    const instance = await file.bed.start(patience(0));
    await instance.receive([ofVisit()]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    file.bed.server.places.clear();
    await until('some looks', () => instance.record('Procedure/p1'), { accept: ({ attempts }) => attempts > 3 });
    expect(await instance.record('Procedure/p1')).toMatchObject({ state: 'delivered', deliveredRevision: 1 });
  });
});
