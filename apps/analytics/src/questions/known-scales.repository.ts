import { seriesColumns } from '../rollups/groups.js';
import { counterTables, movesTable } from '../rollups/tables.js';
import { countedSql } from './counted-sql.js';
import { grainOf, selected, unsaidAsEmpty } from './selected-sql.js';
import { strataNames, type Selection } from './selection.js';
import type { Queries } from './queries.js';
import { scaleColumns } from './scale.js';
import { seriesSql, type Series } from './series.js';

/** With the sites and the years of its sessions. */
export interface KnownScale extends Series {
  readonly sites: readonly string[];
  readonly from: string;
  readonly to: string;
}

export class KnownScalesRepository {
  constructor(private readonly queries: Queries) {}

  /** What there is a live outcome of. */
  known(): Promise<KnownScale[]> {
    const everything = selected({ of: 'treatments' }, 'totals');
    return this.queries.query(
      `SELECT ${seriesSql}, array_remove(array_agg(DISTINCT site), '') AS sites, min(period) AS "from", max(period) AS "to"
         FROM ${countedSql(everything, [...seriesColumns, 'period'], ['open', 'observed', 'missing', 'superseded'])} AS counted
        WHERE "window" <> '' AND open + observed + missing + superseded > 0
        GROUP BY procedure_type, ${scaleColumns}, "window"`,
      [...everything.parameters],
    );
  }

  /** Whether sessions are told by their month, and not by their year alone. */
  async haveMonths(): Promise<boolean> {
    const isMonth = `length(period) > length('2026')`;
    const [row]: { haveMonths: boolean }[] = await this.queries.query(
      `SELECT EXISTS (SELECT FROM ${counterTables.months.table} WHERE ${isMonth})
           OR EXISTS (SELECT FROM ${movesTable} WHERE ${isMonth}) AS "haveMonths"`,
    );
    return row?.haveMonths === true;
  }

  /**
   * Of how many locations and recall periods the selected scores are: those of several may not be summed. Of all patients, so that
   * who asks of some of them is answered alike.
   */
  async countOf(asked: Selection): Promise<number> {
    const ofAll = { ...asked, ...Object.fromEntries(strataNames.map((name) => [name, undefined])) };
    const wanted = selected(ofAll, grainOf(ofAll) ?? 'rollups');
    const rows: { painLocation: string; recall: string }[] = await this.queries.query(
      `SELECT pain_location AS "painLocation", recall
         FROM ${countedSql(wanted, ['pain_location', 'recall'], ['observed'])} AS counted WHERE observed > 0`,
      [...wanted.parameters],
    );
    // Not left to PostgreSQL, which takes it for so few that it sums the others anew for each series.
    const [location, recall] = [unsaidAsEmpty(asked.painLocation), unsaidAsEmpty(asked.recall)];
    return rows.filter(
      (row) => (location ?? row.painLocation) === row.painLocation && (recall ?? row.recall) === row.recall,
    ).length;
  }
}
