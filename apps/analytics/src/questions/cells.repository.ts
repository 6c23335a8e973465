import type { FigureName } from '../rollups/cells.js';
import { seriesColumns } from '../rollups/groups.js';
import { cellsSql } from './counted-sql.js';
import type { Queries } from './queries.js';
import { scaleColumns, scaleSql, type Scale } from './scale.js';
import { selectedCells } from './selected-sql.js';
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

  /** Of all that is selected together. @param types all, if left out */
  cells(asked: Selection, figures: readonly FigureName[], types: readonly string[] | null = null): Promise<Cell[]> {
    const wanted = selectedCells(asked);
    const { parameters } = wanted;
    const [ofFigures, ofTypes] = [`$${parameters.length + 1}::text[]`, `$${parameters.length + 2}::text[]`];
    const isOfTypes = (column: string) => ` AND (${ofTypes} IS NULL OR ${column} = ANY (${ofTypes}))`;
    const narrowed = {
      ...wanted,
      ofSeries: wanted.ofSeries + isOfTypes('procedure_type'),
      ofFacts: wanted.ofFacts + isOfTypes('fact.procedure_type'),
    };
    return this.queries.query(
      `SELECT figure, what, at::float8 AS at, until::float8 AS until, count::float8 AS count
         FROM ${cellsSql(narrowed, [], ofFigures)} AS cell
        ORDER BY figure, at, until, what`,
      [...parameters, figures, types],
    );
  }

  /** By type of procedure, scale and window. */
  byWindow(asked: Selection, figures: readonly FigureName[]): Promise<WindowCells[]> {
    const wanted = selectedCells(asked);
    const { parameters } = wanted;
    return this.queries.query(
      `SELECT procedure_type AS "procedureType", ${scaleSql}, "window",
              json_agg(json_build_object('figure', figure, 'what', what, 'at', at, 'until', until, 'count', count)) AS cells
         FROM ${cellsSql(wanted, seriesColumns, `$${parameters.length + 1}::text[]`)} AS cell
        WHERE "window" <> ''
        GROUP BY procedure_type, ${scaleColumns}, "window"`,
      [...parameters, figures],
    );
  }
}
