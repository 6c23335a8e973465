import { binaryRows } from '@ilium/persistence';
import type { EntityManager } from 'typeorm';
import { keptAs, type EntryFigure } from '../rollups/entries.js';
import { entryTable } from '../rollups/tables.js';
import { selectedEntries } from './selected-entries.js';
import type { AnsweredScale, Narrowing } from './selected-sql.js';
import { tallyOf, type Seen, type Tally } from './tally.js';

/** What entries are told apart by: the number of their series, and their month. */
type By = 'series' | 'period';

export interface EntryCells {
  /** In the order that they were asked by. */
  readonly group: readonly string[];
  readonly what: string;
  readonly seen: readonly Seen[];
}

interface Wanted {
  /** Of scores their bits, their changes, or both. */
  readonly figures: readonly EntryFigure[];
  readonly by: readonly By[];
  readonly scale: AnsweredScale;
}

/** Counts outcomes one by one: whatever they are narrowed by, and in as much time as there are outcomes. */
export class EntriesRepository {
  constructor(private readonly manager: EntityManager) {}

  /** What is counted, without what is pending. */
  async cells(asked: Narrowing, { figures, by, scale }: Wanted): Promise<EntryCells[]> {
    const { queryRunner } = this.manager;
    if (queryRunner === undefined) throw new TypeError('Entries are read in the transaction of a moment.');
    const { ofSeries, ofRows, parameters, isWanted } = selectedEntries(asked, scale);
    const kept = [...new Set(figures.flatMap(keptAs))];
    const rows = binaryRows(
      queryRunner,
      `SELECT ${['figure', 'what', ...by.map((name) => `${name}::text`)].join(', ')}, entries
         FROM ${entryTable.table}
        WHERE figure = ANY ($${parameters.length + 1}) AND ${ofRows}
          AND series = ANY (ARRAY (SELECT id FROM outcome_series WHERE ${ofSeries}))`,
      [...parameters, kept],
    );
    const wanted = new Set(figures);
    const tallies = new Map<string, { readonly row: readonly string[]; readonly tally: Tally }>();
    for await (const columns of rows) {
      const row = columns.slice(0, -1).map(String);
      const key = row.join(' ');
      const known = tallies.get(key) ?? { row, tally: tallyOf(toFigure(row[0], kept), wanted) };
      tallies.set(key, known);
      known.tally.add(columns.at(-1) ?? noEntries, isWanted);
    }
    return [...tallies.values()].map(({ row: [, what = '', ...group], tally }) => ({
      group,
      what,
      seen: tally.seen(),
    }));
  }
}

const noEntries = Buffer.alloc(0);

function toFigure(name: string | undefined, figures: readonly EntryFigure[]): EntryFigure {
  const figure = figures.find((one) => one === name);
  if (figure === undefined) throw new RangeError(`Nobody asked for ${name}.`);
  return figure;
}
