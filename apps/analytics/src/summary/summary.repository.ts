import type { OutcomesSummary } from '@ilium/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { columnOf } from '../rollups/move-sql.js';
import { outcomesSummary, shownCounters, type GroupCounts } from './outcomes-summary.js';
import type { SummaryFilter } from './summary-filter.js';

@Injectable()
export class SummaryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** One statement, so that all figures are of one moment. Retractions have no dimensions: no filter leaves them out. */
  async summary({ procedureType, measure, window }: SummaryFilter): Promise<OutcomesSummary> {
    const counted = shownCounters.map((name) => `sum(${columnOf(name)})::float8 AS "${name}"`);
    const rows: GroupCounts[] = await this.dataSource.query(
      `SELECT procedure_type AS "procedureType", measure, family, "window", ${counted.join(', ')}
         FROM outcome_totals
        WHERE procedure_type = ''
           OR (procedure_type = coalesce($1, procedure_type)
               AND measure = coalesce($2, measure)
               AND "window" = coalesce($3, "window"))
        GROUP BY procedure_type, measure, family, "window"`,
      [procedureType ?? null, measure ?? null, window ?? null],
    );
    return outcomesSummary(rows);
  }
}
