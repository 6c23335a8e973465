import type { OutcomeStrata, ProcedureType } from '@ilium/contracts';
import type { Interval } from '../../apps/analytics/src/statistics/interval.js';
import { wilsonInterval } from '../../apps/analytics/src/statistics/wilson.js';
import type { Flags, Stratum, TrueTreatment } from '../../apps/hospital/src/feed/believable/true-follow-ups.js';
import { ratedResult, windowScores, type StudiedCourse } from './believable-studies.js';

/** The figures that believable courses are looked at by: as statistics count them, and as they truly are. */

export interface Group {
  readonly told: (strata: OutcomeStrata) => boolean;
  readonly true: (stratum: Stratum) => boolean;
}

export interface Rate {
  readonly type: ProcedureType;
  readonly measure: string;
  readonly window: string;
  readonly flag: keyof Flags;
  readonly of?: Group;
}

export interface Count {
  readonly successes: number;
  readonly answers: number;
  /** Those without an answer included. */
  readonly expected: number;
}

/** As the statistics have it. */
export function counted(courses: readonly StudiedCourse[], { type, measure, window, flag, of }: Rate): Count {
  const scores = courses
    .flatMap(({ outcomes }) => windowScores(outcomes))
    .filter((score) => score.procedureType === type && score.measure === measure && score.window === window)
    .filter(({ status }) => status === 'observed' || status === 'missing')
    .filter(({ strata }) => of === undefined || (strata !== undefined && of.told(strata)));
  const results = scores.flatMap((score) => ratedResult(score) ?? []);
  return {
    successes: results.filter((result) => result[flag] === true).length,
    answers: results.length,
    expected: scores.length,
  };
}

/** As it is: of those who answered, or of all as if they had. */
export function truly(treatments: readonly TrueTreatment[], rate: Rate, whose: 'answered' | 'all'): Count {
  const { type, measure, window, flag, of } = rate;
  const followUps = treatments
    .filter(({ procedureType, stratum }) => procedureType === type && (of === undefined || of.true(stratum)))
    .flatMap((treatment) => treatment.followUps)
    .filter((one) => one.measure === measure && one.window === window);
  const rated = whose === 'all' ? followUps : followUps.filter((one) => one.isAnswered && one.isComparable);
  return {
    successes: rated.filter(({ flags }) => flags[flag]).length,
    answers: rated.length,
    expected: followUps.length,
  };
}

export const share = ({ successes, answers }: Count): number => successes / answers;
/** None without an answer. */
export const intervalOf = ({ successes, answers }: Count): Interval | undefined =>
  wilsonInterval(successes, answers) ?? undefined;
export const holds = ({ lower, upper }: Interval, value: number): boolean => lower <= value && value <= upper;

/** Newcombe 1998, Statistics in Medicine 17:873-890, method 10: from the intervals of the two shares. */
function differenceInterval(one: Count, other: Count): Interval | undefined {
  const [a, b] = [intervalOf(one), intervalOf(other)];
  const [p, q] = [share(one), share(other)];
  if (a === undefined || b === undefined) return undefined;
  return {
    lower: p - q - Math.hypot(p - a.lower, b.upper - q),
    upper: p - q + Math.hypot(a.upper - p, q - b.lower),
  };
}

const pain = { type: 'si-joint-injection', measure: 'nrs' } as const;
const rates: readonly Rate[] = [
  { ...pain, window: 'W1', flag: 'improved' },
  { ...pain, window: 'W2', flag: 'improved' },
  { ...pain, window: 'W2', flag: 'over50' },
  { ...pain, window: 'W2', flag: 'atLeast50' },
  { ...pain, window: 'W2', flag: 'atLeast75' },
  { ...pain, window: 'W6', flag: 'improved' },
  { ...pain, window: 'W6', flag: 'atLeast50' },
  { ...pain, window: 'M3', flag: 'improved' },
  { ...pain, measure: 'odi', window: 'W6', flag: 'improved' },
  { ...pain, measure: 'stated-relief', window: 'W6', flag: 'improved' },
  { ...pain, measure: 'stated-relief', window: 'W2', flag: 'over50' },
  { ...pain, type: 'epidural-injection', window: 'W2', flag: 'atLeast50' },
  { ...pain, type: 'facet-injection', window: 'W2', flag: 'atLeast50' },
  { ...pain, type: 'si-joint-rfa', window: 'M3', flag: 'atLeast50' },
];
export const named = rates.map((rate) => [`${rate.type} ${rate.measure} ${rate.window} ${rate.flag}`, rate] as const);

const oldest = ['70-79', '80-or-over'];
const youngest = ['under-40', '40-49'];
/** Two groups each, and whether there is a difference between them. */
export const differences: Readonly<Record<string, Groups>> = {
  'under 50 and 70 or over': [
    { told: ({ ageBand = '' }) => youngest.includes(ageBand), true: ({ ageBand }) => ageBand === 'under 50' },
    { told: ({ ageBand = '' }) => oldest.includes(ageBand), true: ({ ageBand }) => ageBand === '70 or over' },
    'better',
  ],
  'women and men': [
    { told: ({ sex }) => sex === 'female', true: ({ sex }) => sex === 'female' },
    { told: ({ sex }) => sex === 'male', true: ({ sex }) => sex === 'male' },
    'worse',
  ],
  'fluoroscopy and ultrasound': [
    { told: ({ guidance }) => guidance === 'fluoroscopy', true: ({ guidance }) => guidance === 'fluoroscopy' },
    { told: ({ guidance }) => guidance === 'ultrasound', true: ({ guidance }) => guidance === 'ultrasound' },
    'better',
  ],
  'fluoroscopy and CT': [
    { told: ({ guidance }) => guidance === 'fluoroscopy', true: ({ guidance }) => guidance === 'fluoroscopy' },
    { told: ({ guidance }) => guidance === 'ct', true: ({ guidance }) => guidance === 'ct' },
    'none',
  ],
  'triamcinolone and methylprednisolone': [
    { told: ({ steroid }) => steroid === 'triamcinolone', true: ({ steroid }) => steroid === 'triamcinolone' },
    {
      told: ({ steroid }) => steroid === 'methylprednisolone',
      true: ({ steroid }) => steroid === 'methylprednisolone',
    },
    'none',
  ],
  'no surgery before and surgery': [
    { told: ({ priorTreatments }) => !priorTreatments.includes('surgery'), true: (of) => of.priorSurgery === 'no' },
    { told: ({ priorTreatments }) => priorTreatments.includes('surgery'), true: (of) => of.priorSurgery === 'yes' },
    'better',
  ],
  'first of the year and repeats': [
    { told: ({ isIndex }) => isIndex, true: ({ isIndex }) => isIndex === 'yes' },
    { told: ({ isIndex }) => !isIndex, true: ({ isIndex }) => isIndex === 'no' },
    'worse',
  ],
};
export const ofDifference: Rate = { ...pain, window: 'W2', flag: 'atLeast50' };

export type Groups = readonly [Group, Group, 'better' | 'worse' | 'none'];

/** Between two groups, each counted as is told. */
export function differenceOf([one, other]: Groups, count: (rate: Rate) => Count): Interval | undefined {
  return differenceInterval(count({ ...ofDifference, of: one }), count({ ...ofDifference, of: other }));
}
