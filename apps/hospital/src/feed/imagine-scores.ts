import { addDays, daysFrom, type Day } from './calendar.js';
import { lastDay } from './last-day.js';
import type { Random } from './random.js';
import type { MeasureName, Score, Visit } from './story.js';
import { agents, measures } from './vocabulary.js';

export interface ScorePlan {
  readonly name: string;
  readonly visits: readonly Visit[];
  readonly isPlain: boolean;
  readonly hasSecondRecord: boolean;
}

/** A questionnaire: both measures, asked at one moment. */
interface Asked {
  readonly day: Day;
  readonly minute: number | undefined;
  readonly timing: Score['timing'];
  readonly names: number | undefined;
  /** Share of the first pain and disability that is gone. */
  readonly relief: number;
}

/** When the clinic asks again, and how many answer: fewer from time to time. */
const followUps: readonly { readonly day: number; readonly spread: number; readonly answered: number }[] = [
  { day: 7, spread: 2, answered: 0.3 },
  { day: 14, spread: 3, answered: 0.75 },
  { day: 42, spread: 14, answered: 0.7 },
  { day: 91, spread: 21, answered: 0.55 },
  { day: 182, spread: 32, answered: 0.45 },
  { day: 365, spread: 65, answered: 0.4 },
  { day: 730, spread: 110, answered: 0.25 },
  { day: 1_095, spread: 90, answered: 0.1 },
];
/** Days on which nobody is asked, but some come anyway. */
const betweenWindows: readonly [readonly [number, number], ...(readonly [number, number])[]] = [
  [22, 27],
  [57, 69],
  [121, 149],
  [226, 299],
  [451, 599],
];

export function imagineScores(random: Random, plan: ScorePlan): readonly Score[] {
  const { visits, isPlain } = plan;
  const asked = visits.flatMap((visit, place) => {
    const next = visits[place + 1];
    const before = isPlain ? plainBaseline(visit) : imagineBaseline(random, visit, place, visits[place - 1]);
    const after = isPlain ? plainFollowUp(visit) : imagineFollowUps(random, visit, place, next);
    return [...before, ...after];
  });
  const base = { nrs: random.normal(8, 1), odi: random.normal(41.5, 9) };
  const startsWithout = !isPlain && random.chance(0.005) ? 'nrs' : undefined;
  const scores = asked.filter(isFirstOfDay).flatMap((one) => {
    const isOdiAsked = isPlain || random.chance(0.9);
    const nrs = answer(random, one, 'nrs', startsWithout === 'nrs' ? 0 : base.nrs);
    return isOdiAsked ? [nrs, answer(random, one, 'odi', base.odi)] : [nrs];
  });
  return scores.flatMap((score, index) => {
    const numbered = { ...score, number: `SCR${plan.name}-${index + 1}` };
    return isPlain ? [{ ...numbered, namedBy: 'procedure' as const }] : withQuirks(random, plan, numbered);
  });
}

/** Nobody is asked twice on one day. */
function isFirstOfDay({ day }: Asked, place: number, all: readonly Asked[]): boolean {
  return all.findIndex((one) => one.day === day) === place;
}

function plainBaseline(visit: Visit): Asked[] {
  return [{ day: visit.day, minute: (visit.clock?.start ?? 600) - 25, timing: 'before', names: 0, relief: 0 }];
}

function plainFollowUp({ day }: Visit): Asked[] {
  return [{ day: addDays(day, 14), minute: 600, timing: undefined, names: 0, relief: 0.6 }];
}

function imagineBaseline(random: Random, visit: Visit, place: number, previous: Visit | undefined): Asked[] {
  const drawn = random.weighted({ earlier: 68, 'same-day': 22, none: 5, 'too-old': 3, unmarked: 2 });
  const earlier = addDays(visit.day, -(drawn === 'too-old' ? random.int(35, 60) : random.int(1, 28)));
  const isFree = previous === undefined || earlier > previous.day;
  if (drawn === 'none') return [];
  if (drawn === 'unmarked') return [{ day: visit.day, minute: undefined, timing: undefined, names: place, relief: 0 }];
  if (drawn !== 'same-day' && isFree) {
    return [
      {
        day: earlier,
        minute: imagineMinute(random),
        timing: undefined,
        names: random.chance(0.4) ? place : undefined,
        relief: 0,
      },
    ];
  }
  const isTimed = visit.clock !== undefined && random.chance(0.6);
  const minute = isTimed ? (visit.clock?.start ?? 0) - random.int(10, 60) : undefined;
  const timing = isTimed && random.chance(0.4) ? undefined : 'before';
  return [{ day: visit.day, minute, timing, names: place, relief: 0 }];
}

function imagineFollowUps(random: Random, visit: Visit, place: number, next: Visit | undefined): Asked[] {
  const end = next === undefined ? addDays(lastDay, 1) : next.day;
  const relief = imagineRelief(random, visit);
  const days: number[] = [];
  for (const { day, spread, answered } of visit.status === 'not-done' ? [] : followUps) {
    if (!random.chance(answered)) continue;
    days.push(day + (random.chance(0.06) ? random.pick([-spread, spread]) : random.int(-spread, spread)));
    if (random.chance(0.02)) days.push(day + random.int(-spread, spread));
  }
  if (visit.status === 'completed' && random.chance(0.08)) days.push(random.int(...random.pick(betweenWindows)));
  const asked = days.map((days) => ({ days, day: addDays(visit.day, days) })).filter(({ day }) => day < end);
  const late = next !== undefined && random.chance(0.1) ? addDays(next.day, random.int(3, 20)) : undefined;
  return [
    ...asked.map(({ days, day }) => ({
      day,
      minute: imagineMinute(random),
      timing: undefined,
      names: random.chance(0.6) ? place : undefined,
      relief: relief(days),
    })),
    // An answer about this visit that came after the next one.
    ...(late === undefined || late > lastDay
      ? []
      : [{ day: late, minute: undefined, timing: undefined, names: place, relief: relief(daysFrom(visit.day, late)) }]),
  ];
}

/** About half respond; relief lasts five weeks on average, from one to some thirty. */
function imagineRelief(random: Random, visit: Visit): (days: number) => number {
  const hasSteroid = visit.administrations.some(({ agent }) => agents[agent].kind === 'steroid');
  const isResponder = visit.status === 'completed' && random.chance(hasSteroid ? 0.5 : 0.15);
  const best = isResponder ? random.normal(0.7, 0.15) : random.normal(0.1, 0.12);
  const weeks = Math.min(28, Math.max(1, random.normal(8, 6)));
  return (days) => best * Math.min(1, Math.exp(-(days - weeks * 7) / 90));
}

function imagineMinute(random: Random): number | undefined {
  const drawn = random.weighted({ day: 60, evening: 15, none: 25 });
  if (drawn === 'none') return undefined;
  return drawn === 'day' ? random.int(7 * 60, 18 * 60) : random.int(20 * 60 + 15, 23 * 60 + 30);
}

function answer(random: Random, { day, minute, timing, names, relief }: Asked, measure: MeasureName, base: number) {
  const { highest } = measures[measure];
  const noise = random.normal(0, highest / 25);
  const value = base === 0 ? 0 : Math.min(highest, Math.max(0, Math.round(base * (1 - relief) + noise)));
  return { measure, day, minute, timing, value, names, ...unquirky };
}

const unquirky = {
  namedBy: 'visit',
  record: 'patient',
  isWithdrawn: false,
  toldFirst: undefined,
  isToldInUtc: false,
} as const satisfies Partial<Score>;

function withQuirks(random: Random, { visits, hasSecondRecord }: ScorePlan, score: Score): readonly Score[] {
  const { names, minute } = score;
  const told: Score = {
    ...score,
    namedBy: names === undefined ? 'visit' : namingOf(random, visits[names]),
    record: hasSecondRecord && random.chance(0.4) ? 'second' : 'patient',
    isToldInUtc: minute !== undefined && random.chance(0.15),
  };
  switch (random.weighted({ none: 90, declined: 4, corrected: 4, withdrawn: 1, rewritten: 1 })) {
    case 'none':
      return [told];
    case 'declined':
      return [{ ...told, value: undefined }];
    case 'corrected':
      return [{ ...told, toldFirst: imagineMistake(random, told) }];
    case 'withdrawn':
      return [{ ...told, isWithdrawn: true }];
    case 'rewritten':
      return [{ ...told, isWithdrawn: true, number: `${told.number}-D` }, told];
  }
}

function namingOf(random: Random, visit: Visit | undefined): Score['namedBy'] {
  if (visit?.acts[0].isAnonymous === true) return 'visit';
  return visit?.tellsNumber === false || random.chance(0.6) ? 'procedure' : 'visit';
}

/** A wrong value, a wrong day, or nothing wrong at all: the same said again in a newer version. */
function imagineMistake(random: Random, { measure, day, value = 0 }: Score): NonNullable<Score['toldFirst']> {
  const { highest } = measures[measure];
  switch (random.weighted({ value: 60, day: 15, nothing: 25 })) {
    case 'value':
      return { value: value >= highest / 2 ? value - random.int(1, highest / 5) : value + random.int(1, highest / 5) };
    case 'day':
      return { day: addDays(day, -random.int(3, 20)) };
    case 'nothing':
      return { value };
  }
}
