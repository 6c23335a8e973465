import type { OutcomesSummary } from '@ilium/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { countedSql } from '../questions/counted-sql.js';
import { selected } from '../questions/selected-sql.js';
import { seriesColumns } from '../rollups/groups.js';
import { columnOf } from '../rollups/tables.js';
import { outcomesSummary, shownCounters, type GroupCounts } from './outcomes-summary.js';
import type { SummaryFilter } from './summary-filter.js';

@Injectable()
export class SummaryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** One statement, so that all figures are of one moment. Retractions have no dimensions: no filter leaves them out. */
  async summary(filter: SummaryFilter): Promise<OutcomesSummary> {
    const wanted = selected({ ...filter, of: 'treatments' }, 'totals');
    const withRetracted = {
      ...wanted,
      ofSeries: `procedure_type = '' OR (${wanted.ofSeries})`,
      ofFacts: `fact.status = 'entered-in-error' OR (${wanted.ofFacts})`,
    };
    const counted = shownCounters.map((name) => `sum(${columnOf(name)})::float8 AS "${name}"`);
    const rows: GroupCounts[] = await this.dataSource.query(
      `SELECT procedure_type AS "procedureType", measure, family, "window", ${counted.join(', ')}
         FROM ${countedSql(withRetracted, seriesColumns, shownCounters)} AS counted
        GROUP BY procedure_type, measure, family, "window"`,
      [...wanted.parameters],
    );
    return outcomesSummary(rows);
  }
}
