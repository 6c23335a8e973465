import { readBinaryRows } from '@ilium/persistence';
import type { EntityManager } from 'typeorm';
import { keptAs, layoutOf, lengthOf, type EntryFigure } from '../rollups/entries.js';
import { entryTable } from '../rollups/tables.js';
import { ChosenBits } from './chosen-bits.js';
import { ChosenRuns, type Tally } from './chosen-runs.js';
import { selectedEntries } from './selected-entries.js';
import type { AnsweredScale, Narrowing } from './selected-sql.js';

/** What entries are told apart by: the number of their series, and their month. */
type By = 'series' | 'period';

export interface EntryGroup<Own> {
  /** Empty where they are not told apart by it. */
  readonly series: string;
  readonly period: string;
  readonly what: string;
  readonly tally: Own;
}

interface Wanted {
  readonly figures: readonly EntryFigure[];
  readonly by: readonly By[];
  readonly scale: AnsweredScale;
}

/** Counts outcomes one by one, whatever they are narrowed by. */
export class EntriesRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * What is counted, without what is pending: for each figure that is kept and each group what was tallied.
   * @param open a tally of a figure
   */
  async groups<Own extends Tally>(
    asked: Narrowing,
    { figures, by, scale }: Wanted,
    open: (figure: EntryFigure) => Own,
  ): Promise<EntryGroup<Own>[]> {
    const { queryRunner } = this.manager;
    if (queryRunner === undefined) throw new TypeError('Entries are read in the transaction of a moment.');
    const isByPeriod = by.includes('period');
    const { ofSeries, ofRows, parameters, parts } = selectedEntries(asked, { scale, isByPeriod });
    const kept = [...new Set(figures.flatMap(keptAs))];
    const columns = ['figure', 'what', by.includes('series') ? 'series::text' : `''`, 'period', 'runs'];
    const sql = `
      SELECT ${[...columns, ...parts.map(({ chosen }) => chosen)].join(', ')}
        FROM ${entryTable.table}
       WHERE figure = ANY ($${parameters.length + 1}) AND ${ofRows}
         AND series = ANY (ARRAY (SELECT id FROM outcome_series WHERE ${ofSeries}))`;
    const groups = new Map<string, EntryGroup<Own>>();
    const [chosenBits, chosenRuns] = [new ChosenBits(), new ChosenRuns()];
    await readBinaryRows(queryRunner, { sql, parameters: [...parameters, kept] }, (row) => {
      const [name = '', what = '', series = '', year = ''] = row.slice(0, columns.indexOf('runs')).map(String);
      const [runs = nothing, ...chosen] = row.slice(columns.indexOf('runs'));
      const figure = toFigure(name, kept);
      for (const [index, { periodOf }] of parts.entries()) {
        const period = periodOf(year);
        if (period === undefined) continue;
        const key = [figure, what, series, period].join(' ');
        const group = groups.get(key) ?? { series, period, what, tally: open(figure) };
        groups.set(key, group);
        chosenRuns.read(runs, lengthOf(layoutOf(figure)), chosenBits.read(chosen[index] ?? nothing));
        group.tally.add(chosenRuns);
      }
    });
    return [...groups.values()];
  }
}

function toFigure(name: string, figures: readonly EntryFigure[]): EntryFigure {
  const figure = figures.find((one) => one === name);
  if (figure === undefined) throw new RangeError(`Nobody asked for ${name}.`);
  return figure;
}

const nothing = Buffer.alloc(0);
