import { series } from '../rollups/groups.js';
import { months, profilesSql, type WantedValue } from '../rollups/profiles.js';
import { askedPeriods, spansOf, yearOf, type Span } from './asked-periods.js';
import { conditionsOf, isOfOutcomes, type AnsweredScale, type Narrowing } from './selected-sql.js';

type Month = (typeof months)[number];

/** Which rows of entries a selection means, and which entries in them. */
export interface SelectedEntries {
  readonly ofSeries: string;
  readonly ofRows: string;
  readonly parameters: readonly (string | readonly string[])[];
  /** What entries are told apart into. */
  readonly parts: readonly EntryPart[];
}

export interface EntryPart {
  /** Of a row, as SQL: a bit for each entry, set where it is of this part. */
  readonly chosen: string;
  /** In a year: empty where parts are of no period, undefined where the period was not asked for. */
  readonly periodOf: (year: string) => string | undefined;
}

interface How {
  readonly scale: AnsweredScale;
  readonly isByPeriod: boolean;
}

export function selectedEntries(asked: Narrowing, { scale, isByPeriod }: How): SelectedEntries {
  const parameters: (string | readonly string[])[] = [];
  const [ofSeries, ofRows, wanted] = [[isOfOutcomes], ['true'], new Array<WantedValue>()];
  const place = (value: string | readonly string[]) => `$${parameters.push(value)}`;
  // Rows are of a year; the months in them are left out by their bits.
  const [from, to] = [asked.from, asked.to].map((period) => period && yearOf(period));
  for (const { column, sql, value } of conditionsOf({ ...asked, from, to }, scale)) {
    if (typeof value === 'boolean') wanted.push({ column, accepted: [value] });
    else if (column in series) ofSeries.push(sql(`"${column}"`, place(value)));
    else if (column === 'period') ofRows.push(sql(`"${column}"`, place(value)));
    else wanted.push({ column, accepted: typeof value === 'object' ? value : [value] });
  }
  const parts = isByPeriod
    ? partsByPeriod(asked, wanted)
    : [{ chosen: chosenOf(asked, wanted, place), periodOf: () => '' }];
  return { ofSeries: ofSeries.join(' AND '), ofRows: ofRows.join(' AND '), parameters, parts };
}

function partsByPeriod(asked: Narrowing, wanted: readonly WantedValue[]): readonly EntryPart[] {
  const spans = spansOf(asked);
  return months.map((month) => ({
    chosen: profilesSql([...wanted, { column: 'month', accepted: [month] }]),
    periodOf: (year) => {
      const period = periodOf(year, month);
      return spans === undefined || isIn(spans, period) ? period : undefined;
    },
  }));
}

/** Of years that are asked for in part other entries than of the others. */
function chosenOf(asked: Narrowing, wanted: readonly WantedValue[], place: (year: string) => string): string {
  const ofYears = askedPeriods(asked).months.map((span) => {
    const year = yearOf(span.since);
    const within = months.filter((month) => isIn([span], periodOf(year, month)));
    return `WHEN ${place(year)} THEN ${profilesSql([...wanted, inMonths(within)])}`;
  });
  const ofOthers = profilesSql(wanted);
  return ofYears.length === 0 ? ofOthers : `CASE period ${ofYears.join(' ')} ELSE ${ofOthers} END`;
}

/** By as few bits as tell it: everybody has one of them. */
function inMonths(accepted: readonly Month[]): WantedValue {
  const areMost = accepted.length * 2 > months.length;
  return { column: 'month', accepted: areMost ? [...accepted, false] : accepted };
}

function isIn(spans: readonly Span[], period: string): boolean {
  return spans.some(({ since, before }) => since <= period && period < before);
}

function periodOf(year: string, month: Month): string {
  return month === '' ? year : `${year}-${month}`;
}
