import type { CsvMap, CsvMoment, CsvNumber } from '@ilium/site';
import { UnreadableFile } from '../message-reader.js';

/** The columns of a file, by the names in its first line. */
export class CsvColumns {
  readonly #places = new Map<string, number>();

  /** Rejects a file that lacks a column of its map, or has it twice. */
  constructor(
    readonly heading: readonly string[],
    map: CsvMap,
  ) {
    heading.forEach((name, place) => this.#places.set(name, place));
    for (const name of columnsOf(map)) {
      const times = heading.filter((other) => other === name).length;
      if (times === 1) continue;
      const fault = times === 0 ? 'is not in the first line' : `stands ${times} times in the first line`;
      throw new UnreadableFile('columns', `The column ${name} of the site file ${fault}.`, 1);
    }
  }

  place(name: string): number {
    return this.#places.get(name) ?? -1;
  }
}

/** The cells of a row, by column. */
export type Cell = (column: string) => string;

/** All columns that a map names. */
function columnsOf(map: CsvMap): ReadonlySet<string> {
  const { only, carry, patient, identifier, effective, stated, visit, procedure, order, account, measures } = map;
  const measure = map.measure;
  const long =
    measure === undefined
      ? []
      : [measure.code, measure.value, measure.unit, measure.painLocation, measure.recall, measure.timing?.column];
  const named = [
    ...Object.keys(only),
    ...(carry?.by ?? []),
    ...(carry?.columns ?? []),
    ...[patient, visit, procedure, order, account].map((number: CsvNumber | undefined) => number?.column),
    ...(identifier?.columns ?? []),
    ...[effective, stated].flatMap(momentColumns),
    map.void?.column,
    ...Object.entries(measures ?? {}).flatMap(([name, wide]) => [name, ...momentColumns(wide.effective)]),
    ...long,
  ];
  return new Set(named.filter((name) => name !== undefined));
}

function momentColumns(moment: CsvMoment | undefined): (string | undefined)[] {
  return [moment?.column, moment?.time];
}
