import { series } from '../rollups/groups.js';
import { bitsOf, months, type WantedBits, type WantedValue } from '../rollups/profiles.js';
import { isOfMonths, spansOf, yearOf, type Span } from './asked-periods.js';
import { conditionsOf, isOfOutcomes, type AnsweredScale, type Narrowing } from './selected-sql.js';

type Month = (typeof months)[number];

/** Which rows of entries a selection means, and which entries in them. */
export interface SelectedEntries {
  readonly ofSeries: string;
  readonly ofRows: string;
  readonly parameters: readonly (string | readonly string[])[];
  /** The bits that have to be read. */
  readonly bits: readonly string[];
  /** What a row of a year is told apart into. */
  readonly partsOf: (year: string) => readonly Part[];
}

export interface Part {
  /** Empty where they are not told apart by it. */
  readonly period: string;
  /** All of these. */
  readonly wanted: readonly WantedBits[];
}

interface How {
  readonly scale: AnsweredScale;
  readonly isByPeriod: boolean;
}

export function selectedEntries(asked: Narrowing, { scale, isByPeriod }: How): SelectedEntries {
  const parameters: (string | readonly string[])[] = [];
  const [ofSeries, ofRows, wantedValues] = [[isOfOutcomes], ['true'], new Array<WantedValue>()];
  const place = (value: string | readonly string[]) => `$${parameters.push(value)}`;
  // Rows are of a year; the months in them are left out afterwards.
  const [from, to] = [asked.from, asked.to].map((period) => period && yearOf(period));
  for (const { column, sql, value } of conditionsOf({ ...asked, from, to }, scale)) {
    if (typeof value === 'boolean') wantedValues.push({ column, accepted: [value] });
    else if (column in series) ofSeries.push(sql(`"${column}"`, place(value)));
    else if (column === 'period') ofRows.push(sql(`"${column}"`, place(value)));
    else wantedValues.push({ column, accepted: typeof value === 'object' ? value : [value] });
  }
  const wanted = wantedValues.map(bitsOf);
  const spans = spansOf(asked) ?? [];
  const partsOf = (year: string): readonly Part[] => {
    if (!isByPeriod && !isOfMonths(asked)) return [{ period: '', wanted }];
    const within = months.filter((month) => spans.length === 0 || isIn(spans, periodOf(year, month)));
    return isByPeriod
      ? within.map((month) => ({ period: periodOf(year, month), wanted: [...wanted, bitsOfMonths([month])] }))
      : [{ period: '', wanted: within.length < months.length ? [...wanted, bitsOfMonths(within)] : wanted }];
  };
  const read = yearsToldApart(from, to)
    .flatMap(partsOf)
    .flatMap((part) => part.wanted.flatMap(({ bits }) => bits));
  return {
    ofSeries: ofSeries.join(' AND '),
    ofRows: ofRows.join(' AND '),
    parameters,
    bits: [...new Set(read)],
    partsOf,
  };
}

/** The first and the last may be asked for in part; whichever lie between are like each other. */
function yearsToldApart(first: string | undefined, last: string | undefined): readonly string[] {
  const between = first === undefined ? Number(last ?? '2000') - 1 : Number(first) + 1;
  return [first, String(between).padStart('2026'.length, '0'), last].filter((year) => year !== undefined);
}

function isIn(spans: readonly Span[], period: string): boolean {
  return spans.some(({ since, before }) => since <= period && period < before);
}

function periodOf(year: string, month: Month): string {
  return month === '' ? year : `${year}-${month}`;
}

/** By as few bits as tell it: everybody has one of them. */
function bitsOfMonths(accepted: readonly Month[]): WantedBits {
  const areMost = accepted.length * 2 > months.length;
  return bitsOf({ column: 'month', accepted: areMost ? [...accepted, false] : accepted });
}
