import { describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import { WorkRepository, type WorkItem } from '../api/work.repository.js';
import { noPatience } from '../testing/claimed-record.js';
import { DeliveryBed } from '../testing/delivery-bed.js';
import type { Instance } from '../testing/instance.js';
import { desired, desiredPatient, patientIdentifier } from '../testing/records.js';
import { waitingForLocks } from '../testing/waiting-for-locks.js';
import { keepDoubts, type IdentityDoubt } from './identity-doubts.js';

jest.setTimeout(30_000);

const jane = { name: [{ family: 'Example' }], gender: 'female', birthDate: '1961-07-04' };
const inChart = { ...jane, birthDate: '1961-04-07' };

const file = DeliveryBed.ofThisFile();

/** Of themselves records would not be looked at again in a test. */
const never = { firstMs: 600_000, longestMs: 600_000 };
const onlyWhenTold = { patience: { ...noPatience, again: never, waiting: never } };

function chartSays(said: object): void {
  file.bed.server.places.set(patientIdentifier('1'), 'pat-1');
  file.bed.server.people.set('pat-1', said);
}

/** Starts an instance whose patient 1 differs in the chart, and waits until these records are held for it. */
async function held(...keys: readonly string[]): Promise<Instance> {
  chartSays(inChart);
  const instance = await file.bed.start(onlyWhenTold);
  await instance.receive([desiredPatient('1', jane), ...keys.map((key) => desired(key))]);
  await until('all to be held', () => mismatches(instance), {
    accept: (items) => items.length === keys.length && items.every(({ comparison }) => comparison !== null),
  });
  return instance;
}

async function mismatches(instance: Instance): Promise<readonly WorkItem[]> {
  return (await instance.work({ reason: 'identity-mismatch', limit: 10 })).items;
}

async function first(instance: Instance): Promise<WorkItem> {
  const [item] = await mismatches(instance);
  if (item === undefined) throw new Error('Nothing waits for a person.');
  return item;
}

function accept(instance: Instance, { key, revision, comparison }: WorkItem, by = 'A. Person'): Promise<boolean> {
  const said = { as: 'right-patient', by, revision, comparison: comparison ?? undefined } as const;
  return new WorkRepository(instance.dataSource).settle('fhir', key, said);
}

function heldLine(reason: string, count: number): RegExp {
  return new RegExp(`^ilium_fhir_records_held\\{.*reason="${reason}".*\\} ${count}$`, 'm');
}

function decisions(instance: Instance): Promise<unknown[]> {
  return instance.dataSource.query(
    'SELECT target, doubt, revision::integer, decided_by AS by, decided_at IS NOT NULL AS "isDated" FROM identity_decisions',
  );
}

describe('a person who says that the chart is the right patient’s', () => {
  it('has all that waits for that patient go at once, and what comes later too', async () => {
    const instance = await held('Procedure/p1', 'Observation/o1');
    const item = await first(instance);
    expect(await instance.metrics()).toMatch(heldLine('identity-mismatch', 2));
    expect(item).toMatchObject({ state: 'waiting', reason: 'identity-mismatch', patient: 'Patient/s1', revision: 1 });
    expect(await accept(instance, item)).toBe(true);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    expect(await file.bed.settled(instance, 'Observation/o1', 'delivered')).toMatchObject({
      reason: null,
      outcome: null,
    });
    await instance.receive([desired('Procedure/p2'), desired('Procedure/p1', { revision: 2 })]);
    await file.bed.settled(instance, 'Procedure/p2', 'delivered');
    expect(await mismatches(instance)).toEqual([]);
    expect(await instance.metrics()).toMatch(heldLine('identity-mismatch', 0));
    expect(await decisions(instance)).toEqual([
      { target: 'fhir', doubt: 'identity-mismatch', revision: 1, by: 'A. Person', isDated: true },
    ]);
  });

  it.each<readonly [string, (instance: Instance) => Promise<unknown>]>([
    ['the chart', async () => chartSays({ ...inChart, gender: 'male' })],
    ['the source', (instance) => instance.receive([desiredPatient('1', { ...jane, gender: 'male', revision: 2 })])],
  ])(
    'is asked again when %s says something else, and what is said of the former counts no more',
    async (_what, change) => {
      const instance = await held('Procedure/p1');
      const item = await first(instance);
      expect(await accept(instance, item)).toBe(true);
      await file.bed.settled(instance, 'Procedure/p1', 'delivered');
      await change(instance);
      await instance.stop();
      const second = await file.bed.start(onlyWhenTold);
      await second.receive([desired('Procedure/p2')]);
      const [asked] = await until('the question', () => mismatches(second), { accept: ({ length }) => length === 1 });
      expect(asked).toMatchObject({ key: 'Procedure/p2' });
      expect(asked?.comparison).not.toBe(item.comparison);
      expect(await accept(second, { ...item, key: 'Procedure/p2' })).toBe(false);
      expect(file.bed.server.stored.has('Procedure/p2')).toBe(false);
    },
  );

  it('may say it twice, and two may say it at once: the first one is remembered', async () => {
    const instance = await held('Procedure/p1', 'Procedure/p2');
    const [one, other] = await mismatches(instance);
    if (one === undefined || other === undefined) throw new Error('Both should wait.');
    expect(one.comparison).toBe(other.comparison);
    expect(await Promise.all([accept(instance, one, 'A. Person'), accept(instance, other, 'B. Person')])).toEqual([
      true,
      true,
    ]);
    expect(await accept(instance, one, 'A. Person')).toBe(true);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    await file.bed.settled(instance, 'Procedure/p2', 'delivered');
    expect(await accept(instance, one, 'A. Person')).toBe(true);
    expect(await decisions(instance)).toHaveLength(1);
  });

  it('is not heard of another patient’s record, of another revision, or of what was never compared', async () => {
    const instance = await held('Procedure/p1');
    const item = await first(instance);
    await instance.receive([desired('Procedure/p2', { patient: '2' })]);
    expect(await accept(instance, { ...item, key: 'Procedure/p2' })).toBe(false);
    expect(await accept(instance, { ...item, comparison: '00000000-0000-4000-8000-000000000000' })).toBe(false);
    await instance.receive([desired('Procedure/p1', { revision: 2 })]);
    expect(await accept(instance, item)).toBe(false);
    expect(await accept(instance, { ...item, revision: 2 })).toBe(true);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
  });

  it('is heard for one target only', async () => {
    const instance = await held('Procedure/p1');
    const { key, revision, comparison } = await first(instance);
    const said = { as: 'right-patient', by: 'A. Person', revision, comparison: comparison ?? undefined } as const;
    expect(await new WorkRepository(instance.dataSource).settle('registry', key, said)).toBe(false);
    expect(await mismatches(instance)).toHaveLength(1);
  });

  it('is heard also by a record that was compared before and is written down as held only afterwards', async () => {
    const instance = await held('Procedure/p1');
    const item = await first(instance);
    const written = instance.dataSource.createQueryRunner();
    // What another instance has compared is on its way into the database: its row is locked, and says nothing yet.
    await written.startTransaction();
    await written.query(`SELECT 1 FROM desired_records WHERE key = 'Procedure/p1' FOR UPDATE`);
    expect(await accept(instance, item)).toBe(true);
    await keepDoubts(written.manager, 'fhir', await doubtsOf(instance));
    await written.commitTransaction();
    await written.release();
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
  });

  it('waits for a record that is just being written down as held, and is heard by it', async () => {
    const instance = await held('Procedure/p1');
    const item = await first(instance);
    const written = instance.dataSource.createQueryRunner();
    await written.startTransaction();
    await written.query(`SELECT 1 FROM desired_records WHERE key = 'Procedure/p1' FOR UPDATE`);
    await keepDoubts(written.manager, 'fhir', await doubtsOf(instance));
    const accepted = accept(instance, item);
    await until('the person to wait', () => waitingForLocks(instance.dataSource), { accept: (count) => count === 1 });
    await written.commitTransaction();
    await written.release();
    expect(await accepted).toBe(true);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
  });

  it('finds no values of either side among what is kept of it', async () => {
    const instance = await held('Procedure/p1');
    await accept(instance, await first(instance));
    const kept = JSON.stringify([
      await instance.dataSource.query('SELECT * FROM identity_doubts'),
      await instance.dataSource.query('SELECT * FROM identity_decisions'),
    ]);
    for (const value of ['1961', 'female', 'Example']) expect(kept).not.toContain(value);
  });
});

function doubtsOf(instance: Instance): Promise<IdentityDoubt[]> {
  return instance.dataSource.query('SELECT subject, digest FROM identity_doubts');
}

describe('a person who says that a number is rightly of whom the source says', () => {
  it('says it in the same way, once or twice', async () => {
    const instance = await file.bed.start(onlyWhenTold);
    const work = new WorkRepository(instance.dataSource);
    const overlaid = { name: [{ family: 'Sample' }], birthDate: '1999-01-02' };
    await instance.receive([desiredPatient('1', jane)]);
    await instance.receive([desiredPatient('1', { ...overlaid, revision: 2 }), desired('Procedure/p1')]);
    await until('the record to be held', () => instance.work({ reason: 'overlay-suspected', limit: 10 }), {
      accept: ({ items }) => items.length === 1,
    });
    expect((await instance.work({ limit: 10 })).items).toMatchObject([
      { key: 'Patient/s1', state: 'overlay-suspected', patient: null },
      { key: 'Procedure/p1', state: 'waiting', reason: 'overlay-suspected', patient: 'Patient/s1', comparison: null },
    ]);
    expect(await instance.metrics()).toMatch(/^ilium_fhir_patients_overlaid\{.*target="fhir".*\} 1$/m);
    const said = { as: 'right-patient', by: 'A. Person', revision: 2 } as const;
    expect(await work.settle('fhir', 'Patient/s1', { ...said, revision: 1 })).toBe(false);
    expect(await Promise.all([1, 2].map(() => work.settle('fhir', 'Patient/s1', said)))).toEqual([true, true]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    expect(await work.settle('fhir', 'Patient/s1', said)).toBe(true);
    expect(await decisions(instance)).toEqual([
      { target: null, doubt: 'overlay-suspected', revision: 2, by: 'A. Person', isDated: true },
    ]);
  });

  it('is heard also by a record that is written down as held only afterwards', async () => {
    const instance = await file.bed.start(onlyWhenTold);
    const overlaid = { name: [{ family: 'Sample' }], birthDate: '1999-01-02' };
    await instance.receive([desiredPatient('1', jane)]);
    await instance.receive([desiredPatient('1', { ...overlaid, revision: 2 }), desired('Procedure/p1')]);
    await until('the record to be held', () => instance.work({ reason: 'overlay-suspected', limit: 10 }), {
      accept: ({ items }) => items.length === 1,
    });
    const written = instance.dataSource.createQueryRunner();
    await written.startTransaction();
    await written.query(`SELECT 1 FROM desired_records WHERE key = 'Procedure/p1' FOR UPDATE`);
    const said = { as: 'right-patient', by: 'A. Person', revision: 2 } as const;
    expect(await new WorkRepository(instance.dataSource).settle('fhir', 'Patient/s1', said)).toBe(true);
    const [identity]: { subject: string }[] = await instance.dataSource.query('SELECT subject FROM source_identities');
    await keepDoubts(written.manager, 'fhir', [{ subject: identity?.subject ?? '', digest: null }]);
    await written.commitTransaction();
    await written.release();
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
  });
});
