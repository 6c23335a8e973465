import type { CsvMap } from '@ilium/site';
import type { Cell } from './csv-columns.js';
import type { RowValues } from './row-values.js';
import { RowFault } from './row-fault.js';

/** The scores that stand in one row, wide or long. */
export interface RowScore {
  /** What tells it from the other scores of its row; empty in long form. */
  readonly mark: string;
  /** The code, as the source has it. */
  readonly code: string;
  readonly effective: string | undefined;
  readonly report: object;
}

export function scoresOf(map: CsvMap, cell: Cell, values: RowValues): RowScore[] {
  if (map.measure !== undefined) return longScore(map.measure, map, cell, values);
  const effective = values.moment(map.effective);
  return Object.entries(map.measures ?? {}).flatMap(([column, wide]) => {
    const answer = values.answer(column, wide.answers);
    if (answer === undefined) return [];
    const { code = column, system, unit, timing, painLocation, recall } = wide;
    const own = wide.effective === undefined ? effective : values.moment(wide.effective);
    const report = { measure: { system, code }, ...answer, unit, timing, painLocation, recall, effective: own };
    return [{ mark: column, code, effective: own, report }];
  });
}

function longScore(long: NonNullable<CsvMap['measure']>, map: CsvMap, cell: Cell, values: RowValues): RowScore[] {
  const answer = values.answer(long.value, long.answers);
  if (answer === undefined) return [];
  const code = cell(long.code);
  if (code === '') throw new RowFault('no-code', `column ${long.code}: a code expected`);
  const effective = values.moment(map.effective);
  const report = {
    measure: { system: long.system, code },
    ...answer,
    unit: textOf(cell, long.unit),
    painLocation: textOf(cell, long.painLocation),
    recall: textOf(cell, long.recall),
    timing: timingOf(long.timing, cell),
    effective,
  };
  return [{ mark: '', code, effective, report }];
}

function textOf(cell: Cell, column: string | undefined): string | undefined {
  return (column === undefined ? '' : cell(column)) || undefined;
}

type Timing = NonNullable<NonNullable<CsvMap['measure']>['timing']>;

function timingOf(timing: Timing | undefined, cell: Cell): 'before' | 'after' | undefined {
  if (timing === undefined) return undefined;
  const word = cell(timing.column);
  if (timing.before.includes(word)) return 'before';
  if (timing.after.includes(word)) return 'after';
  if (word === '') return undefined;
  throw new RowFault('not-a-timing', `column ${timing.column}: a word of before or after expected, or none`);
}
