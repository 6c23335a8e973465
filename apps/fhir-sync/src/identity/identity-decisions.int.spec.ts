import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import { WorkRepository } from '../api/work.repository.js';
import { noPatience } from '../testing/claimed-record.js';
import { DeliveryBed } from '../testing/delivery-bed.js';
import type { Instance } from '../testing/instance.js';
import { desired, desiredPatient, patientIdentifier } from '../testing/records.js';
import { IdentityDecisionsRepository, type PageOfDecisions } from './identity-decisions.repository.js';

jest.setTimeout(30_000);

const jane = { name: [{ family: 'Example' }], gender: 'female', birthDate: '1961-07-04' };
const inChart = { ...jane, birthDate: '1961-04-07' };
const otherChart = { ...inChart, gender: 'male' };
const all: PageOfDecisions = { target: null, key: null, before: null, limit: 10 };

const file = DeliveryBed.ofThisFile();
let instance: Instance;

beforeEach(async () => {
  instance = await file.bed.start({ patience: { ...noPatience } });
});

function chartSays(said: object): void {
  file.bed.server.places.set(patientIdentifier('1'), 'pat-1');
  file.bed.server.people.set('pat-1', said);
}

/** A new record, of whose patient a person says that the chart is right; in an instance that remembers no place. */
async function accepted(key: string, by: string): Promise<void> {
  await instance.stop();
  instance = await file.bed.start({ patience: { ...noPatience } });
  await instance.receive([desired(key)]);
  const { items } = await until('the question', () => instance.work({ reason: 'identity-mismatch', limit: 10 }), {
    accept: ({ items: [item] }) => item?.comparison !== null && item?.key === key,
  });
  const comparison = items[0]?.comparison ?? undefined;
  const said = { as: 'right-patient', by, revision: 1, comparison } as const;
  expect(await new WorkRepository(instance.dataSource).settle('fhir', key, said)).toBe(true);
  await file.bed.settled(instance, key, 'delivered');
}

async function decisions(page: Partial<PageOfDecisions> = {}) {
  return new IdentityDecisionsRepository(instance.dataSource).page({ ...all, ...page });
}

const inShort = async (page: Partial<PageOfDecisions> = {}) =>
  (await decisions(page)).map(({ by, inForce }) => `${by} ${inForce ? 'still' : 'no more'}`);

describe('what was decided of a chart', () => {
  it('names the record, its patient, who, when, and for which target', async () => {
    chartSays(inChart);
    await instance.receive([desiredPatient('1', jane)]);
    await accepted('Procedure/p1', 'A. Person');
    expect(await decisions()).toEqual([
      {
        ...{ id: expect.stringMatching(/^\d+$/), target: 'fhir', doubt: 'identity-mismatch', key: 'Procedure/p1' },
        ...{ revision: 1, patient: 'Patient/s1', by: 'A. Person', decidedAt: expect.any(Date), inForce: true },
      },
    ]);
    expect(await inShort({ key: 'Patient/s1' })).toEqual(['A. Person still']);
    expect(await inShort({ key: 'Procedure/other' })).toEqual([]);
    expect(await inShort({ target: 'elsewhere' })).toEqual([]);
  });

  it('is in force until something else was compared, also when what was said first is said again', async () => {
    chartSays(inChart);
    await instance.receive([desiredPatient('1', jane)]);
    await accepted('Procedure/p1', 'A. Person');
    chartSays(otherChart);
    await accepted('Procedure/p2', 'B. Person');
    expect(await inShort()).toEqual(['B. Person still', 'A. Person no more']);
    chartSays(inChart);
    await accepted('Procedure/p3', 'C. Person');
    expect(await inShort()).toEqual(['C. Person still', 'B. Person no more', 'A. Person no more']);
    const [newest] = await decisions({ limit: 1 });
    expect(await inShort({ before: newest?.id ?? '' })).toEqual(['B. Person no more', 'A. Person no more']);
  });
});

describe('what was decided of a number', () => {
  const overlaid = { name: [{ family: 'Sample' }], birthDate: '1999-01-02' };
  const release = (revision: number, by: string) =>
    new WorkRepository(instance.dataSource).settle('fhir', 'Patient/s1', { as: 'right-patient', by, revision });

  it('holds for all targets, and until it seems to be somebody else’s again', async () => {
    await instance.receive([desiredPatient('1', jane)]);
    await instance.receive([desiredPatient('1', { ...overlaid, revision: 2 })]);
    expect(await release(2, 'A. Person')).toBe(true);
    expect(await decisions({ target: 'fhir' })).toMatchObject([
      {
        target: null,
        doubt: 'overlay-suspected',
        key: 'Patient/s1',
        patient: 'Patient/s1',
        revision: 2,
        inForce: true,
      },
    ]);
    await instance.receive([desiredPatient('1', { ...overlaid, gender: 'female', revision: 3 })]);
    expect(await inShort()).toEqual(['A. Person still']);
    await instance.receive([desiredPatient('1', { ...jane, revision: 4 })]);
    expect(await inShort()).toEqual(['A. Person no more']);
    expect(await release(4, 'B. Person')).toBe(true);
    expect(await inShort()).toEqual(['B. Person still', 'A. Person no more']);
  });
});
