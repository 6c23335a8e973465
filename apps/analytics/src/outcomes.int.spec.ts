import { done, skipped, type OutcomeObservation, type OutcomeStrata } from '@ilium/contracts';
import { createDataSource, runMigrations } from '@ilium/persistence';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../dev/src/test-environment.js';
import { entities, migrations } from './database.js';
import { OutcomeFactsRepository } from './facts/outcome-facts.repository.js';
import { OutcomeObservationsConsumer } from './outcome-observations.consumer.js';
import {
  blocked,
  complicated,
  observed,
  relieved,
  retraction,
  sessionHeld,
  unobserved,
} from './outcome-observations.samples.js';
import { counterNames } from './rollups/counters.js';
import { countedTables } from './rollups/counting-sql.js';
import { layoutOf, lengthOf, type EntryFigure } from './rollups/entries.js';
import { fold, pack } from './rollups/fold.js';
import { recountAll } from './rollups/recount.js';
import { profileBits } from './rollups/profiles.js';
import { cellTables, columnOf, counterTables } from './rollups/tables.js';
import { SummaryRepository } from './summary/summary.repository.js';

const consumer = new OutcomeObservationsConsumer(new OutcomeFactsRepository());

// Each history of a property is many transactions, each synced to a disk that others use too.
jest.setTimeout(120_000);

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createDatabase();
  dataSource = createDataSource({ url: database.url, entities, migrations, applicationName: 'outcomes test' });
  await runMigrations(dataSource);
  await recountAll(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const emptied = () => dataSource.query(`TRUNCATE outcome_facts, ${countedTables.join(', ')}`);

beforeEach(emptied);

/** One batch from a partition, in a transaction of its own, as the messaging library runs it. */
async function consume(observations: readonly OutcomeObservation[], partition = 0) {
  const messages = observations.map((observation, index) => {
    const id = String(index);
    const event = { specversion: '1.0' as const, id, source: 'test', type: 'test', observation };
    return { event, id, source: 'test', key: null, partition, offset: BigInt(index), receivedAt: new Date() };
  });
  const { fates } = await dataSource.transaction((manager) => consumer.consume({ messages, manager }));
  return fates;
}

/** What all rollups count, without what has come to nothing, in a fixed order. */
async function rollups(): Promise<unknown> {
  const counts = counterNames.map((name) => `${columnOf(name)} <> 0`).join(' OR ');
  const rowsOf = (table: string, isCounted: string) =>
    dataSource.query(`SELECT row::text AS row FROM ${table} AS row WHERE ${isCounted} ORDER BY 1`);
  const found: Record<string, unknown> = { entries: await entries() };
  for (const { table } of Object.values(counterTables)) found[table] = await rowsOf(table, counts);
  for (const { table } of Object.values(cellTables)) found[table] = await rowsOf(table, 'count <> 0');
  return found;
}

/** How often each entry is there, less how often it is taken back: of any row, since they are packed as they come. */
async function entries(): Promise<unknown> {
  const rows: { figure: EntryFigure; group: string; runs: Buffer; profiles: readonly string[] }[] =
    await dataSource.query(
      `SELECT figure, figure || ' ' || what || ' ' || series || ' ' || period AS "group", runs,
              ARRAY[${profileBits.map(({ name }) => `${name}::text`).join(', ')}] AS profiles
         FROM outcome_entries`,
    );
  const times = new Map<string, number>();
  for (const { figure, group, runs, profiles } of rows) {
    const size = lengthOf(layoutOf(figure));
    let at = 0;
    for (let from = 0; from < runs.length; from += size) {
      const count = runs.readInt32BE(from);
      const said = runs.toString('hex', from + 4, from + size);
      for (const end = at + Math.abs(count); at < end; at += 1) {
        const key = `${group} ${said} ${profiles.map((bits) => bits[at] ?? 'lacking').join('')}`;
        times.set(key, (times.get(key) ?? 0) + Math.sign(count));
      }
    }
    expect(new Set(profiles.map(({ length }) => length))).toEqual(new Set([at]));
  }
  return [...times].filter(([, count]) => count !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

async function expectRollupsAsRebuilt(): Promise<void> {
  await fold(dataSource);
  const moved = await rollups();
  await dataSource.query('UPDATE outcome_generation SET generation = generation + 1');
  expect(await pack(dataSource)).toBe(1);
  expect(await rollups()).toEqual(moved);
  await recountAll(dataSource);
  expect(moved).toEqual(await rollups());
}

const summary = () => new SummaryRepository(dataSource).summary({});

const keyOf = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;

const toldApart: Omit<OutcomeStrata, 'agents' | 'isIndex'> = {
  intent: 'both',
  sides: 'left',
  reasons: [],
  priorTreatments: [],
};

/** Any statement of one of a few keys: revisions repeat and fall, dimensions and results change. */
const anyObservation: fc.Arbitrary<OutcomeObservation> = fc
  .record({
    key: fc.nat(4).map(keyOf),
    revision: fc.integer({ min: 1, max: 9 }),
    measure: fc.constantFrom('nrs' as const, 'odi' as const),
    window: fc.constantFrom('W2', 'M3'),
    period: fc.constantFrom('2026-03', '2026-04'),
    kind: fc.constantFrom(
      'open' as const,
      'missing' as const,
      'superseded' as const,
      'observed',
      'unrated',
      'retracted',
      'block',
      'relief',
      'session',
      'complication',
    ),
    agents: fc.constantFrom('both' as const, 'steroid' as const),
    isIndex: fc.boolean(),
    side: fc.constantFrom(undefined, undefined, 'left' as const),
    betterBy: fc.double({ min: -10, max: 10, noNaN: true }),
    percentBetter: fc.option(fc.double({ min: -900, max: 100, noNaN: true })),
    baselineBand: fc.constantFrom('zero' as const, 'low' as const, 'usual' as const),
    answers: fc.record({
      improved: fc.boolean(),
      over50: fc.boolean(),
      atLeast50: fc.boolean(),
      atLeast75: fc.boolean(),
    }),
  })
  .map((drawn) => {
    const { kind, key, revision, betterBy, percentBetter, baselineBand, answers, side, agents, isIndex } = drawn;
    const { measure, window, period } = drawn;
    const strata = { ...toldApart, agents, isIndex };
    const about = { key, revision, measure, window, period, strata, ...(side === undefined ? {} : { side }) };
    if (kind === 'block') return blocked({ key, revision });
    if (kind === 'relief') return relieved({ key, revision }, { lastDayWith: isIndex ? 14 : 7 });
    if (kind === 'session') return sessionHeld({ isTherapeutic: isIndex }, { key, revision });
    if (kind === 'complication') return complicated(isIndex ? 'flare' : 'vasovagal', { key, revision });
    if (kind === 'retracted') return retraction({ key, revision });
    if (kind === 'unrated') return observed(null, about);
    if (kind === 'observed') return observed({ betterBy, percentBetter, baselineBand, ...answers }, about);
    return unobserved(kind, about);
  });

const anyBatch = fc.record({
  observations: fc.array(anyObservation, { minLength: 1, maxLength: 8 }),
  partition: fc.nat(2),
  isFolded: fc.boolean(),
});

describe('outcome facts and rollups', () => {
  it('move the rollups to what a rebuild from the facts counts, after any history', async () => {
    await fc.assert(
      fc
        .asyncProperty(fc.array(anyBatch, { maxLength: 6 }), async (batches) => {
          for (const { observations, partition, isFolded } of batches) {
            await consume(observations, partition);
            if (isFolded) await fold(dataSource);
          }
          await expectRollupsAsRebuilt();
        })
        .beforeEach(emptied),
      { numRuns: 60 },
    );
  });

  it('answer the same summary and hold the same revisions whatever the order and the batches', async () => {
    const distinct = fc.uniqueArray(anyObservation, { selector: ({ key, revision }) => `${key} ${revision}` });
    await fc.assert(
      fc
        .asyncProperty(distinct, fc.func(fc.nat()), async (observations, placeOf) => {
          await consume(observations);
          const before = [await summary(), await state()];
          await emptied();
          const shuffled = observations.toSorted((a, b) => placeOf(a) - placeOf(b));
          for (const observation of shuffled) await consume([observation]);
          expect([await summary(), await state()]).toEqual(before);
        })
        .beforeEach(emptied),
      { numRuns: 30 },
    );
  });

  it('neither wait for each other in a circle nor lose a count when partitions share keys', async () => {
    const partitions = [0, 1, 2, 3];
    for (let round = 1; round <= 10; round++) {
      const keys = fc.sample(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }), partitions.length);
      const batches = partitions.map((partition) => {
        const order = keys[partition] ?? [];
        const period = `2026-0${1 + (partition % 2)}`;
        return order.map((digit) => observed({}, { key: keyOf(digit), revision: round * 10 + partition, period }));
      });
      await Promise.all(batches.map((batch, partition) => consume(batch, partition)));
    }
    expect(await summary()).toMatchObject({ total: 8, byStatus: { observed: 8 } });
    await expectRollupsAsRebuilt();
  });

  it('are not revived by an older revision once retracted', async () => {
    expect(await consume([retraction({ revision: 2 })])).toEqual([done()]);
    expect(await consume([observed()])).toEqual([skipped('superseded')]);
    expect(await summary()).toMatchObject({ total: 0, retracted: 1, groups: [] });
  });

  it('take a republished revision as done, and count it once', async () => {
    expect(await consume([observed()])).toEqual([done()]);
    expect(await consume([observed()])).toEqual([done()]);
    expect(await summary()).toMatchObject({ total: 1, retracted: 0 });
  });

  it('narrow the summary by procedure type, measure and window', async () => {
    await consume([
      observed({}, { key: keyOf(1) }),
      observed({}, { key: keyOf(2), measure: 'odi', family: 'function' }),
      observed({}, { key: keyOf(3), window: 'W2' }),
    ]);
    const narrowed = await new SummaryRepository(dataSource).summary({
      procedureType: 'si-joint-injection',
      measure: 'nrs',
      window: 'M3',
    });
    expect(narrowed).toMatchObject({
      total: 1,
      groups: [{ measure: 'nrs', window: 'M3', observed: 1, rated: 1, improved: 1, improvedRate: 1, over50Rate: 0 }],
    });
  });
});

async function state(): Promise<unknown> {
  return dataSource.query('SELECT key, revision, status FROM outcome_facts ORDER BY key');
}
