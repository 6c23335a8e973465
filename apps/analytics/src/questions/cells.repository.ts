import type { FigureName } from '../rollups/cells.js';
import { cellsTally } from './cells-tally.js';
import { cellsBySeriesSql, cellsSql, pendingCells, pendingCellsBySeriesSql } from './counted-sql.js';
import type { EntriesRepository } from './entries.repository.js';
import type { Queries } from './queries.js';
import { selectedCells, selectedRows, type AnsweredScale, type Narrowing } from './selected-sql.js';
import type { Selection } from './selection.js';
import { keyOfSeries, seriesByNumber, seriesSql, type Series } from './series.js';

/** How many facts of a group have one value of a figure. */
export interface Cell {
  readonly figure: string;
  readonly what: string;
  readonly at: number;
  readonly until: number;
  readonly count: number;
}

export interface SeriesCells extends Series {
  readonly cells: readonly Cell[];
}

/** What is counted by value, and what is counted where there is none. */
export interface Figures {
  readonly known: readonly FigureName[];
  readonly unknown: readonly FigureName[];
}

/** Counts per value: of rollups, or one by one where none knows what is asked by. */
export class CellsRepository {
  constructor(
    private readonly queries: Queries,
    private readonly entries: EntriesRepository,
  ) {}

  /**
   * Of the scale that is asked for. Who has no figure named no location and no recall period, and is without one on whichever is
   * asked (clinical rule 12).
   */
  async ofScale(asked: Selection, figures: Figures): Promise<Cell[]> {
    const isOfAny = asked.painLocation === undefined && asked.recall === undefined;
    if (isOfAny) return this.cells(asked, [...figures.known, ...figures.unknown]);
    return [...(await this.cells(asked, figures.known, 'exact')), ...(await this.cells(asked, figures.unknown))];
  }

  /** Of all that is selected together. */
  async cells(asked: Narrowing, figures: readonly FigureName[], scale: AnsweredScale = 'with-unsaid'): Promise<Cell[]> {
    const known = selectedCells(asked, figures, scale);
    const { ofFacts, parameters } = known ?? selectedRows(asked, scale);
    const place = `$${parameters.length + 1}::text[]`;
    const rows: Cell[] = await this.queries.query(
      `SELECT figure, what, at::float8 AS at, until::float8 AS until, count::float8 AS count
         FROM ${known ? cellsSql(known, place) : `(${pendingCells({ ofFacts }, [], place)})`} AS cell
        ORDER BY figure, at, until, what`,
      [...parameters, figures],
    );
    if (known) return rows;
    const oneByOne = await this.#oneByOne(asked, figures, { by: [], scale });
    return summed([...rows, ...oneByOne.flatMap(({ cells }) => cells)]).toSorted(inOrder);
  }

  /** By type of procedure, scale and window. */
  async byWindow(asked: Narrowing, figures: readonly FigureName[]): Promise<SeriesCells[]> {
    return (await this.bySeries(asked, figures)).filter(({ window }) => window !== '');
  }

  /** The same, and of sessions themselves, which are of no window. */
  async bySeries(asked: Narrowing, figures: readonly FigureName[]): Promise<SeriesCells[]> {
    const known = selectedCells(asked, figures, 'with-unsaid');
    const { ofFacts, parameters } = known ?? selectedRows(asked);
    const place = `$${parameters.length + 1}::text[]`;
    const rows: ListedCells[] = await this.queries.query(
      `SELECT ${seriesSql}, figure, what, cells
         FROM ${known ? cellsBySeriesSql(known, place) : `(${pendingCellsBySeriesSql({ ofFacts }, place)})`} AS listed`,
      [...parameters, figures],
    );
    const lists = rows.map(({ figure, what, cells, ...series }): SeriesCells => ({
      ...series,
      cells: cellsOf({ figure, what, cells }),
    }));
    if (!known) lists.push(...(await this.#bySeriesOneByOne(asked, figures)));
    const filled = lists.filter(({ cells }) => cells.length > 0);
    return [...Map.groupBy(filled, keyOfSeries).values()].flatMap((ofSeries) => {
      const [first] = ofSeries;
      const ofFigures = Map.groupBy(ofSeries, ({ cells: [cell] }) => `${cell?.figure} ${cell?.what}`);
      const cells = [...ofFigures.values()].flatMap(oneOf);
      return first === undefined || cells.length === 0 ? [] : [{ ...first, cells }];
    });
  }

  async #bySeriesOneByOne(asked: Narrowing, figures: readonly FigureName[]): Promise<SeriesCells[]> {
    const series = await seriesByNumber(this.queries);
    const found = await this.#oneByOne(asked, figures, { by: ['series'], scale: 'with-unsaid' });
    return found.flatMap(({ number, cells }) => {
      const of = series.get(number);
      return of === undefined ? [] : [{ ...of, cells }];
    });
  }

  /** A list for each figure. */
  async #oneByOne(
    asked: Narrowing,
    figures: readonly FigureName[],
    how: { readonly by: readonly 'series'[]; readonly scale: AnsweredScale },
  ): Promise<{ readonly number: string; readonly cells: readonly Cell[] }[]> {
    const wanted = new Set(figures);
    const found = await this.entries.groups(asked, { ...how, figures }, (figure) => cellsTally(figure, wanted));
    return found.flatMap(({ series: number, what, tally }) => {
      const cells = tally.seen().map((cell) => ({ ...cell, what }));
      return [...Map.groupBy(cells, ({ figure }) => figure).values()].map((own) => ({ number, cells: own }));
    });
  }
}

/** Of a series and a figure: what is counted, or what is pending. */
interface ListedCells extends Series, Pick<Cell, 'figure' | 'what'> {
  readonly cells: Readonly<Record<'at' | 'until' | 'count', readonly number[]>>;
}

function cellsOf({ figure, what, cells }: Pick<ListedCells, 'figure' | 'what' | 'cells'>): Cell[] {
  const { until, count } = cells;
  return cells.at.map((at, index) => ({ figure, what, at, until: until[index] ?? 0, count: count[index] ?? 0 }));
}

/** Of lists of one figure: thousands of values, of which most lists are the only one. */
function oneOf(lists: readonly Pick<SeriesCells, 'cells'>[]): readonly Cell[] {
  const cells = lists.flatMap((list) => list.cells);
  return lists.length === 1 ? cells.filter(({ count }) => count > 0) : summed(cells);
}

/** A value that is counted and pending is one. */
function summed(cells: readonly Cell[]): Cell[] {
  const sums = [...Map.groupBy(cells, ({ figure, what, at, until }) => `${figure} ${what} ${at} ${until}`).values()];
  return sums.flatMap((same) => {
    const count = same.reduce((sum, cell) => sum + cell.count, 0);
    return count > 0 ? same.slice(0, 1).map((cell) => ({ ...cell, count })) : [];
  });
}

function inOrder(a: Cell, b: Cell): number {
  if (a.figure !== b.figure) return a.figure < b.figure ? -1 : 1;
  return a.at - b.at || a.until - b.until || (a.what < b.what ? -1 : 1);
}
