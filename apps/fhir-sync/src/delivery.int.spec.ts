import { done, skipped } from '@ilium/contracts';
import { describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../dev/src/test-environment.js';
import { DeliveryBed } from './testing/delivery-bed.js';
import { desired, patientIdentifier } from './testing/records.js';

// A machine under load takes its time; a wait that succeeds is never this long.
jest.setTimeout(30_000);

const file = DeliveryBed.ofThisFile();

describe('delivery', () => {
  it('writes a record with the place of its patient beside the identifier', async () => {
    const instance = await file.bed.start();
    expect(await instance.receive([desired('Procedure/p1')])).toEqual([done()]);
    expect(await file.bed.settled(instance, 'Procedure/p1', 'delivered')).toMatchObject({
      revision: 1,
      deliveredRevision: 1,
      serverVersion: '1',
      attempts: 0,
    });
    expect(file.bed.server.stored.get('Procedure/p1')?.resource).toMatchObject({
      subject: { reference: 'Patient/pat-1', identifier: { value: '1' } },
    });
  });

  it('lets the highest revision win, in whatever order revisions come', async () => {
    const instance = await file.bed.start();
    await instance.receive([desired('Procedure/p1', { revision: 3 })]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    const fates = await instance.receive(
      [desired('Procedure/p1', { revision: 2 })],
      [desired('Procedure/p1', { revision: 4 })],
      [desired('Procedure/p1', { revision: 1 })],
    );
    expect(fates).toEqual([skipped('superseded'), done(), skipped('superseded')]);
    const record = await until('revision 4', () => instance.record('Procedure/p1'), {
      accept: ({ deliveredRevision }) => deliveredRevision === 4,
    });
    expect(record).toMatchObject({ state: 'delivered', revision: 4 });
    expect(file.bed.server.stored.get('Procedure/p1')).toMatchObject({
      version: 2,
      resource: { note: [{ text: 'r4' }] },
    });
  });

  it('writes nothing for the same bundle again', async () => {
    const instance = await file.bed.start();
    await instance.receive([desired('Procedure/p1')]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    expect(await instance.receive([desired('Procedure/p1')])).toEqual([done()]);
    await instance.receive([desired('Procedure/p2')]);
    await file.bed.settled(instance, 'Procedure/p2', 'delivered');
    expect(file.bed.server.transactions).toEqual([['Procedure/p1'], ['Procedure/p2']]);
  });

  it('waits for a patient who is not there yet', async () => {
    const instance = await file.bed.start();
    await instance.receive([desired('Procedure/p1', { patient: 'later' }), desired('Procedure/p2')]);
    expect(await file.bed.settled(instance, 'Procedure/p1', 'waiting')).toMatchObject({ reason: 'patient-not-found' });
    await file.bed.settled(instance, 'Procedure/p2', 'delivered');
    file.bed.server.places.set(patientIdentifier('later'), 'pat-2');
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    expect(file.bed.server.stored.get('Procedure/p1')?.resource).toMatchObject({
      subject: { reference: 'Patient/pat-2' },
    });
  });

  it('asks again for the place of a patient before it refuses what names one from memory', async () => {
    const instance = await file.bed.start();
    await instance.receive([desired('Procedure/p1')]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    file.bed.server.places.set(patientIdentifier('1'), 'pat-new');
    file.bed.server.refuses = (_key, { subject }) => JSON.stringify(subject).includes('pat-1');
    await instance.receive([desired('Procedure/p2'), desired('Procedure/p3')]);
    await file.bed.settled(instance, 'Procedure/p2', 'delivered');
    await file.bed.settled(instance, 'Procedure/p3', 'delivered');
    expect(file.bed.server.stored.get('Procedure/p2')?.resource).toMatchObject({
      subject: { reference: 'Patient/pat-new' },
    });
    file.bed.server.refuses = (key) => key === 'Procedure/bad';
    const before = file.bed.server.transactions.length;
    await instance.receive([desired('Procedure/bad')]);
    await file.bed.settled(instance, 'Procedure/bad', 'refused');
    expect(file.bed.server.transactions.slice(before)).toHaveLength(2);
  });

  it('sends a record after the one it refers to, which comes later', async () => {
    const instance = await file.bed.start();
    await instance.receive([desired('Observation/o1', { refersTo: ['Procedure/p1'] })]);
    await file.bed.settled(instance, 'Observation/o1', 'waiting');
    await instance.receive([desired('Procedure/p1')]);
    await file.bed.settled(instance, 'Observation/o1', 'delivered');
    expect(file.bed.server.transactions.flat()).toEqual(['Procedure/p1', 'Observation/o1']);
  });

  it('keeps its balance: every record is in one state, retracted ones are told apart', async () => {
    const instance = await file.bed.start();
    await instance.receive([
      desired('Procedure/p1'),
      desired('Observation/o1'),
      desired('Procedure/p2', { patient: 'nobody' }),
    ]);
    await file.bed.settled(instance, 'Observation/o1', 'delivered');
    await instance.receive([desired('Procedure/p1', { revision: 2, status: 'entered-in-error' })]);
    await until('the retraction', () => instance.record('Procedure/p1'), {
      accept: ({ deliveredRevision }) => deliveredRevision === 2,
    });
    await file.bed.settled(instance, 'Procedure/p2', 'waiting');
    const { total, byState, delivered } = (await instance.status.summary()).all;
    expect(total).toBe(3);
    expect(Object.values(byState).reduce((sum, count) => sum + count, 0)).toBe(total);
    expect(delivered).toEqual([
      { resourceType: 'Observation', live: 1, retracted: 0 },
      { resourceType: 'Procedure', live: 0, retracted: 1 },
    ]);
  });
});
