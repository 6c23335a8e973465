import {
  ageBands,
  agentsGiven,
  epiduralApproaches,
  guidanceModalities,
  intents,
  priorTreatments,
  sessionSides,
  sexes,
  spinalRegions,
  steroids,
} from '@ilium/contracts';
import type { GroupName } from './groups.js';

/** Of a year; empty where a session is told by its year alone. */
export const months = ['', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'] as const;

/** What a profile says: of the session's period its month, since the year is told apart otherwise. */
type ProfileColumn = GroupName | 'month';
type Value = string | true;

/** All that patients and sessions are told apart by. What is not said is none of the words, as is a word that this release does not know. */
const words: readonly (readonly [ProfileColumn, readonly Value[]])[] = [
  ['month', months],
  ['is_index', [true]],
  ['agents', agentsGiven],
  ['intent', intents],
  ['sides', sessionSides],
  ['region', spinalRegions],
  ['approach', epiduralApproaches],
  ['age_band', ageBands],
  ['sex', sexes],
  ['guidance', guidanceModalities],
  ['steroid', steroids],
  ['prior_treatments', priorTreatments],
];

/** Each word by itself: a bit of a profile, and a column of entries, which holds it of all profiles of a row. */
const flags = words.flatMap(([column, values]) => values.map((value) => ({ column, value })));

/** As many as a number of PostgreSQL has, besides its sign, and entries have columns for. */
const mostBits = 63;
if (flags.length > mostBits)
  throw new RangeError(`A profile has ${mostBits} bits, and ${flags.length} are wanted: widen it.`);

const nameOf = (index: number): string => `bit_${index}`;
const bitOf = (index: number): string => `${1n << BigInt(index)}::bigint`;

/** The columns of entries, with their bits in profiles. */
export const profileBits = flags.map((_, index) => ({ name: nameOf(index), bit: bitOf(index) }));

/** The number, in SQL. @param sqlOf of each column */
export function profileSql(sqlOf: (column: ProfileColumn) => string): string {
  const ofColumns = words.map(([column, values]) => {
    const cases = values.map(
      (value) => `WHEN ${isSaid(column, sqlOf(column), value)} THEN ${bitOf(placeOf(column, value))}`,
    );
    // Of several treatments each is said.
    return column === 'prior_treatments'
      ? cases.map((one) => `CASE ${one} ELSE 0 END`).join(' | ')
      : `CASE ${cases.join(' ')} ELSE 0 END`;
  });
  return `(${ofColumns.join(' | ')})`;
}

function isSaid(column: ProfileColumn, sql: string, value: Value): string {
  if (value === true) return sql;
  return column === 'prior_treatments' ? `${sql} ? '${value}'` : `${sql} = '${value}'`;
}

function placeOf(column: ProfileColumn, value: Value): number {
  const place = flags.findIndex((flag) => flag.column === column && flag.value === value);
  if (place < 0) throw new RangeError(`No profile tells ${column} = ${value}.`);
  return place;
}

/** What a profile has to be, to be counted. */
export interface WantedValue {
  readonly column: ProfileColumn;
  /** Any of these; false is whatever is none of the column's words. */
  readonly accepted: readonly (Value | false)[];
}

/** SQL over a row of entries: a bit for each of them, set where all is wanted that its profile says. */
export function profilesSql(wanted: readonly WantedValue[]): string {
  return wanted.length === 0 ? everybody : wanted.map(wantedSql).join(' & ');
}

const everybody = `(${nameOf(0)} | ~${nameOf(0)})`;
const nobody = `(${nameOf(0)} & ~${nameOf(0)})`;

function wantedSql({ column, accepted }: WantedValue): string {
  const isAny = !accepted.includes(false);
  const ofColumn = flags.filter((flag) => flag.column === column).map(({ value }) => value);
  const told = isAny ? accepted : ofColumn.filter((value) => !accepted.includes(value));
  const bits = told.flatMap((value) => (value === false ? [] : [nameOf(placeOf(column, value))]));
  if (bits.length === 0) return isAny ? nobody : everybody;
  return `${isAny ? '' : '~'}(${bits.join(' | ')})`;
}
