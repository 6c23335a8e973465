/** Units of measures: UCUM (validated with the UCUM validator of NLM), and the words that sources write for them. */

export interface Unit {
  /** UCUM */
  readonly ucum: string;
  /** In small letters. */
  readonly words: readonly string[];
  /** How many of the measure's own unit it is. */
  readonly times: number;
}

/** By these sources say only that a score is a score. */
const plainWords = ['{score}', '1', 'score', 'points'];

export const scorePoints: Unit = { ucum: '{score}', words: plainWords, times: 1 };
/** Trap 11: points of the Oswestry form are of 50, and no percentage; nor is a plain 1. */
export const percent: Unit = { ucum: '%', words: ['%', 'percent', '{score}', 'score'], times: 1 };
export const fraction: Unit = { ucum: '1', words: ['1'], times: 100 };
export const tScore: Unit = { ucum: '{T-score}', words: ['{t-score}', 't-score', ...plainWords], times: 1 };
export const plainNumber: Unit = { ucum: '1', words: plainWords, times: 1 };

/** Both are in use, so that no number says by itself which it is: 4 may be 4 of 100, or of 10. */
export const millimetres: readonly [Unit, ...Unit[]] = [
  { ucum: 'mm', words: ['mm'], times: 1 },
  { ucum: 'cm', words: ['cm'], times: 10 },
];

/** Months and years are UCUM's: mean Julian ones. */
export const days: readonly [Unit, ...Unit[]] = [
  { ucum: 'd', words: ['d', 'day', 'days'], times: 1 },
  { ucum: 'h', words: ['h', 'hour', 'hours'], times: 1 / 24 },
  { ucum: 'wk', words: ['wk', 'week', 'weeks'], times: 7 },
  { ucum: 'mo', words: ['mo', 'month', 'months'], times: 30.4375 },
  { ucum: 'a', words: ['a', 'year', 'years'], times: 365.25 },
];

/** Which of some units a source's word means. */
export function unitOf(written: string, units: readonly Unit[]): Unit | undefined {
  const word = written.trim().toLowerCase();
  return units.find(({ words }) => words.includes(word));
}

/** Of what is injected: the only ones that are counted are volumes. */
export const millilitres: Unit = {
  ucum: 'mL',
  words: ['ml', 'cc', 'cm3', 'milliliter', 'milliliters', 'millilitre', 'millilitres'],
  times: 1,
};
/** Of doses that are no volume; they are never turned into one (trap 13). */
export const masses: readonly Unit[] = [
  { ucum: 'mg', words: ['mg', 'milligram', 'milligrams'], times: 1 },
  { ucum: 'ug', words: ['ug', 'mcg', 'µg', 'microgram', 'micrograms'], times: 0.001 },
  { ucum: 'g', words: ['g', 'gram', 'grams'], times: 1000 },
];

const all: readonly Unit[] = [
  ...[scorePoints, percent, fraction, tScore, plainNumber, millilitres],
  ...[...millimetres, ...days, ...masses],
];

/** Whether any measure or dose can be given in it. */
export function isKnownUnit(written: string): boolean {
  return unitOf(written, all) !== undefined;
}
