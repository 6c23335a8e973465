import { addDays, daysFrom, type Day } from './calendar.js';
import { lastDay } from './last-day.js';
import { procedures } from './procedures.js';
import type { Random } from './random.js';
import type { Score, Visit } from './story.js';
import { agents } from './vocabulary.js';

/** A questionnaire: what is asked at one moment. */
export interface Asked {
  readonly day: Day;
  readonly minute: number | undefined;
  readonly timing: Score['timing'];
  readonly names: number | undefined;
  /** Share of the first pain and disability that is gone. */
  readonly relief: number;
  /** It asks how things are before anything was done. */
  readonly isBaseline: boolean;
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

/** When the clinic asks about a course of visits; nobody is asked twice on one day. */
export function imagineAsked(random: Random, visits: readonly Visit[], isPlain: boolean): readonly Asked[] {
  const asked = visits.flatMap((visit, place) => {
    const next = visits[place + 1];
    const before = isPlain ? plainBaseline(visit) : imagineBaseline(random, visit, place, visits[place - 1]);
    const after = isPlain ? plainFollowUp(visit) : imagineFollowUps(random, visit, place, next);
    return [...before, ...after];
  });
  return asked.filter(isFirstOfDay);
}

function isFirstOfDay({ day }: Asked, place: number, all: readonly Asked[]): boolean {
  return all.findIndex((one) => one.day === day) === place;
}

const before = { timing: undefined, relief: 0, isBaseline: true } as const;
const after = { timing: undefined, isBaseline: false } as const;

function plainBaseline(visit: Visit): Asked[] {
  return [{ ...before, day: visit.day, minute: (visit.clock?.start ?? 600) - 25, timing: 'before', names: 0 }];
}

function plainFollowUp({ day }: Visit): Asked[] {
  return [{ ...after, day: addDays(day, 14), minute: 600, names: 0, relief: 0.6 }];
}

function imagineBaseline(random: Random, visit: Visit, place: number, previous: Visit | undefined): Asked[] {
  const drawn = random.weighted({ earlier: 68, 'same-day': 22, none: 5, 'too-old': 3, unmarked: 2 });
  const earlier = addDays(visit.day, -(drawn === 'too-old' ? random.int(35, 60) : random.int(1, 28)));
  const isFree = previous === undefined || earlier > previous.day;
  if (drawn === 'none') return [];
  if (drawn === 'unmarked') return [{ ...before, day: visit.day, minute: undefined, names: place }];
  if (drawn !== 'same-day' && isFree) {
    return [
      {
        ...before,
        day: earlier,
        minute: imagineMinute(random),
        names: random.chance(0.4) ? place : undefined,
      },
    ];
  }
  const isTimed = visit.clock !== undefined && random.chance(0.6);
  const minute = isTimed ? (visit.clock?.start ?? 0) - random.int(10, 60) : undefined;
  const timing = isTimed && random.chance(0.4) ? undefined : 'before';
  return [{ ...before, day: visit.day, minute, timing, names: place }];
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
      ...after,
      day,
      minute: imagineMinute(random),
      names: random.chance(0.6) ? place : undefined,
      relief: relief(days),
    })),
    // An answer about this visit that came after the next one.
    ...(late === undefined || late > lastDay
      ? []
      : [{ ...after, day: late, minute: undefined, names: place, relief: relief(daysFrom(visit.day, late)) }]),
  ];
}

/** Of a steroid about half respond, and relief lasts five weeks on average, from one to some thirty; operations do more. */
function imagineRelief(random: Random, visit: Visit): (days: number) => number {
  const hasSteroid = visit.administrations.some(({ agent }) => agents[agent].kind === 'steroid');
  const isOperation = procedures[visit.procedure].treatsBy === 'itself';
  const isResponder = visit.status === 'completed' && random.chance(isOperation ? 0.65 : hasSteroid ? 0.5 : 0.15);
  const best = isResponder ? random.normal(0.7, 0.15) : random.normal(0.1, 0.12);
  const weeks = Math.min(28, Math.max(1, random.normal(8, 6))) * (isOperation ? 6 : 1);
  return (days) => best * Math.min(1, Math.exp(-(days - weeks * 7) / 90));
}

function imagineMinute(random: Random): number | undefined {
  const drawn = random.weighted({ day: 60, evening: 15, none: 25 });
  if (drawn === 'none') return undefined;
  return drawn === 'day' ? random.int(7 * 60, 18 * 60) : random.int(20 * 60 + 15, 23 * 60 + 30);
}
