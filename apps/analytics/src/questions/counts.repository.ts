import type { ProcedureType } from '@ilium/contracts';
import { counterNames, type CounterName } from '../rollups/counters.js';
import { seriesColumns } from '../rollups/groups.js';
import { columnOf } from '../rollups/tables.js';
import { onAskedScale } from './asked-scale.js';
import { countedSql } from './counted-sql.js';
import { countsBy, sumOf, type Counts } from './counts.js';
import { scaleSql, type Scale } from './scale.js';
import type { Queries } from './queries.js';
import { selected } from './selected-sql.js';
import type { Selection } from './selection.js';

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
    const groups = rows.map(({ procedureType, measure, family, painLocation, recall, window, ...row }) => ({
      ...{ procedureType, measure, family, painLocation, recall, window },
      counts: countsOf(row),
    }));
    return together(
      groups.map((group) => onAskedScale(group, asked)),
      (group) => [group.procedureType, group.measure, group.painLocation, group.recall, group.window].join(' '),
    );
  }

  /** By month of the session, or by year where the source says no more. */
  async byPeriod(asked: Selection): Promise<PeriodCounts[]> {
    const wanted = selected(asked, { isByMonth: true });
    const rows: CountRow<Omit<PeriodCounts, 'counts'> & Pick<Scale, 'family' | 'painLocation' | 'recall'>>[] =
      await this.queries.query(
        `SELECT period, family, nullif(pain_location, '') AS "painLocation", nullif(recall, '') AS recall, ${texts}
           FROM ${countedSql(wanted, ['period', 'family', 'pain_location', 'recall'], counterNames)} AS counted ORDER BY period`,
        [...wanted.parameters],
      );
    const groups = rows.map(({ period, family, painLocation, recall, ...row }) => {
      const { counts } = onAskedScale({ family, painLocation, recall, counts: countsOf(row) }, asked);
      return { period, counts };
    });
    return together(groups, ({ period }) => period);
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

function countsOf(row: Readonly<Record<CounterName, string>>): Counts {
  return countsBy((name) => BigInt(row[name]));
}
