import { createDataSource, runMigrations } from '@ilium/persistence';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../../../dev/src/test-environment.js';
import { CreateFhirState1764600000000 } from './create-fhir-state.migration.js';
import { forgetRecords } from './forget-records.js';
import { KnownRecordsRepository } from './known-records.repository.js';
import { joinVersion, type ArrivedVersion, type Standing } from './standing.js';
import { SubscriptionStateRepository } from './subscription-state.repository.js';

let database: TestDatabase;
let dataSource: DataSource;
let state: SubscriptionStateRepository;
let known: KnownRecordsRepository;

const settings = { entities: [], migrations: [CreateFhirState1764600000000], applicationName: 'fhir state test' };

beforeAll(async () => {
  database = await createDatabase();
  dataSource = createDataSource({ ...settings, url: database.url });
  await runMigrations(dataSource);
  state = new SubscriptionStateRepository(dataSource);
  known = new KnownRecordsRepository(dataSource);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});
beforeEach(() => dataSource.query('TRUNCATE fhir_sources, fhir_records'));

describe('progress with a source', () => {
  test('of which nothing is known', async () => {
    expect(await state.progress('ehr')).toEqual({});
  });

  test('numbers are raised and never lowered', async () => {
    await state.begin('ehr', 'sub-1', 4);
    await Promise.all([5, 9, 7].map((event) => state.hear('ehr', event)));
    await Promise.all([6, 5].map((event) => state.take('ehr', event)));
    expect(await state.progress('ehr')).toMatchObject({ subscription: 'sub-1', taken: 6, heard: 9 });
  });

  test('a subscription begins once; another one, or the same with fewer events, begins anew', async () => {
    await state.begin('ehr', 'sub-1', 0);
    await state.take('ehr', 5);
    await state.begin('ehr', 'sub-1', 8);
    expect(await state.progress('ehr')).toMatchObject({ taken: 5 });
    await state.begin('ehr', 'sub-1', 2);
    expect(await state.progress('ehr')).toMatchObject({ taken: 2, heard: 2 });
    await state.begin('ehr', 'sub-2', 7);
    expect(await state.progress('ehr')).toMatchObject({ subscription: 'sub-2', taken: 7, heard: 7 });
  });

  test('a search only moves forward', async () => {
    await state.searched('ehr', '2026-04-01T10:00:00Z');
    await state.searched('ehr', '2026-03-01T10:00:00-04:00');
    expect(await state.progress('ehr')).toMatchObject({ searchedUntil: '2026-04-01T10:00:00.000Z' });
  });

  test('of many instances one has its turn to search', async () => {
    const claims = await Promise.all(Array.from({ length: 8 }, () => state.claimSearch('ehr', 60_000)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await state.claimSearch('ehr', 0)).toBe(true);
    expect(await state.claimSearch('other', 60_000)).toBe(true);
  });
});

describe('records that are known', () => {
  const name = { system: 'urn:oid:2.999.1', value: 'P-1' };

  test('are found by the base of their server and their place', async () => {
    await known.remember('https://a.example', [{ place: 'Patient/1', version: '3', name }]);
    await known.remember('https://b.example', [{ place: 'Patient/1', version: '1' }]);
    expect(await known.find('https://a.example', ['Patient/1', 'Patient/2'])).toEqual(
      new Map([['Patient/1', { place: 'Patient/1', version: '3', name }]]),
    );
  });

  test('keep what is not said again', async () => {
    await known.remember('a', [{ place: 'Patient/1', version: '3', name }]);
    await known.remember('a', [{ place: 'Patient/1', version: '4' }, { place: 'Patient/1' }]);
    await known.remember('a', [{ place: 'Patient/1', name: { ...name, value: 'P-9' } }]);
    expect((await known.find('a', ['Patient/1'])).get('Patient/1')).toEqual({
      place: 'Patient/1',
      version: '4',
      name: { ...name, value: 'P-9' },
    });
  });

  test('can be remembered by many at once, in any order', async () => {
    const places = Array.from({ length: 50 }, (_, index) => ({ place: `Patient/${index}`, version: '1' }));
    await Promise.all([places, places.toReversed(), places].map((records) => known.remember('a', records)));
    expect(
      (
        await known.find(
          'a',
          places.map(({ place }) => place),
        )
      ).size,
    ).toBe(50);
  });
});

describe('versions of a record', () => {
  const arrived = fc.record(
    {
      place: fc.constant('Observation/1'),
      revision: fc.integer({ min: 0, max: 4 }),
      saidMs: fc.integer({ min: 1, max: 4 }),
      parts: fc.subarray(['a', 'b', 'c', '"\\u0000']),
    },
    { requiredKeys: ['place', 'parts'] },
  );
  /** What is said now is by another clock here and there. */
  const timeless = ({ saidMs, ...standing }: Standing) => ({
    ...standing,
    parts: standing.parts.toSorted(),
    held: standing.held.toSorted(),
    saidMs: saidMs !== undefined && saidMs > 1_000_000 ? 'now' : saidMs,
  });

  test('stand in the database as they do in memory', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uuid(), fc.array(arrived, { minLength: 1, maxLength: 6 }), async (base, versions) => {
        let expected: Standing | undefined;
        for (const version of versions) {
          expected = joinVersion(expected, version, Date.now());
          const standing = (await known.arrive(base, [version])).get(version.place);
          expect(standing && timeless(standing)).toEqual(timeless(expected));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('that arrive at once are all known in the end', async () => {
    const versions = Array.from({ length: 30 }, (_, index): ArrivedVersion => {
      return { place: 'Observation/1', revision: index, parts: [`part-${index}`] };
    });
    await Promise.all(versions.map((version) => known.arrive('a', [version])));
    const standing = (await known.arrive('a', [{ place: 'Observation/1', revision: 29, parts: ['part-29'] }])).get(
      'Observation/1',
    );
    expect(standing).toMatchObject({ revision: 29, held: ['part-29'] });
    expect(standing?.parts).toHaveLength(30);
  });
});

test('records that nothing tells of or asks for are forgotten, and no others', async () => {
  const places = Array.from({ length: 1_200 }, (_, index) => ({ place: `Patient/${index}`, version: '1' }));
  await known.remember('a', places);
  await dataSource.query(`UPDATE fhir_records SET seen_at = now() - interval '11 days'`);
  await known.find('a', ['Patient/1']);
  await known.remember('a', [{ place: 'Patient/2', version: '2' }]);
  expect(await forgetRecords(dataSource, 12)).toBe(0);
  expect(await forgetRecords(dataSource, 10)).toBe(1_198);
  expect([...(await known.find('a', ['Patient/1', 'Patient/2', 'Patient/3'])).keys()].sort()).toEqual([
    'Patient/1',
    'Patient/2',
  ]);
});

test('a database that is gone is told apart from a defect', async () => {
  const gone = createDataSource({ ...settings, url: database.url });
  await gone.initialize();
  const away = new SubscriptionStateRepository({
    query: () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })),
  });
  await expect(away.progress('ehr')).rejects.toMatchObject({ name: 'StoreAway' });
  const wrong = new KnownRecordsRepository({ query: () => gone.query('SELECT nothing_of_this FROM nowhere') });
  await expect(wrong.find('a', ['Patient/1'])).rejects.toMatchObject({ name: 'QueryFailedError' });
  await gone.destroy();
});
