import type { Random } from '../random.js';
import type { ContrastSpread, Guidance, PriorTreatment, ProcedureName, Agent, Person } from '../story.js';

/**
 * How pain answers to a treatment in the believable courses. The figures are of the sources named beside them (V: seen
 * there, V3: seen in a third party's summary), or assumed; what is made with them is synthetic, and evidence of nothing.
 */

/** What truly became of the pain after one treatment. */
export interface Response {
  /** Days on which pain is at most half of what it was; undefined for who never gets there. */
  readonly relief: { readonly from: number; readonly to: number } | undefined;
  /** The best share of the pain that goes. */
  readonly best: number;
}

interface ResponseRow {
  /** Of the reference patient: the share whose pain is halved at some time. */
  readonly responders: number;
  /** Of those, how long: a lognormal, kept between two ends. */
  readonly days: { readonly median: number; readonly spread: number; readonly least: number; readonly most: number };
  /** First day of relief, at the earliest and at the latest. */
  readonly onset: readonly [number, number];
}

/**
 * Steroid in the joint: at 2 to 4 weeks 32 % of the unselected have half of their pain gone (V3 droracle.ai/articles/816592);
 * that is 37 % of whom some have lost it again by then. For 5 weeks on average, 1 to 28 (V3, the same). It sets in on days 2
 * to 7 (V3 nebraskapaininstitute.com).
 */
const steroid: ResponseRow = {
  responders: 0.37,
  days: { median: 28, spread: 0.65, least: 7, most: 196 },
  onset: [2, 7],
};
/**
 * Radiofrequency: half of the pain gone in 79, 64 and 57 % at 1, 3 and 6 months (V3 Cohen 2008), and still in 14 (Cohen) to 57 %
 * (V3 cooled, PubMed 40089310) after a year: 83 % of who was chosen by a block, so 62 % before that choice. That the nerves
 * take up to ten days to die off is assumed.
 */
const ablation: ResponseRow = {
  responders: 0.62,
  days: { median: 290, spread: 1, least: 30, most: 1_500 },
  onset: [3, 10],
};
/**
 * From 100 mm down by 51 at six months (V ijssurgery.com/content/10/4): assumed to be three quarters of who was chosen by a
 * block, for some years.
 */
const fusion: ResponseRow = {
  responders: 0.5,
  days: { median: 1_400, spread: 0.7, least: 90, most: 4_000 },
  onset: [10, 28],
};

/** Facet joints are assumed to answer as the SI joint does, and epidurals a little better. */
const rows: Readonly<Partial<Record<ProcedureName, ResponseRow>>> = {
  'si-joint-injection': steroid,
  'facet-injection': steroid,
  'transforaminal-epidural': { ...steroid, responders: 0.45, days: { ...steroid.days, median: 35 } },
  'interlaminar-epidural': { ...steroid, responders: 0.42, days: { ...steroid.days, median: 35 } },
  'si-joint-rfa': ablation,
  'facet-rfa': ablation,
  'si-joint-fusion': fusion,
};

/** What a response depends on besides the procedure. */
export interface Circumstance {
  readonly age: number;
  readonly sex: Person['sex'];
  readonly guidance: Guidance;
  readonly spread: ContrastSpread | undefined;
  readonly steroid: Agent | undefined;
  readonly history: readonly PriorTreatment[];
  /** A block said that the pain comes from there. */
  readonly isSelected: boolean;
  /** The same was done before, and helped. */
  readonly isRepeat: boolean;
}

/**
 * Differences between patients, in log odds of responding. By a block: 55 % against 32 % (V3 droracle.ai/articles/816592).
 * Contrast beside the joint: worse at two weeks, alike at eight (V PMC4696761). All others are assumed, and some of them are
 * nothing on purpose: fluoroscopy or CT, and which steroid. Whoever looks for a difference there finds chance.
 */
const effects: readonly { readonly holds: (of: Circumstance) => boolean; readonly logOdds: number }[] = [
  { holds: ({ isSelected }) => isSelected, logOdds: 1.1 },
  { holds: ({ isRepeat, isSelected }) => isRepeat && !isSelected, logOdds: 0.9 },
  { holds: ({ spread }) => spread !== undefined && spread !== 'intra-articular', logOdds: -0.9 },
  { holds: ({ guidance }) => guidance === 'ultrasound', logOdds: -0.7 },
  { holds: ({ sex }) => sex === 'male', logOdds: 0.15 },
  { holds: ({ age }) => age < 50, logOdds: 0.25 },
  { holds: ({ age }) => age >= 70, logOdds: -0.45 },
  { holds: ({ history }) => history.includes('surgery'), logOdds: -0.8 },
  { holds: ({ history }) => history.includes('rfa'), logOdds: -0.4 },
];
/** Dissolved steroid is assumed to last shorter than crystals. */
const dissolved = 0.8;

function shareOfResponders(procedure: ProcedureName, of: Circumstance): number {
  const { responders } = rows[procedure] ?? { responders: 0 };
  const own = effects.reduce((sum, { holds, logOdds }) => sum + (holds(of) ? logOdds : 0), 0);
  const odds = (responders / (1 - responders)) * Math.exp(own);
  return odds / (1 + odds);
}

/** Undefined after what treats nothing. */
export function imagineResponse(random: Random, procedure: ProcedureName, of: Circumstance): Response | undefined {
  const row = rows[procedure];
  if (row === undefined) return undefined;
  if (!random.chance(shareOfResponders(procedure, of))) {
    return { relief: undefined, best: within(random.normal(0.12, 0.19), -0.3, 0.45) };
  }
  const { median, spread, least, most } = row.days;
  const lasting = of.steroid === 'dexamethasone' ? dissolved : 1;
  const to = Math.round(within(median * lasting * Math.exp(random.normal(0, spread)), least, most));
  return {
    relief: { from: Math.min(to, random.int(...row.onset)), to },
    best: within(random.normal(0.72, 0.13), 0.55, 1),
  };
}

/** Pain comes back by half in so many days. */
const returnDays = 30;

/**
 * The share of the first pain that is gone on a day: rising to the best, sinking to a half on the last day of relief, and
 * further then.
 */
export function shareGone({ relief, best }: Response, day: number): number {
  if (relief === undefined) return best;
  const { from, to } = relief;
  if (day < from) return (0.45 * day) / from;
  if (day > to) return 0.45 * 2 ** (-(day - to) / returnDays);
  return to === from ? best : best - ((best - 0.5) * (day - from)) / (to - from);
}

export function isRelieved({ relief }: Response, day: number): boolean {
  return relief !== undefined && relief.from <= day && day <= relief.to;
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
