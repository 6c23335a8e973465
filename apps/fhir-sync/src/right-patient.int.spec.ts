import { describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../dev/src/test-environment.js';
import { WorkRepository } from './api/work.repository.js';
import { noPatience } from './testing/claimed-record.js';
import { DeliveryBed } from './testing/delivery-bed.js';
import type { Instance } from './testing/instance.js';
import { desired, desiredPatient, patientIdentifier } from './testing/records.js';

jest.setTimeout(30_000);

const jane = { name: [{ family: 'Example' }], gender: 'female', birthDate: '1961-07-04' };
const somebodyElse = { ...jane, name: [{ family: 'Sample' }], birthDate: '1999-01-02' };

const file = DeliveryBed.ofThisFile();

/** As the chart has them. */
function inTheChart(value: string, said: object): void {
  file.bed.server.places.set(patientIdentifier(value), `pat-${value}`);
  file.bed.server.people.set(`pat-${value}`, said);
}

function held(instance: Instance, key: string, reason: string) {
  return until(`${key} to wait for ${reason}`, () => instance.record(key), {
    accept: (record) => record.state === 'waiting' && record.reason === reason,
  });
}

describe('records of a patient', () => {
  it('wait, all of them, where the chart’s Patient is somebody else, and follow by themselves when it is mended', async () => {
    inTheChart('1', { ...jane, birthDate: '1962-07-04' });
    inTheChart('2', jane);
    const instance = await file.bed.start();
    await instance.receive(
      [desiredPatient('1', jane), desired('Procedure/p1'), desired('Observation/o1', { refersTo: ['Procedure/p1'] })],
      [desiredPatient('2', jane), desired('Procedure/p2', { patient: '2' })],
    );
    await file.bed.settled(instance, 'Procedure/p2', 'delivered');
    const { outcome } = await held(instance, 'Procedure/p1', 'identity-mismatch');
    await held(instance, 'Observation/o1', 'identity-mismatch');
    expect(outcome).toMatchObject({ issue: [{ expression: ['Patient.birthDate'] }] });
    expect(JSON.stringify(outcome)).not.toContain('196');
    inTheChart('1', jane);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    expect(await file.bed.settled(instance, 'Observation/o1', 'delivered')).toMatchObject({ outcome: null });
    expect(await instance.record('Patient/s1')).toMatchObject({ state: 'kept', lane: 'none' });
    expect(file.bed.server.transactions.flat().filter((key) => key.startsWith('Patient/'))).toEqual([]);
  });

  it.each([
    ['is corrected', jane],
    ['takes back what it said', { active: false }],
  ])('follow when the source %s, however long they have waited', async (_what, corrected) => {
    inTheChart('1', jane);
    // Of themselves they would not be looked at again in this test.
    const waiting = { firstMs: 600_000, longestMs: 600_000 };
    const instance = await file.bed.start({ patience: { ...noPatience, again: waiting, waiting } });
    await instance.receive([desiredPatient('1', { ...jane, gender: 'male' }), desired('Procedure/p1')]);
    await held(instance, 'Procedure/p1', 'identity-mismatch');
    await instance.receive([desiredPatient('1', { ...corrected, revision: 2 })]);
    expect(await file.bed.settled(instance, 'Procedure/p1', 'delivered')).toMatchObject({ reason: null, attempts: 0 });
  });

  it('are corrected no more where the chart’s Patient has become somebody else', async () => {
    inTheChart('1', jane);
    const instance = await file.bed.start();
    await instance.receive([desiredPatient('1', jane), desired('Procedure/p1')]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    inTheChart('1', somebodyElse);
    await instance.stop();
    const second = await file.bed.start();
    await second.receive([desired('Procedure/p1', { revision: 2 })]);
    await held(second, 'Procedure/p1', 'identity-mismatch');
    expect(file.bed.server.version('Procedure/p1')).toBe(1);
  });

  it('are written where one of the two says nothing, and where the site trusts the identifiers', async () => {
    inTheChart('2', jane);
    const instance = await file.bed.start();
    await instance.receive(
      [desiredPatient('1', jane), desired('Procedure/p1')],
      [desired('Procedure/p2', { patient: '2' })],
    );
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    await file.bed.settled(instance, 'Procedure/p2', 'delivered');
    await instance.stop();
    inTheChart('1', somebodyElse);
    const trusting = await file.bed.start({}, { identity: 'trusted' });
    await trusting.receive([desired('Procedure/p3')]);
    await file.bed.settled(trusting, 'Procedure/p3', 'delivered');
    expect(file.bed.server.transactions.flat().toSorted()).toEqual(['Procedure/p1', 'Procedure/p2', 'Procedure/p3']);
  });

  it('wait where the identifier seems to be somebody else’s now, until a person has looked', async () => {
    inTheChart('1', somebodyElse);
    const instance = await file.bed.start({}, { identity: 'trusted' });
    const work = new WorkRepository(instance.dataSource);
    await instance.receive([desiredPatient('1', jane), desired('Procedure/p1')]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    await instance.receive([
      desiredPatient('1', { ...somebodyElse, revision: 2 }),
      desired('Procedure/p1', { revision: 2 }),
      desired('Procedure/p2'),
    ]);
    await held(instance, 'Procedure/p1', 'overlay-suspected');
    await held(instance, 'Procedure/p2', 'overlay-suspected');
    // That the source takes it back releases nothing: what came in between may be the other one's.
    await instance.receive([desiredPatient('1', { ...jane, revision: 3 })]);
    expect(await work.page({ limit: 10, state: 'overlay-suspected' })).toMatchObject({
      items: [{ target: 'fhir', key: 'Patient/s1', state: 'overlay-suspected', lane: 'none', revision: 3 }],
    });
    expect((await work.page({ limit: 10, state: 'refused' })).items).toEqual([]);
    const said = { by: 'A. Person', as: 'done' } as const;
    expect(await work.settle('fhir', 'Patient/s1', { ...said, revision: 2 })).toBe(false);
    expect(await work.settle('fhir', 'Patient/s1', { ...said, revision: 3 })).toBe(true);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    await file.bed.settled(instance, 'Procedure/p2', 'delivered');
    expect((await work.page({ limit: 10 })).items).toEqual([]);
    // From now on the new one is known.
    await instance.receive([desiredPatient('1', { ...jane, revision: 4 }), desired('Procedure/p3')]);
    await file.bed.settled(instance, 'Procedure/p3', 'delivered');
  });

  it('wait as well where all of that came in one batch, after a night away', async () => {
    inTheChart('1', jane);
    const instance = await file.bed.start();
    await instance.receive(
      [desiredPatient('1', jane)],
      [desiredPatient('1', { ...somebodyElse, revision: 2 }), desired('Procedure/p1')],
      [desiredPatient('1', { ...jane, revision: 3 })],
    );
    await held(instance, 'Procedure/p1', 'overlay-suspected');
    expect([...file.bed.server.stored.keys()]).toEqual([]);
  });

  it('are the same person’s after a name or a date was taken back and said again, in whatever order that comes', async () => {
    inTheChart('1', { name: [{ family: 'Sample' }], gender: 'female' });
    const instance = await file.bed.start();
    await instance.receive([desiredPatient('1', { ...jane, revision: 1 })]);
    await instance.receive([desiredPatient('1', { active: false, revision: 3 })]);
    await instance.receive([desiredPatient('1', { ...somebodyElse, revision: 2 })]);
    await instance.receive([desiredPatient('1', { ...jane, name: [{ family: 'Sample' }], revision: 4 })]);
    await instance.receive([desired('Procedure/p1')]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    expect(await instance.record('Patient/s1')).toMatchObject({ revision: 4, state: 'kept' });
  });
});

describe('where patients are created', () => {
  const created = { patients: 'created' } as const;

  it('one who is not there is written, and corrected; records follow', async () => {
    const instance = await file.bed.start({}, created);
    await instance.receive([desiredPatient('7', jane), desired('Procedure/p1', { patient: '7' })]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    expect(file.bed.server.stored.get('Patient/s7')?.resource).toMatchObject(jane);
    expect(file.bed.server.stored.get('Procedure/p1')?.resource).toMatchObject({
      subject: { reference: 'Patient/s7' },
    });
    const married = { ...jane, name: [{ family: 'Sample' }] };
    await instance.receive([
      desiredPatient('7', { ...married, revision: 2 }),
      desired('Procedure/p1', { patient: '7', revision: 2 }),
    ]);
    await until('the correction', () => instance.record('Procedure/p1'), {
      accept: ({ deliveredRevision }) => deliveredRevision === 2,
    });
    expect(file.bed.server.stored.get('Patient/s7')?.resource).toMatchObject(married);
  });

  it('one who is there is not written over, and is known by their place', async () => {
    inTheChart('1', jane);
    const instance = await file.bed.start({}, created);
    await instance.receive([desiredPatient('1', jane), desired('Procedure/p1')]);
    expect(await file.bed.settled(instance, 'Patient/s1', 'native')).toMatchObject({ serverId: 'Patient/pat-1' });
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    expect(file.bed.server.stored.has('Patient/s1')).toBe(false);
    expect((await instance.status.state()).keys).toBe(2);
  });

  it('one of whom nothing is known any more stays active, and one who was merged does not', async () => {
    const instance = await file.bed.start({}, created);
    await instance.receive([desiredPatient('7', jane), desiredPatient('8', jane)]);
    await file.bed.settled(instance, 'Patient/s7', 'delivered');
    await file.bed.settled(instance, 'Patient/s8', 'delivered');
    const link = [{ other: { reference: 'Patient/s7' }, type: 'replaced-by' }];
    await instance.receive([
      desiredPatient('7', { active: false, revision: 2 }),
      desiredPatient('8', { active: false, link, revision: 2 }),
    ]);
    await until('both to be taken back', () => instance.record('Patient/s8'), {
      accept: ({ deliveredRevision }) => deliveredRevision === 2,
    });
    expect(file.bed.server.stored.get('Patient/s7')?.resource).not.toHaveProperty('active');
    expect(file.bed.server.stored.get('Patient/s7')?.resource).not.toHaveProperty('name');
    expect(file.bed.server.stored.get('Patient/s8')?.resource).toMatchObject({ active: false, link });
  });
});
