import type { ProcedureType } from '@ilium/contracts';
import { counterNames, type CounterName } from '../rollups/counters.js';
import { seriesColumns } from '../rollups/groups.js';
import { columnOf } from '../rollups/tables.js';
import { countedSql } from './counted-sql.js';
import { scaleSql, type Scale } from './scale.js';
import type { Queries } from './queries.js';
import { selected } from './selected-sql.js';
import type { Selection } from './selection.js';

/** Whole numbers; sums of squares of many scores don't fit a double. */
export type Counts = Readonly<Record<CounterName, bigint>>;

export interface WindowCounts extends Scale {
  readonly procedureType: ProcedureType;
  readonly window: string;
  readonly counts: Counts;
}

export interface PeriodCounts {
  readonly period: string;
  readonly counts: Counts;
}

type CountRow<Group> = Group & Readonly<Record<CounterName, string>>;

const texts = counterNames.map((name) => `${columnOf(name)}::text AS "${name}"`).join(', ');

/** Sums of counters. */
export class CountsRepository {
  constructor(private readonly queries: Queries) {}

  /** By type of procedure, scale and window. */
  async byWindow(asked: Selection): Promise<WindowCounts[]> {
    const wanted = selected(asked);
    const rows: CountRow<Omit<WindowCounts, 'counts'>>[] = await this.queries.query(
      `SELECT procedure_type AS "procedureType", ${scaleSql}, "window", ${texts}
         FROM ${countedSql(wanted, seriesColumns, counterNames)} AS counted
        WHERE "window" <> ''`,
      [...wanted.parameters],
    );
    return rows.map(({ procedureType, measure, family, painLocation, recall, window, ...row }) => ({
      ...{ procedureType, measure, family, painLocation, recall, window },
      counts: countsOf(row),
    }));
  }

  /** By month of the session, or by year where the source says no more. */
  async byPeriod(asked: Selection): Promise<PeriodCounts[]> {
    const wanted = selected(asked, { isByMonth: true });
    const rows: CountRow<Omit<PeriodCounts, 'counts'>>[] = await this.queries.query(
      `SELECT period, ${texts} FROM ${countedSql(wanted, ['period'], counterNames)} AS counted ORDER BY period`,
      [...wanted.parameters],
    );
    return rows.map(({ period, ...row }) => ({ period, counts: countsOf(row) }));
  }
}

function countsOf(row: Readonly<Record<CounterName, string>>): Counts {
  return Object.fromEntries(counterNames.map((name) => [name, BigInt(row[name])])) as Record<CounterName, bigint>;
}
