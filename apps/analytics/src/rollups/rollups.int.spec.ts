import type { OutcomeObservation, OutcomeStrata } from '@ilium/contracts';
import { createDataSource, runMigrations } from '@ilium/persistence';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../../dev/src/test-environment.js';
import { entities, migrations } from '../database.js';
import { OutcomeFactsRepository } from '../facts/outcome-facts.repository.js';
import { toFact } from '../facts/to-fact.js';
import {
  blocked,
  complicated,
  missingBecause,
  observed,
  relieved,
  retraction,
  sessionHeld,
  timed,
  unobserved,
} from '../outcome-observations.samples.js';
import { counterNames } from './counters.js';
import { countedTables } from './counting-sql.js';
import { fold } from './fold.js';
import { recountAll, recountIfCountedOtherwise } from './recount.js';
import { columnOf } from './tables.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createDatabase();
  dataSource = createDataSource({ url: database.url, entities, migrations, applicationName: 'rollups test' });
  await runMigrations(dataSource);
  await recountAll(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(() => dataSource.query(`TRUNCATE outcome_facts, ${countedTables.join(', ')}`));

async function write(observation: OutcomeObservation): Promise<void> {
  const facts = new OutcomeFactsRepository();
  await dataSource.transaction((manager) => facts.write(manager, [toFact(observation, 0)]));
}

type Group = Readonly<Record<string, unknown>>;

/** What each row of a table counts, by the name of the counter, without zeros. */
async function counted(table = 'outcome_rollups'): Promise<[Group, Record<string, number>][]> {
  await fold(dataSource);
  const rows: Record<string, unknown>[] = await dataSource.query(
    `SELECT * FROM ${table} ORDER BY row(${table}.*)::text`,
  );
  return rows
    .map((row): [Group, Record<string, number>] => [
      row,
      Object.fromEntries(
        counterNames
          .map((name) => [name, Number(row[columnOf(name).replaceAll('"', '')])] as const)
          .filter(([, count]) => count !== 0),
      ),
    ])
    .filter(([, counts]) => Object.keys(counts).length > 0);
}

async function cells(): Promise<unknown[]> {
  await fold(dataSource);
  const rows: { figure: string; what: string; at: number; until: number; count: string }[] = await dataSource.query(
    'SELECT figure, what, at::float8, until::float8, count FROM outcome_cell_years WHERE count <> 0 ORDER BY figure, what, at',
  );
  return rows.map(({ figure, what, at, until, count }) => [figure, what, at, until, Number(count)]);
}

const strata: OutcomeStrata = {
  ...{ intent: 'therapeutic', agents: 'both', sides: 'left', isIndex: true, reasons: [] },
  priorTreatments: ['medication', 'injection'],
};

describe('the counters of a score', () => {
  it.each<[string, OutcomeObservation, Record<string, number>]>([
    [
      'that was rated',
      observed(),
      {
        ...{ observed: 1, rated: 1, improvedAnswered: 1, improved: 1, percentAnswered: 1, atLeast50: 1 },
        ...{ anyBetterAnswered: 1, anyBetter: 1, changed: 1, betterBy: 4000, betterBySquared: 16_000_000 },
        ...{ percentBetter: 50_000, percentBetterSquared: 2_500_000_000 },
      },
    ],
    [
      'of a low baseline enter no rate',
      observed({ baselineBand: 'low', over50: true }),
      {
        ...{ observed: 1, lowBaseline: 1 },
        ...{ changed: 1, betterBy: 4000, betterBySquared: 16_000_000 },
      },
    ],
    [
      'of a baseline of zero have no percentage',
      observed({ baselineBand: 'zero', percentBetter: null, betterBy: -2, improved: null, over50: null }),
      { observed: 1, noPercentage: 1, changed: 1, betterBy: -2000, betterBySquared: 4_000_000 },
    ],
    [
      'without a percentage still say whether the change matters',
      observed({
        ...{ baselineBand: 'usual', percentBetter: null, improved: true, improvedByPoints: false },
        ...{ over50: null, atLeast50: null, atLeast75: null },
      }),
      {
        ...{ observed: 1, noPercentage: 1, improvedAnswered: 1, improved: 1, pointsAnswered: 1 },
        ...{ anyBetterAnswered: 1, anyBetter: 1, changed: 1, betterBy: 4000, betterBySquared: 16_000_000 },
      },
    ],
    ['without a result', observed(null), { observed: 1, noPercentage: 1 }],
    ['that is missing', unobserved('missing'), { missing: 1 }],
    ['that nobody asks for', unobserved('missing', { isExpected: false }), { missing: 1, missingUnasked: 1 }],
    ['whose window was cut short', unobserved('superseded'), { superseded: 1 }],
    ['whose window is open', unobserved('open'), { open: 1 }],
    ['that was taken back', retraction({}), { retracted: 1 }],
  ])('%s', async (_, observation, expected) => {
    await write(observation);
    expect((await counted()).map(([, counts]) => counts)).toEqual([expected]);
  });

  it.each([
    ['a block', blocked()],
    ["a joint's outcome, whose session is counted already", observed({}, { side: 'left' })],
  ])('are not moved by %s', async (_, observation) => {
    await write(observation);
    expect(await counted()).toEqual([]);
  });

  it('follow a correction into another group, and leave nothing behind', async () => {
    await write(unobserved('open', { strata }));
    await write(unobserved('missing', { revision: 2, period: '2026-04', strata: { ...strata, agents: 'steroid' } }));
    const [[group, counts] = [{}, {}], ...others] = await counted();
    expect([group, counts]).toMatchObject([{ period: '2026-04', agents: 'steroid', is_index: true }, { missing: 1 }]);
    expect(others).toEqual([]);
  });

  it('are kept by year for each thing that patients and sessions are told apart by', async () => {
    await write(observed({}, { strata }));
    const groups = (await counted('outcome_strata')).map(([group]) => group);
    expect(groups.map(({ stratum, value, period, agents }) => [stratum, value, period, agents])).toEqual(
      expect.arrayContaining([
        ['intent', 'therapeutic', '2026', 'both'],
        ['sides', 'left', '2026', 'both'],
        ['prior_treatments', 'injection', '2026', 'both'],
        ['prior_treatments', 'medication', '2026', 'both'],
      ]),
    );
    expect(groups).toHaveLength(4);
  });
});

describe('the counts per value', () => {
  it.each<[string, OutcomeObservation, unknown[]]>([
    [
      'a score',
      observed(),
      [
        ['better-by', '', 4000, 0, 1],
        ['percent-better', '', 50_000, 0, 1],
      ],
    ],
    ['a score of a low baseline', observed({ baselineBand: 'low' }), [['better-by', '', 4000, 0, 1]]],
    [
      'a score that figures can not be made of',
      observed({ betterBy: null, percentBetter: null, baselineBand: 'none', doubt: 'no-baseline' }),
      [['no-figure', 'no-baseline', 0, 0, 1]],
    ],
    ['a missing score', unobserved('missing'), [['missing', 'unknown', 0, 0, 1]]],
    ['a score that was declined', missingBecause('declined'), [['missing', 'declined', 0, 0, 1]]],
    ['a missing score that nobody asks for', unobserved('missing', { isExpected: false }), []],
    [
      'a session',
      sessionHeld(),
      [
        ['session', '', 0, 0, 1],
        ['session-completed', '', 0, 0, 1],
        ['session-therapeutic', '', 0, 0, 1],
      ],
    ],
    [
      'a session that was stopped',
      sessionHeld({ isCompleted: false, isTherapeutic: false }),
      [['session', '', 0, 0, 1]],
    ],
    ['a complication', complicated('infection'), [['complication', 'infection', 0, 0, 1]]],
    ['a block', blocked({}, { repetition: 'confirmed' }), [['block', 'positive/confirmed', 0, 0, 1]]],
    [
      'a block that can not be judged',
      blocked({}, { answer: 'indeterminate', doubt: 'no-clock-time' }),
      [
        ['block', 'indeterminate/single', 0, 0, 1],
        ['block-doubt', 'no-clock-time', 0, 0, 1],
      ],
    ],
    ['relief that ended', relieved(), [['relief', 'score-below', 14, 42, 1]]],
    [
      'relief that lasts',
      relieved({}, { end: 'censored', lastDayWith: 90, firstDayWithout: null }),
      [['relief', 'censored', 90, -1, 1]],
    ],
    [
      'relief from a low baseline',
      relieved({}, { baselineBand: 'low' }),
      [['relief-of-low-baseline', 'score-below', 14, 42, 1]],
    ],
    [
      'relief of unknown length',
      relieved({}, { lastDayWith: null, firstDayWithout: null, doubt: 'no-baseline' }),
      [['no-relief-duration', 'no-baseline', 0, 0, 1]],
    ],
    ['the return of pain', timed('return-of-pain', { days: 2.5 }), [['return-of-pain', '', 2500, 0, 1]]],
    [
      'an onset that is not known',
      timed('steroid-onset', { days: null, doubt: 'no-diary' }),
      [['no-steroid-onset', 'no-diary', 0, 0, 1]],
    ],
    ['what was taken back', retraction({}), []],
  ])('of %s', async (_, observation, expected) => {
    await write(observation);
    expect(await cells()).toEqual(expected);
  });

  it('come to nothing when what they count is taken back', async () => {
    await write(relieved());
    await write(retraction({ revision: 2 }));
    expect(await cells()).toEqual([]);
  });
});

describe('a release that counts otherwise', () => {
  const observation = observed({}, { strata });
  const forget = () => dataSource.query(`UPDATE outcome_rollup_version SET version = 'of another release'`);

  it('counts once, whoever starts at the same time', async () => {
    await write(observation);
    await forget();
    const told = await Promise.all([1, 2, 3].map(() => recountIfCountedOtherwise(dataSource)));
    expect(told.filter(Boolean)).toEqual([true]);
    expect((await counted('outcome_totals')).map(([, counts]) => counts['observed'])).toEqual([1]);
  });

  it('keeps the one before from counting by its own rules, and not from taking facts in', async () => {
    await forget();
    await write(observation);
    expect(await fold(dataSource)).toBeUndefined();
    await recountIfCountedOtherwise(dataSource);
    expect(await counted()).toHaveLength(1);
  });

  it('counts what is written while it counts once, however long that takes', async () => {
    await write(observation);
    await forget();
    let during: Promise<void> | undefined;
    const onStep = () => {
      during ??= write(observed({}, { ...{ key: '00000000-0000-4000-8000-000000000001' }, strata }));
    };
    expect(await recountIfCountedOtherwise(dataSource, { onStep })).toBe(true);
    await during;
    expect((await counted()).map(([, counts]) => counts['observed'])).toEqual([2]);
  });

  it('leaves everything as it was when it is broken off', async () => {
    await write(observation);
    await fold(dataSource);
    await forget();
    const stop = new AbortController();
    const recounting = recountIfCountedOtherwise(dataSource, { onStep: () => stop.abort(), signal: stop.signal });
    await expect(recounting).rejects.toThrow(/cancel|abort/i);
    expect((await counted()).map(([, counts]) => counts['observed'])).toEqual([1]);
    await recountIfCountedOtherwise(dataSource);
  });

  it('fills in what the release before did not keep, when it is published again', async () => {
    await write(unobserved('missing'));
    await write(unobserved('missing', { isExpected: false }));
    expect((await counted()).map(([, counts]) => counts)).toEqual([{ missing: 1, missingUnasked: 1 }]);
  });

  it('keeps figures beyond an integer', async () => {
    await write(observed({ percentBetter: -9_000_000_000, betterBy: -3_000_000 }));
    expect((await counted()).map(([, counts]) => counts['percentBetter'])).toEqual([-9e12]);
  });
});
