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

/**
 * All that patients and sessions are told apart by, as one number: a few bits for each, in which 0 is what is not said, or is no
 * word of this release. Of prior treatments, of which there may be several, each has a bit of its own.
 */
const words: readonly (readonly [GroupName, readonly Value[]])[] = [
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
];

type Value = string | true;

interface Field {
  readonly column: GroupName;
  /** Of each value its number; 0 is none of them. */
  readonly values: readonly Value[];
  readonly shift: number;
  readonly mask: number;
  /** Whether a row has the value, in SQL over the column. */
  readonly has: (column: string, value: Value) => string;
}

/** The sign bit says that an outcome is taken back. */
export const takenBack = -(2 ** 31);
const mostBits = 31;

const fields: readonly Field[] = laidOut([
  ...words.map(([column, values]) => ({ column, values, has: isValue })),
  ...priorTreatments.map((treatment) => ({ column: 'prior_treatments' as const, values: [treatment], has: holds })),
]);

function isValue(column: string, value: Value): string {
  return value === true ? column : `${column} = '${value}'`;
}

function holds(column: string, value: Value): string {
  return `${column} ? '${value}'`;
}

function laidOut(unplaced: readonly Omit<Field, 'shift' | 'mask'>[]): Field[] {
  let shift = 0;
  const placed = unplaced.map((field) => {
    const bits = Math.ceil(Math.log2(field.values.length + 1));
    shift += bits;
    return { ...field, shift: shift - bits, mask: 2 ** bits - 1 };
  });
  if (shift > mostBits) throw new RangeError(`A profile has ${mostBits} bits, and ${shift} are wanted: widen it.`);
  return placed;
}

/** The number, in SQL. @param sqlOf of each group */
export function profileSql(sqlOf: (column: GroupName) => string): string {
  const bits = fields.map(({ column, values, shift, has }) => {
    const cases = values.map((value, index) => `WHEN ${has(sqlOf(column), value)} THEN ${(index + 1) << shift}`);
    return `CASE ${cases.join(' ')} ELSE 0 END`;
  });
  return `(${bits.join(' | ')})`;
}

/** What a profile has to be, to be counted. */
export interface WantedValue {
  readonly column: GroupName;
  /** Any of these; false is whatever is none of the column's values. */
  readonly accepted: readonly (Value | false)[];
}

/** Whether a profile is all that is wanted. */
export function profileWith(wanted: readonly WantedValue[]): (profile: number) => boolean {
  const tests = wanted.map(testOf);
  const [first, second] = tests;
  // Millions are looked at: most questions are of one or two.
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (tests.length === 2) return (profile) => first(profile) && second(profile);
  return (profile) => tests.every((test) => test(profile));
}

function testOf({ column, accepted }: WantedValue): (profile: number) => boolean {
  const found = fields.find(
    (field) => field.column === column && accepted.every((value) => numberOf(value, field) !== undefined),
  );
  if (found === undefined) throw new RangeError(`No profile tells ${column} = ${accepted.join(', ')}.`);
  const { shift, mask } = found;
  const set = accepted.reduce((bits, value) => bits | (1 << (numberOf(value, found) ?? 0)), 0);
  return (profile) => ((set >>> ((profile >>> shift) & mask)) & 1) === 1;
}

function numberOf(value: Value | false, { values }: Field): number | undefined {
  if (value === false) return 0;
  const index = values.indexOf(value);
  return index < 0 ? undefined : index + 1;
}
