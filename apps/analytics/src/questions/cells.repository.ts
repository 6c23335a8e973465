import type { FigureName } from '../rollups/cells.js';
import { cellsBySeriesSql, cellsSql } from './counted-sql.js';
import type { Queries } from './queries.js';
import { scaleSql, type Scale } from './scale.js';
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
         FROM ${cellsSql(narrowed, ofFigures)} AS cell
        ORDER BY figure, at, until, what`,
      [...parameters, figures, types],
    );
  }

  /** By type of procedure, scale and window. */
  async byWindow(asked: Selection, figures: readonly FigureName[]): Promise<WindowCells[]> {
    const wanted = selectedCells(asked);
    const { parameters } = wanted;
    const rows: ListedCells[] = await this.queries.query(
      `SELECT procedure_type AS "procedureType", ${scaleSql}, "window", cells
         FROM ${cellsBySeriesSql(wanted, `$${parameters.length + 1}::text[]`)} AS listed
        WHERE "window" <> ''`,
      [...parameters, figures],
    );
    return [...Map.groupBy(rows, seriesOf).values()].flatMap(([first, ...others]) => {
      if (first === undefined) return [];
      const { cells, ...group } = first;
      const summed = summedCells([cells, ...others.map((other) => other.cells)].flat());
      return summed.length === 0 ? [] : [{ ...group, cells: summed }];
    });
  }
}

/** Of a series: what is counted, or what is pending. */
interface ListedCells extends Omit<WindowCells, 'cells'> {
  readonly cells: readonly (readonly [figure: string, what: string, at: number, until: number, count: number])[];
}

function seriesOf({ procedureType, measure, painLocation, recall, window }: ListedCells): string {
  return [procedureType, measure, painLocation, recall, window].join(' ');
}

/** A value that is counted and pending is one. */
function summedCells(lists: ListedCells['cells']): Cell[] {
  const cells = new Map<string, Cell>();
  for (const [figure, what, at, until, count] of lists) {
    const key = `${figure} ${at} ${until} ${what}`;
    cells.set(key, { figure, what, at, until, count: count + (cells.get(key)?.count ?? 0) });
  }
  return [...cells.values()].filter(({ count }) => count > 0);
}
