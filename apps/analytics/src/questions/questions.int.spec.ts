import {
  ageBands,
  agentsGiven,
  epiduralApproaches,
  guidanceModalities,
  intents,
  priorTreatments,
  sessionSides,
  sexes,
  spinalRegions,
  steroids,
  type OutcomeObservation,
  type OutcomeStrata,
} from '@ilium/contracts';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
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
import { figureNames } from '../rollups/cells.js';
import { counterNames, type CounterName } from '../rollups/counters.js';
import { countedTables, foldSql } from '../rollups/counting-sql.js';
import { fold, pack } from '../rollups/fold.js';
import { seriesColumns, type SeriesColumn } from '../rollups/groups.js';
import { columnOf } from '../rollups/tables.js';
import { AnalyticsBed } from '../testing/analytics-bed.js';
import { onAskedScale } from './asked-scale.js';
import { hasYearsInPart } from './asked-periods.js';
import type { Cell } from './cells.repository.js';
import { pendingCells, pendingCounts, type By } from './counted-sql.js';
import { countsBy, sumOf, type Counts } from './counts.js';
import { Moments } from './moments.js';
import { grainOf, selectedRows } from './selected-sql.js';
import { strataNames, type Selection } from './selection.js';
import { keyOfSeries, seriesSql, type Series } from './series.js';

jest.setTimeout(120_000);

const word = <const Word extends string>(words: readonly Word[]) => fc.constantFrom(...words);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });
const periods = ['2025', '2025-11', '2025-12', '2026', '2026-03', '2026-04', '2027-01'] as const;
const types = ['si-joint-injection', 'facet-injection', 'epidural-injection'] as const;

/** As much is left unsaid as is said. */
const anyStrata: fc.Arbitrary<OutcomeStrata> = fc.record(
  {
    ...{ intent: word(intents), agents: word(agentsGiven), sides: word(sessionSides), isIndex: fc.boolean() },
    ...{ reasons: fc.constant([]), priorTreatments: fc.subarray([...priorTreatments]) },
    ...{ region: word(spinalRegions), approach: word(epiduralApproaches), ageBand: word(ageBands) },
    ...{ sex: word(sexes), guidance: word(guidanceModalities), steroid: word(steroids), site: word(['RIV', 'HILL']) },
  },
  { requiredKeys: ['intent', 'agents', 'sides', 'isIndex', 'reasons', 'priorTreatments'] },
);

const anyObservation: fc.Arbitrary<OutcomeObservation> = fc
  .record({
    key: fc.nat(199).map((number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`),
    revision: fc.integer({ min: 1, max: 5 }),
    kind: fc.nat(13),
    about: fc.record({
      ...{ procedureType: word(types), period: word(periods), strata: maybe(anyStrata) },
    }),
    scale: fc.constantFrom(
      { measure: 'nrs', family: 'pain', painLocation: 'back', recall: '7d' } as const,
      { measure: 'nrs', family: 'pain', painLocation: 'leg' } as const,
      { measure: 'nrs', family: 'pain' } as const,
      { measure: 'odi', family: 'function' } as const,
    ),
    window: word(['W2', 'M3']),
    betterBy: fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: -3, max: 8 }) },
      // Beyond what four bytes hold in thousandths.
      { weight: 1, arbitrary: fc.constantFrom(-9_000_000, 3_000_000) },
    ),
    band: word(['usual', 'usual', 'usual', 'low', 'zero']),
  })
  .map(({ key, revision, kind, about: { strata, ...of }, scale, window, betterBy, band }) => {
    const about = { key, revision, ...of, ...(strata === undefined ? {} : { strata }) };
    const scored = { ...about, ...scale, window };
    const measured = { ...about, ...scale };
    const percentBetter = betterBy * 12.5;
    const figures = { betterBy, percentBetter, baselineBand: band, improved: betterBy > 2, over50: betterBy > 4 };
    switch (kind) {
      case 0:
        return retraction({ key, revision });
      case 1:
        return sessionHeld({ isTherapeutic: betterBy > 0 }, about);
      case 2:
        return relieved(measured, { lastDayWith: 7 * (betterBy + 4), firstDayWithout: betterBy > 4 ? null : 91 });
      case 3:
        return timed('steroid-onset', { days: betterBy + 4.5 }, measured);
      case 4:
        return timed('return-of-pain', { days: null, doubt: 'not-returned' }, measured);
      case 5:
        return complicated('flare', about);
      case 6:
        return blocked(about);
      case 7:
        return missingBecause('declined', scored);
      case 8:
        return unobserved(betterBy > 2 ? 'open' : 'missing', { ...scored, isExpected: betterBy !== 0 });
      case 9:
        return observed({ betterBy: null, percentBetter: null, doubt: 'no-baseline' }, scored);
      default:
        return observed(figures, scored);
    }
  });

const anyQuestion: fc.Arbitrary<Selection> = fc
  .record({
    of: word(['treatments', 'treatments', 'patients']),
    procedureType: maybe(word(types)),
    measure: maybe(word(['nrs', 'odi'])),
    painLocation: maybe(word(['back', 'none'])),
    recall: maybe(word(['7d', 'none'])),
    window: maybe(word(['W2', 'M3'])),
    agents: maybe(fc.subarray([...agentsGiven], { minLength: 1 })),
    intent: maybe(fc.subarray([...intents], { minLength: 1 })),
    from: maybe(word(['2025', '2025-01', '2025-12', '2026'])),
    to: maybe(word(['2026', '2026-03', '2026-12'])),
    ageBand: maybe(word(ageBands)),
    sex: maybe(word(sexes)),
    guidance: maybe(word(guidanceModalities)),
    priorTreatment: maybe(word(priorTreatments)),
    site: maybe(word(['RIV', 'HILL', 'nowhere'])),
    firstOrRepeat: maybe(word(['first', 'repeat'])),
    kept: fc.array(word(strataNames), { maxLength: 2 }),
  })
  // Of all at once hardly anybody is left.
  .map(({ kept, ...asked }) => ({
    ...asked,
    ...Object.fromEntries(strataNames.filter((name) => !kept.includes(name)).map((name) => [name, undefined])),
  }));

/** By their windows, whatever their site. */
const toldApart = seriesColumns.filter((name) => name !== 'site');

const everyFact = '(SELECT 1 AS sign, * FROM outcome_facts)';

let bed: AnalyticsBed;
beforeAll(async () => {
  bed = await AnalyticsBed.open();
});
afterAll(() => bed.close());

/** By the same definitions, of the facts themselves. */
async function countedFromFacts(
  asked: Selection,
  by: readonly By[],
): Promise<(Series & { counts: Counts; period: string })[]> {
  const { ofFacts, parameters } = selectedRows(asked);
  const columns = counterNames.map((name) => `${columnOf(name)}::text AS "${name}"`).join(', ');
  const period = by.includes('period') ? 'period' : `'' AS period`;
  const rows: (Series & { period: string } & Record<CounterName, string>)[] = await bed.dataSource.query(
    `SELECT ${seriesSql}, ${period}, ${columns}
       FROM (${pendingCounts({ ofFacts }, by, counterNames).replaceAll('outcome_moves', everyFact)}) AS counted`,
    [...parameters],
  );
  return rows.map((row) => onAskedScale({ ...row, counts: countsBy((name) => BigInt(row[name])) }, asked));
}

const cellSql = 'figure, what, at::float8 AS at, until::float8 AS until, count::float8 AS count';

function factCells(asked: Selection, by: readonly SeriesColumn[], columns: string): Promise<(Series & Cell)[]> {
  const { ofFacts, parameters } = selectedRows(asked);
  const cells = pendingCells({ ofFacts }, by, `$${parameters.length + 1}::text[]`);
  return bed.dataSource.query(
    `SELECT ${columns} FROM (${cells.replaceAll('outcome_moves', everyFact)}) AS cell
      WHERE count > 0 ORDER BY figure, at, until, what`,
    [...parameters, figureNames],
  );
}

function named(series: Series, { figure, what, at, until, count }: Cell): string {
  return [keyOfSeries(series), figure, what, at, until, count].join(' ');
}

function together(groups: readonly { readonly counts: Counts }[], keys: readonly string[]): [string, Counts][] {
  const named = groups.map(({ counts }, index) => ({ key: keys[index] ?? '', counts }));
  return [...Map.groupBy(named, ({ key }) => key)]
    .map(([key, own]): [string, Counts] => [key, sumOf(own.map(({ counts }) => counts))])
    .filter(([, counts]) => counterNames.some((name) => counts[name] !== 0n))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

async function forgetAll(): Promise<void> {
  await bed.dataSource.query(`TRUNCATE outcome_facts, ${countedTables.join(', ')}`);
}

describe.each([
  ['pending', 0, false],
  ['counted', 1, false],
  ['counted, with corrections pending', 0.7, false],
  ['counted and packed anew, with corrections pending', 0.7, true],
])('questions of facts that are %s', (_, shareCounted, isPacked) => {
  beforeAll(async () => {
    await forgetAll();
    const observations = fc.sample(anyObservation, { numRuns: 1_500, seed: 20_261_130 });
    const counted = Math.floor(observations.length * shareCounted);
    // In several folds, so that a fact that is counted is counted otherwise by a later one.
    for (const part of [observations.slice(0, counted / 2), observations.slice(counted / 2, counted)]) {
      await bed.store(part);
      await fold(bed.dataSource);
    }
    if (isPacked) {
      await bed.dataSource.query('UPDATE outcome_generation SET generation = generation + 1');
      if ((await pack(bed.dataSource)) !== 1) throw new Error('Nothing was packed.');
    }
    await bed.store(observations.slice(counted));
  });

  it('are answered by whatever they are narrowed, as the facts say', async () => {
    const moments = new Moments(bed.dataSource);
    const grains = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(anyQuestion, async (asked) => {
        const grain = `${grainOf(asked) ?? 'entries'}${hasYearsInPart(asked) ? ' of months' : ''}`;
        grains.set(grain, (grains.get(grain) ?? 0) + 1);
        await moments.read(async ({ counts, cells }) => {
          const windows = await counts.byWindow(asked);
          const expected = await countedFromFacts(asked, seriesColumns);
          const ofWindows = expected.filter(({ window }) => window !== '');
          expect(together(windows, windows.map(keyOfSeries))).toEqual(together(ofWindows, ofWindows.map(keyOfSeries)));

          const months = await counts.byPeriod(asked);
          const expectedMonths = await countedFromFacts(asked, [...seriesColumns, 'period']);
          const period = ({ period: of }: { readonly period: string }) => of;
          expect(together(months, months.map(period))).toEqual(together(expectedMonths, expectedMonths.map(period)));

          expect(await cells.cells(asked, figureNames)).toEqual(await factCells(asked, [], cellSql));
          const found = (await cells.byWindow(asked, figureNames)).flatMap(({ cells: own, ...series }) =>
            own.map((cell) => named(series, cell)),
          );
          const expectedCells = await factCells(asked, toldApart, `${seriesSql}, ${cellSql}`);
          const ofWindow = expectedCells.filter(({ window }) => window !== '').map((cell) => named(cell, cell));
          expect(found.toSorted()).toEqual(ofWindow.toSorted());
        });
      }),
      { numRuns: 150, seed: 7 },
    );
    expect([...grains.keys()].toSorted()).toEqual([
      ...['entries', 'entries of months', 'rollups of months', 'strata', 'totals', 'totals of months'],
    ]);
  });
});

describe('questions of a backlog', () => {
  it('are answered right while what is taken back is folded, and what it takes back is not yet', async () => {
    await forgetAll();
    const given = { intent: 'both', agents: 'both', sides: 'left', isIndex: true } as const;
    const strata: OutcomeStrata = { ...given, reasons: [], priorTreatments: [], sex: 'female', ageBand: '60-69' };
    const about = { strata };
    await bed.store([observed({ betterBy: 4 }, { ...about, revision: 1 })]);
    await bed.store([observed({ betterBy: 5 }, { ...about, revision: 2 })]);
    // Rows lie where there is room, in no order of time.
    await bed.dataSource.query(
      'WITH said AS (DELETE FROM outcome_moves WHERE sign > 0 RETURNING *) INSERT INTO outcome_moves SELECT * FROM said',
    );
    await bed.dataSource.query(foldSql, [1]);
    const asked = { of: 'treatments', sex: 'female', ageBand: '60-69' } as const;
    await new Moments(bed.dataSource).read(async ({ counts, cells }) => {
      expect((await counts.byWindow(asked)).map((group) => group.counts.observed)).toEqual([1n]);
      const changes = [expect.objectContaining({ at: 5000, count: 1 })];
      expect(await cells.cells(asked, ['better-by'])).toEqual(changes);
      expect((await cells.byWindow(asked, ['better-by'])).map((group) => group.cells)).toEqual([changes]);
    });
  });
});
