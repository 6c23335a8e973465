import type { FigureName } from '../rollups/cells.js';
import type { CellGrain } from '../rollups/tables.js';
import { cellsBySeriesSql, cellsSql } from './counted-sql.js';
import type { Queries } from './queries.js';
import { scaleSql, type Scale } from './scale.js';
import { selectedCells, type Selected } from './selected-sql.js';
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

/** What is counted by value, and what is counted where there is none. */
export interface Figures {
  readonly known: readonly FigureName[];
  readonly unknown: readonly FigureName[];
}

/** Counts per value. */
export class CellsRepository {
  constructor(private readonly queries: Queries) {}

  /**
   * Of the scale that is asked for. Who has no figure named no location and no recall period, and is without one on whichever is
   * asked (clinical rule 12).
   */
  async ofScale(asked: Selection, figures: Figures): Promise<Cell[]> {
    const isOfAny = asked.painLocation === undefined && asked.recall === undefined;
    if (isOfAny) return this.cells(asked, [...figures.known, ...figures.unknown]);
    return [
      ...(await this.#cells(selectedCells(asked, 'exact'), figures.known)),
      ...(await this.cells(asked, figures.unknown)),
    ];
  }

  /** Of all that is selected together. @param types all, if left out */
  cells(asked: Selection, figures: readonly FigureName[], types: readonly string[] | null = null): Promise<Cell[]> {
    return this.#cells(selectedCells(asked), figures, types);
  }

  #cells(
    wanted: Selected<CellGrain>,
    figures: readonly FigureName[],
    types: readonly string[] | null = null,
  ): Promise<Cell[]> {
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
      `SELECT procedure_type AS "procedureType", ${scaleSql}, "window", figure, what, cells
         FROM ${cellsBySeriesSql(wanted, `$${parameters.length + 1}::text[]`)} AS listed
        WHERE "window" <> ''`,
      [...parameters, figures],
    );
    return [...Map.groupBy(rows, seriesOf).values()].flatMap((ofSeries) => {
      const [first] = ofSeries;
      if (first === undefined) return [];
      const { procedureType, measure, family, painLocation, recall, window } = first;
      const group = { procedureType, measure, family, painLocation, recall, window };
      const cells = [...Map.groupBy(ofSeries, ({ figure, what }) => `${figure} ${what}`).values()].flatMap(summedCells);
      return cells.length === 0 ? [] : [{ ...group, cells }];
    });
  }
}

/** Of a series and a figure: what is counted, or what is pending. */
interface ListedCells extends Omit<WindowCells, 'cells'>, Pick<Cell, 'figure' | 'what'> {
  readonly cells: Readonly<Record<'at' | 'until' | 'count', readonly number[]>>;
}

function seriesOf({ procedureType, measure, painLocation, recall, window }: ListedCells): string {
  return [procedureType, measure, painLocation, recall, window].join(' ');
}

/** A value that is counted and pending is one. */
function summedCells(lists: readonly ListedCells[]): Cell[] {
  const all = lists.flatMap(cellsOf);
  const isSummed = lists.length === 1;
  const cells = isSummed ? all : [...Map.groupBy(all, ({ at, until }) => `${at} ${until}`).values()].flatMap(summed);
  return cells.filter(({ count }) => count > 0);
}

function cellsOf({ figure, what, cells }: ListedCells): Cell[] {
  const { until, count } = cells;
  return cells.at.map((at, index) => ({ figure, what, at, until: until[index] ?? 0, count: count[index] ?? 0 }));
}

function summed(same: readonly Cell[]): Cell[] {
  return same.slice(0, 1).map((cell) => ({ ...cell, count: same.reduce((sum, { count }) => sum + count, 0) }));
}
