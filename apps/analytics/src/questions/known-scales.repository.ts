import type { ProcedureType } from '@ilium/contracts';
import { seriesColumns } from '../rollups/groups.js';
import { countedSql } from './counted-sql.js';
import { selected, unsaidAsEmpty } from './selected-sql.js';
import type { Selection } from './selection.js';
import type { Queries } from './queries.js';
import { scaleColumns, scaleSql, type Scale } from './scale.js';

/** A scale and window of a type of procedure, and the years of its sessions. */
export interface KnownScale extends Scale {
  readonly procedureType: ProcedureType;
  readonly window: string;
  readonly from: string;
  readonly to: string;
}

export class KnownScalesRepository {
  constructor(private readonly queries: Queries) {}

  /** What there is a live outcome of. */
  known(): Promise<KnownScale[]> {
    const everything = selected({ of: 'treatments' });
    return this.queries.query(
      `SELECT procedure_type AS "procedureType", ${scaleSql}, "window", min(period) AS "from", max(period) AS "to"
         FROM ${countedSql(everything, [...seriesColumns, 'period'], ['open', 'observed', 'missing', 'superseded'])} AS counted
        WHERE "window" <> '' AND open + observed + missing + superseded > 0
        GROUP BY procedure_type, ${scaleColumns}, "window"`,
      [...everything.parameters],
    );
  }

  /** Of how many locations and recall periods the selected scores are: those of several may not be summed. */
  async countOf(asked: Selection): Promise<number> {
    const wanted = selected(asked);
    const { parameters } = wanted;
    const [location, recall] = [`$${parameters.length + 1}::text`, `$${parameters.length + 2}::text`];
    const [row]: { count: number }[] = await this.queries.query(
      `SELECT count(*)::int AS count
         FROM ${countedSql(wanted, ['pain_location', 'recall'], ['observed'])} AS counted
        WHERE observed > 0
          AND pain_location = coalesce(${location}, pain_location) AND recall = coalesce(${recall}, recall)`,
      [...parameters, unsaidAsEmpty(asked.painLocation) ?? null, unsaidAsEmpty(asked.recall) ?? null],
    );
    return row?.count ?? 0;
  }
}
