import { describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { until } from '../../../dev/src/test-environment.js';
import { provenanceKey } from './provenance/provenance-of.js';
import { DeliveryBed } from './testing/delivery-bed.js';
import type { Instance } from './testing/instance.js';
import { desired, desiredPatient } from './testing/records.js';

// A machine under load takes its time; a wait that succeeds is never this long.
jest.setTimeout(30_000);

const file = DeliveryBed.ofThisFile();
const withProvenance = { provenance: { base: 'https://ilium.example/fhir' } };
const isProvenance = (key: string): boolean => key.startsWith('Provenance/');
const outcome = JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'invalid' }] });

const provenance = z.looseObject({
  id: z.string(),
  recorded: z.string(),
  target: z.array(z.looseObject({ reference: z.string() })),
  activity: z.looseObject({ coding: z.array(z.looseObject({ code: z.string() })) }),
});
type Told = z.output<typeof provenance>;

/** All Provenance that the server holds, by the records they are of. */
function toldThere(): Map<string, Told[]> {
  const all = [...file.bed.server.stored].filter(([key]) => isProvenance(key));
  return Map.groupBy(
    all.map(([, { resource }]) => provenance.parse(resource)),
    ({ target }) => target[0]?.reference ?? '',
  );
}

function activityOf(key: string): string | undefined {
  const told = toldThere().get(key) ?? [];
  expect(told).toHaveLength(1);
  return told[0]?.activity.coding[0]?.code;
}

async function delivered(instance: Instance, key: string, revision = 1): Promise<void> {
  await until(`revision ${revision} of ${key}`, () => instance.record(key), {
    accept: ({ state, deliveredRevision }) => state === 'delivered' && deliveredRevision === revision,
  });
}

async function fates(instance: Instance): Promise<Record<string, number>> {
  const lines = [...(await instance.metrics()).matchAll(/^ilium_fhir_provenance_total\{.*result="(.+?)".*\} (\d+)$/gm)];
  return Object.fromEntries(lines.map(([, result = '', count]) => [result, Number(count)]));
}

describe('delivery with Provenance', () => {
  it('writes one with each record, in the same transaction and behind the records, and none with patients', async () => {
    const instance = await file.bed.start({}, { ...withProvenance, patients: 'created' });
    await instance.receive([desiredPatient('9')]);
    await delivered(instance, 'Patient/s9');
    await instance.receive([desired('Observation/o1', { refersTo: ['Procedure/p1'] }), desired('Procedure/p1')]);
    await delivered(instance, 'Observation/o1');
    expect(file.bed.server.transactions.map((keys) => keys.map((key) => key.split('/')[0]).join(' '))).toEqual([
      'Patient',
      'Procedure Observation Provenance Provenance',
    ]);
    expect([...toldThere().keys()].toSorted()).toEqual(['Observation/o1', 'Procedure/p1']);
    expect(await fates(instance)).toEqual({ written: 2 });
    expect((await instance.status.summary()).all.total).toBe(3);
  });

  it('says of each revision in its turn what it was, under one id', async () => {
    const instance = await file.bed.start({}, withProvenance);
    const activities: (string | undefined)[] = [];
    for (const [revision, status] of [
      [1, 'completed'],
      [2, 'completed'],
      [3, 'entered-in-error'],
    ] as const) {
      await instance.receive([desired('Procedure/p1', { revision, status })]);
      await delivered(instance, 'Procedure/p1', revision);
      activities.push(activityOf('Procedure/p1'));
    }
    expect(activities).toEqual(['CREATE', 'UPDATE', 'NULLIFY']);
    expect(file.bed.server.version(provenanceKey('Procedure/p1'))).toBe(3);
  });

  it('repeats the same after an answer that got lost', async () => {
    const instance = await file.bed.start({}, withProvenance);
    file.bed.server.script.push({ apply: true, status: 504 }, { apply: true, cut: true });
    await instance.receive([desired('Procedure/p1')]);
    await delivered(instance, 'Procedure/p1');
    const key = provenanceKey('Procedure/p1');
    expect(file.bed.server.version(key)).toBeGreaterThanOrEqual(3);
    const versions = [...file.bed.server.history].filter(([place]) => place.startsWith(key)).map(([, told]) => told);
    expect(new Set(versions.map((told) => JSON.stringify(told))).size).toBe(1);
    expect(activityOf('Procedure/p1')).toBe('CREATE');
  });

  it('stays the first when a delivered revision is sent again', async () => {
    const instance = await file.bed.start({}, withProvenance);
    await instance.receive([desired('Procedure/p1')]);
    await delivered(instance, 'Procedure/p1');
    await instance.dataSource.query(`UPDATE desired_records SET state = 'pending', next_attempt_at = now()`);
    await until('the second write', () => file.bed.server.version('Procedure/p1'), { accept: (count) => count === 2 });
    await delivered(instance, 'Procedure/p1');
    expect(activityOf('Procedure/p1')).toBe('CREATE');
  });

  it('delivers the records of a server that refuses Provenance with the whole transaction, and asks no more', async () => {
    const instance = await file.bed.start({}, withProvenance);
    file.bed.server.refuses = isProvenance;
    const keys = ['p1', 'p2', 'p3', 'p4'].map((id) => `Procedure/${id}`);
    await instance.receive(keys.map((key) => desired(key)));
    for (const key of keys) await delivered(instance, key);
    await until('the refusal to be seen', () => fates(instance), { accept: ({ refused }) => refused === 1 });
    for (const key of keys) {
      await until(`${key} to be left in peace`, () => instance.record(key), {
        accept: ({ reason }) => reason === null,
      });
    }
    expect((await instance.health()).checks['target-fhir']?.reason).toContain('takes no Provenance (http-422)');
    expect(instance.logged.filter((line) => line.includes('takes no Provenance'))).toHaveLength(1);
    const before = file.bed.server.transactions.length;
    await instance.receive([desired('Procedure/p5')]);
    await delivered(instance, 'Procedure/p5');
    expect(file.bed.server.transactions.slice(before)).toEqual([['Procedure/p5']]);
  });

  it('still refuses the record that is to blame itself, and writes the Provenance of the others', async () => {
    const instance = await file.bed.start({}, withProvenance);
    file.bed.server.refuses = (key) => key === 'Procedure/bad';
    await instance.receive(['p1', 'bad', 'p2'].map((id) => desired(`Procedure/${id}`)));
    expect(await file.bed.settled(instance, 'Procedure/bad', 'refused')).toMatchObject({ reason: 'http-422' });
    await delivered(instance, 'Procedure/p1');
    await delivered(instance, 'Procedure/p2');
    expect([...toldThere().keys()].toSorted()).toEqual(['Procedure/p1', 'Procedure/p2']);
    expect((await instance.health()).checks['target-fhir']?.reason).toBeUndefined();
  });

  it('does not blame Provenance for a patient who has moved', async () => {
    const instance = await file.bed.start({}, withProvenance);
    await instance.receive([desired('Procedure/p1')]);
    await delivered(instance, 'Procedure/p1');
    file.bed.server.places.set('urn:oid:1.2.3|1', 'pat-new');
    file.bed.server.refuses = (_key, { subject }) => JSON.stringify(subject ?? '').includes('pat-1');
    await instance.receive([desired('Procedure/p2')]);
    await delivered(instance, 'Procedure/p2');
    expect(await fates(instance)).toEqual({ written: 2 });
  });

  it('takes the refusal of one entry for that entry alone', async () => {
    const instance = await file.bed.start({}, withProvenance);
    file.bed.server.script.push({ refuseEntries: isProvenance });
    await instance.receive([desired('Procedure/p1'), desired('Procedure/p2')]);
    await delivered(instance, 'Procedure/p1');
    await delivered(instance, 'Procedure/p2');
    expect(file.bed.server.transactions).toHaveLength(1);
    expect(await fates(instance)).toEqual({ refused: 2 });
  });

  it('follows where the server only said in passing that it does not support this', async () => {
    const instance = await file.bed.start({}, withProvenance);
    file.bed.server.script.push({ apply: false, status: 405, body: outcome });
    await instance.receive([desired('Procedure/p1')]);
    await until('the Provenance', () => toldThere().get('Procedure/p1'), { accept: (told) => told?.length === 1 });
    expect(file.bed.server.transactions.map(({ length }) => length)).toEqual([2, 1, 2]);
    expect(instance.target.lastError).toBeNull();
    await until('the end of it', () => fates(instance), { accept: ({ written }) => written === 1 });
  });

  it('is brought later where the server fails on it for a while', async () => {
    const instance = await file.bed.start({}, withProvenance);
    file.bed.server.fails = isProvenance;
    await instance.receive([desired('Procedure/p1')]);
    await until('the record alone', () => file.bed.server.version('Procedure/p1'), { accept: (count) => count > 0 });
    file.bed.server.fails = () => false;
    await until('the Provenance', () => toldThere().get('Procedure/p1'), { accept: (told) => told?.length === 1 });
    await until('the end of it', () => instance.record('Procedure/p1'), {
      accept: ({ state, reason }) => state === 'delivered' && reason === null,
    });
    expect(toldThere().size).toBe(1);
  });

  it('stays away in the end where the server fails on it for ever', async () => {
    const instance = await file.bed.start({}, withProvenance);
    file.bed.server.fails = isProvenance;
    await instance.receive([desired('Procedure/p1'), desired('Observation/o1', { refersTo: ['Procedure/p1'] })]);
    for (const key of ['Procedure/p1', 'Observation/o1']) {
      await until(`${key} to be left in peace`, () => instance.record(key), {
        accept: ({ state, reason }) => state === 'delivered' && reason === null,
      });
    }
    expect(toldThere().size).toBe(0);
  });

  it('fits into the transactions that the server takes', async () => {
    const limits = { entries: 6, bytes: 1_000_000 };
    const instance = await file.bed.start({ limits }, withProvenance);
    file.bed.server.mostEntries = 6;
    const keys = Array.from({ length: 10 }, (_, index) => `Procedure/p${index}`);
    await instance.receive(keys.map((key) => desired(key)));
    for (const key of keys) await delivered(instance, key);
    expect(Math.max(...file.bed.server.transactions.map(({ length }) => length))).toBe(6);
    expect(toldThere().size).toBe(10);
  });

  it('leaves a server in peace that takes one entry at a time', async () => {
    const instance = await file.bed.start({}, withProvenance);
    file.bed.server.mostEntries = 1;
    await instance.receive(['p1', 'p2', 'p3'].map((id) => desired(`Procedure/${id}`)));
    for (const id of ['p1', 'p2', 'p3']) await delivered(instance, `Procedure/${id}`);
    expect(toldThere().size).toBe(0);
  });

  it('is written once by two instances', async () => {
    const instances = [await file.bed.start({}, withProvenance), await file.bed.start({}, withProvenance)];
    const [one] = instances;
    if (one === undefined) throw new Error('No instance was started.');
    const keys = Array.from({ length: 40 }, (_, index) => `Procedure/p${index}`);
    await one.receive(keys.map((key) => desired(key)));
    for (const key of keys) await delivered(one, key);
    expect([...toldThere().values()].map(({ length }) => length)).toEqual(keys.map(() => 1));
  });
});
