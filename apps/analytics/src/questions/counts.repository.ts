import { counterNames, type CounterName } from '../rollups/counters.js';
import { scoreFigures } from '../rollups/entries.js';
import { seriesColumns } from '../rollups/groups.js';
import { columnOf } from '../rollups/tables.js';
import { onAskedScale } from './asked-scale.js';
import { countedSql, pendingCounts } from './counted-sql.js';
import { countsBy, hasAny, sumOf, type Counts } from './counts.js';
import { CountsTally } from './counts-tally.js';
import type { EntriesRepository } from './entries.repository.js';
import type { Queries } from './queries.js';
import { grainOf, selected, selectedRows } from './selected-sql.js';
import type { Selection } from './selection.js';
import { keyOfSeries, seriesByNumber, seriesSql, type Series } from './series.js';

export interface WindowCounts extends Series {
  readonly counts: Counts;
}

export interface PeriodCounts {
  readonly period: string;
  readonly counts: Counts;
}

interface PeriodOfSeries extends WindowCounts, PeriodCounts {}

const texts = counterNames.map((name) => `${columnOf(name)}::text AS "${name}"`).join(', ');

/** Sums of counters: of rollups, or one by one where none knows what is asked by. */
export class CountsRepository {
  constructor(
    private readonly queries: Queries,
    private readonly entries: EntriesRepository,
  ) {}

  /** By type of procedure, scale and window. */
  async byWindow(asked: Selection): Promise<WindowCounts[]> {
    const groups = await this.#groups(asked, { isByMonth: false });
    const ofWindows = groups
      .filter(({ window }) => window !== '')
      .map(({ procedureType, measure, family, painLocation, recall, window, counts }) => {
        return { procedureType, measure, family, painLocation, recall, window, counts };
      });
    return together(
      ofWindows.map((group) => onAskedScale(group, asked)),
      keyOfSeries,
    );
  }

  /** By month of the session, or by year where the source says no more. */
  async byPeriod(asked: Selection): Promise<PeriodCounts[]> {
    const groups = await this.#groups(asked, { isByMonth: true });
    const periods = groups.map((group) => {
      const { period, counts } = onAskedScale(group, asked);
      return { period, counts };
    });
    return together(periods, ({ period }) => period)
      .filter(hasAny)
      .toSorted((a, b) => (a.period < b.period ? -1 : 1));
  }

  /** A group may come twice: as it is counted, and as it is pending. */
  async #groups(asked: Selection, { isByMonth }: { readonly isByMonth: boolean }): Promise<PeriodOfSeries[]> {
    const by = [...seriesColumns, ...(isByMonth ? (['period'] as const) : [])];
    const grain = grainOf(asked, { isByMonth });
    const { parameters, ofFacts } = selectedRows(asked);
    const counted =
      grain === undefined
        ? `(${pendingCounts({ ofFacts }, by, counterNames)})`
        : countedSql(selected(asked, grain), by, counterNames);
    const rows: (Omit<PeriodOfSeries, 'counts'> & Readonly<Record<CounterName, string>>)[] = await this.queries.query(
      `SELECT ${seriesSql}, ${isByMonth ? 'period' : `'' AS period`}, ${texts} FROM ${counted} AS counted`,
      [...parameters],
    );
    const groups = rows.map(({ procedureType, measure, family, painLocation, recall, window, period, ...row }) => ({
      ...{ procedureType, measure, family, painLocation, recall, window, period },
      counts: countsBy((name) => BigInt(row[name])),
    }));
    return grain === undefined ? [...groups, ...(await this.#oneByOne(asked, isByMonth))] : groups;
  }

  async #oneByOne(asked: Selection, isByMonth: boolean): Promise<PeriodOfSeries[]> {
    const series = await seriesByNumber(this.queries);
    const by = ['series', ...(isByMonth ? (['period'] as const) : [])] as const;
    const found = await this.entries.groups(
      asked,
      { figures: scoreFigures, by, scale: 'with-unsaid' },
      (figure) => new CountsTally(figure),
    );
    return found.flatMap(({ series: number, period, tally }) => {
      const of = series.get(number);
      return of === undefined ? [] : [{ ...of, period, counts: tally.counts() }];
    });
  }
}

/** Groups of one key, in the order of the first of each. */
function together<Group extends { readonly counts: Counts }>(
  groups: readonly Group[],
  keyOf: (group: Group) => string,
): Group[] {
  return [...Map.groupBy(groups, keyOf).values()].flatMap((own) => {
    const [first, ...others] = own;
    if (first === undefined || others.length === 0) return own;
    return [{ ...first, counts: sumOf(own.map(({ counts }) => counts)) }];
  });
}
