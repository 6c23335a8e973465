import { addDays, daysFrom } from '../calendar.js';
import { unquirky, type Answer } from '../imagine-answers.js';
import { lastDay } from '../last-day.js';
import { measures } from '../measures.js';
import { procedures } from '../procedures.js';
import type { Random } from '../random.js';
import type { MeasureName, Visit } from '../story.js';
import type { Round } from './follow-up.js';
import type { Patient } from './patient.js';
import { isRelieved, shareGone, type Response } from './response.js';

/** What the clinic asks in each round; all but the last before the needle, too. */
export const askedMeasures = ['nrs', 'odi', 'promis-physical-health', 'stated-relief'] as const;
export type AskedMeasure = (typeof askedMeasures)[number];

/** A round with what was answered in it, or would have been. */
export interface AnsweredRound extends Round {
  readonly values: Readonly<Record<AskedMeasure, number>>;
}

/** A visit as it truly went. */
export interface Stay {
  readonly visit: Visit;
  /** Undefined where nothing was treated. */
  readonly response: Response | undefined;
  /** Whether an anaesthetic takes the pain away for some hours. */
  readonly isPositive: boolean;
  readonly rounds: readonly AnsweredRound[];
}

type Base = Patient['base'];

export function imagineValues(random: Random, response: Response, day: number, base: Base): AnsweredRound['values'] {
  const gone = shareGone(response, day);
  return {
    nrs: painOn(random, response, day, base),
    odi: between('odi', base.odi * (1 - gone * ofFunction) + random.normal(0, 4.5)),
    'promis-physical-health': between(
      'promis-physical-health',
      base['promis-physical-health'] + pointsOfHealth * gone + random.normal(0, 2.5),
    ),
    // As it is said: in tens.
    'stated-relief': between('stated-relief', 10 * Math.round(10 * gone + random.normal(0, 0.7))),
  };
}

/** Disability moves by two thirds of what pain does: ODI -12.4 beside NRS 6.4 to 3.5 (V3 PubMed 40089310). */
const ofFunction = 0.66;
/** Points of physical health where all pain is gone; assumed. */
const pointsOfHealth = 12;

/** At most half of the first pain on the days of relief, and on no other. */
function painOn(random: Random, response: Response, day: number, { nrs }: Base): number {
  const half = Math.floor(nrs / 2);
  const value = Math.round(nrs * (1 - shareGone(response, day)) + random.normal(0, 0.6));
  return isRelieved(response, day) ? Math.min(half, Math.max(0, value)) : Math.min(10, Math.max(half + 1, value));
}

function between(measure: MeasureName, value: number): number {
  const { lowest, highest, digits } = measures[measure];
  return Number(Math.min(highest, Math.max(lowest, value)).toFixed(digits));
}

/** What somebody says before the needle. A few are not asked. */
export function imagineBaseline(random: Random, { visit }: Stay, place: number, gap: number, base: Base): Answer[] {
  const isEarlier = gap > 4 && random.chance(0.7);
  const day = isEarlier ? addDays(visit.day, -random.int(1, Math.min(14, gap - 3))) : visit.day;
  const beforeNeedle = visit.clock === undefined ? undefined : visit.clock.start - 25;
  const minute = isEarlier ? random.int(7 * 60, 20 * 60) : beforeNeedle;
  const timing = isEarlier ? undefined : 'before';
  const names = random.chance(0.6) ? place : undefined;
  if (random.chance(0.04)) return [];
  return (['nrs', 'odi', 'promis-physical-health'] as const).map((measure) => {
    return { ...unquirky, measure, day, minute, timing, names, value: base[measure] };
  });
}

/** The answers of the rounds; of some that stayed without, why. */
export function imagineFollowUps(random: Random, { rounds }: Stay, place: number): Answer[] {
  return rounds.flatMap(({ date: day, fate, values }) => {
    const minute = random.chance(0.6) ? random.int(7 * 60, 21 * 60) : undefined;
    const names = random.chance(0.75) ? place : undefined;
    if (fate === 'silent') return [];
    return askedMeasures.map((measure): Answer => {
      const about = { ...unquirky, measure, day, minute, timing: undefined, names };
      return fate === 'answered'
        ? { ...about, value: values[measure] }
        : { ...about, value: undefined, whyMissing: fate };
    });
  });
}

const diaryDays = 14;

/** A few write down their pain every evening of the first two weeks. */
export function imagineDiary(random: Random, stay: Stay, place: number, base: Base, end: string | undefined): Answer[] {
  const { visit, response } = stay;
  if (response === undefined || procedures[visit.procedure].treatsBy !== 'steroid' || !random.chance(0.08)) return [];
  const keeps = random.chance(0.75) ? diaryDays : random.int(4, diaryDays - 1);
  return Array.from({ length: keeps }, (_, index) => index + 1).flatMap((after): Answer[] => {
    const day = addDays(visit.day, after);
    const value = painOn(random, response, after, base);
    const minute = random.int(19 * 60, 22 * 60);
    if (day > lastDay || (end !== undefined && day >= end)) return [];
    return [{ ...unquirky, measure: 'nrs', day, minute, timing: undefined, names: place, value }];
  });
}

/** Minutes after the needle at which somebody asks how the anaesthetic works, how many are asked, and what is left of its work. */
const hours: readonly { readonly after: readonly [number, number]; readonly asked: number; readonly works: number }[] =
  [
    { after: [-60, -8], asked: 0.95, works: 0 },
    { after: [15, 45], asked: 0.93, works: 1 },
    { after: [150, 235], asked: 0.8, works: 0.9 },
  ];

/**
 * Pain by the clock, after most blocks and a third of the injections: lidocaine and bupivacaine work within ten minutes and
 * for hours (V3 researchportal.be; 6 to 8 hours by instructions for patients, V3 nebraskapaininstitute.com).
 */
export function imagineHours(random: Random, { visit, isPositive }: Stay, place: number, base: Base): Answer[] {
  const { clock, day } = visit;
  const { isQuestion } = procedures[visit.procedure];
  const isDiagnostic = visit.acts[0].steps.intent === 'diagnostic';
  if (clock === undefined || !isQuestion || !random.chance(isDiagnostic ? 0.9 : 0.3)) return [];
  const gone = isPositive ? random.normal(0.88, 0.07) : random.normal(0.3, 0.18);
  return hours.flatMap(({ after, asked, works }): Answer[] => {
    const minute = clock.start + random.int(...after);
    const value = works === 0 ? base.nrs : between('nrs', base.nrs * (1 - gone * works) + random.normal(0, 0.4));
    if (!random.chance(asked)) return [];
    return [
      { ...unquirky, measure: 'nrs', day, minute, timing: works === 0 ? 'before' : 'after', names: place, value },
    ];
  });
}

/** Days from the visit before, where there is one. */
export function gapBefore(visit: Visit, previous: Visit | undefined): number {
  return previous === undefined ? Infinity : daysFrom(previous.day, visit.day);
}
