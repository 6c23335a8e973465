import { cellTables } from '../rollups/move-sql.js';
import type { Queries } from './queries.js';
import { scaleColumns, scaleSql, type Scale } from './scale.js';
import { selected } from './selected-sql.js';
import type { Selection } from './selection.js';
import type { ProcedureType } from '@ilium/contracts';

/** How many facts of a group have one value of a figure. */
export interface Cell {
  readonly figure: string;
  readonly what: string;
  readonly at: number;
  readonly until: number;
  readonly count: number;
}

export interface WindowCells extends Scale {
  readonly procedureType: ProcedureType;
  readonly window: string;
  readonly cells: readonly Cell[];
}

/** Counts per value. */
export class CellsRepository {
  constructor(private readonly queries: Queries) {}

  /** Of all that is selected together. @param figures names of `rollups/cells.ts`. @param types all, if left out */
  cells(asked: Selection, figures: readonly string[], types: readonly string[] | null = null): Promise<Cell[]> {
    const { table, where, parameters } = selectedCells(asked);
    const [ofFigures, ofTypes] = [`$${parameters.length + 1}::text[]`, `$${parameters.length + 2}::text[]`];
    return this.queries.query(
      `SELECT figure, what, at::float8 AS at, until::float8 AS until, sum(count)::float8 AS count
         FROM ${table}
        WHERE ${where} AND figure = ANY (${ofFigures}) AND (${ofTypes} IS NULL OR procedure_type = ANY (${ofTypes}))
        GROUP BY figure, what, at, until
       HAVING sum(count) > 0
        ORDER BY figure, at, until, what`,
      [...parameters, figures, types],
    );
  }

  /** By type of procedure, scale and window. @param figures names of `rollups/cells.ts` */
  byWindow(asked: Selection, figures: readonly string[]): Promise<WindowCells[]> {
    const { table, where, parameters } = selectedCells(asked);
    return this.queries.query(
      `SELECT procedure_type AS "procedureType", ${scaleSql}, "window",
              json_agg(json_build_object('figure', figure, 'what', what, 'at', at, 'until', until, 'count', count)) AS cells
         FROM (SELECT procedure_type, ${scaleColumns}, "window", figure, what, at, until, sum(count) AS count
                 FROM ${table}
                WHERE ${where} AND "window" <> '' AND figure = ANY ($${parameters.length + 1}::text[])
                GROUP BY procedure_type, ${scaleColumns}, "window", figure, what, at, until
               HAVING sum(count) > 0) AS cell
        GROUP BY procedure_type, ${scaleColumns}, "window"`,
      [...parameters, figures],
    );
  }
}

function selectedCells(asked: Selection) {
  const { grain, ...rest } = selected(asked);
  if (grain === 'strata') throw new RangeError('Values are not counted by stratum: ask for rates.');
  return { ...rest, table: cellTables[grain] };
}
