import type { Day } from '../calendar.js';
import { lastDay } from '../last-day.js';
import { imagineBelievable } from './imagine-believable.js';
import { trueTreatments, type Flags, type Stratum, type TrueFollowUp, type TrueTreatment } from './true-follow-ups.js';

/**
 * What is true behind the believable courses of a seed, for whoever wants to see whether statistics find it. Shares of a few
 * courses differ from those of the model by chance; those of very many courses are the model's.
 */
export interface TrueStatistics {
  readonly isSynthetic: true;
  readonly seed: number;
  readonly courses: number;
  readonly asOf: Day;
  readonly rates: readonly TrueRate[];
  readonly relief: readonly TrueRelief[];
}

export interface TrueRate {
  readonly procedureType: string;
  readonly measure: string;
  readonly window: string;
  /** Undefined: of all. */
  readonly stratum?: string;
  readonly expected: number;
  readonly answered: number;
  /** Of the answered, those with a score from before. */
  readonly comparable: number;
  /** Had everybody answered whose answer is expected. */
  readonly ofAll: Shares;
  /** Of the comparable: what statistics of the answers find. */
  readonly ofAnswered: Shares;
}

export type Shares = Readonly<Record<keyof Flags, number | null>>;

export interface TrueRelief {
  readonly procedureType: string;
  readonly treatments: number;
  readonly responders: number;
  /** Days; 0 where fewer than half respond. */
  readonly medianOfAll: number;
  readonly medianOfResponders: number | null;
  /** Shares of all with at most half of their pain on a day. */
  readonly on: Readonly<Record<string, number>>;
}

const reliefDays = [14, 42, 91, 182, 365] as const;

export function trueStatistics(options: { seed: number; courses: number; asOf?: Day }): TrueStatistics {
  const { seed, courses, asOf = lastDay } = options;
  const treatments = Array.from({ length: courses }, (_, index) => index).flatMap((index) =>
    trueTreatments(imagineBelievable(seed, index), asOf),
  );
  return { isSynthetic: true, seed, courses, asOf, rates: ratesOf(treatments), relief: reliefOf(treatments) };
}

interface Row {
  readonly treatment: TrueTreatment;
  readonly followUp: TrueFollowUp;
}

function ratesOf(treatments: readonly TrueTreatment[]): readonly TrueRate[] {
  const rows = treatments.flatMap((treatment) => treatment.followUps.map((followUp): Row => ({ treatment, followUp })));
  const groups = Map.groupBy(rows, ({ treatment, followUp }) =>
    [treatment.procedureType, followUp.measure, followUp.window].join(' '),
  );
  return [...groups.values()].flatMap((group) => [
    rateOf(group),
    ...strataNames.flatMap((name) => {
      const parts = Map.groupBy(group, ({ treatment }) => treatment.stratum[name]);
      return parts.size < 2 ? [] : [...parts].map(([value, part]) => rateOf(part, `${name} ${value}`));
    }),
  ]);
}

const strataNames: readonly (keyof Stratum)[] = ['ageBand', 'sex', 'guidance', 'steroid', 'priorSurgery', 'isIndex'];

function rateOf(group: readonly Row[], stratum?: string): TrueRate {
  const answered = group.filter(({ followUp }) => followUp.isAnswered);
  const comparable = answered.filter(({ followUp }) => followUp.isComparable);
  const [first] = group;
  return {
    procedureType: first?.treatment.procedureType ?? '',
    measure: first?.followUp.measure ?? '',
    window: first?.followUp.window ?? '',
    ...(stratum === undefined ? {} : { stratum }),
    expected: group.length,
    answered: answered.length,
    comparable: comparable.length,
    ofAll: sharesOf(group),
    ofAnswered: sharesOf(comparable),
  };
}

function sharesOf(group: readonly Row[]): Shares {
  const share = (name: keyof Flags) =>
    group.length === 0 ? null : group.filter(({ followUp }) => followUp.flags[name]).length / group.length;
  return {
    improved: share('improved'),
    over50: share('over50'),
    atLeast50: share('atLeast50'),
    atLeast75: share('atLeast75'),
  };
}

function reliefOf(treatments: readonly TrueTreatment[]): readonly TrueRelief[] {
  return [...Map.groupBy(treatments, ({ procedureType }) => procedureType)].map(([procedureType, group]) => {
    const days = group.map(({ daysOfRelief }) => daysOfRelief).toSorted((a, b) => a - b);
    const ofResponders = days.filter((day) => day > 0);
    return {
      procedureType,
      treatments: days.length,
      responders: ofResponders.length,
      medianOfAll: medianOf(days) ?? 0,
      medianOfResponders: medianOf(ofResponders) ?? null,
      on: Object.fromEntries(reliefDays.map((on) => [on, days.filter((day) => day >= on).length / days.length])),
    };
  });
}

function medianOf(sorted: readonly number[]): number | undefined {
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
