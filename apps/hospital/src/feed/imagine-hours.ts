import { addDays } from './calendar.js';
import { answer, type Answer } from './imagine-answers.js';
import type { Asked } from './imagine-asked.js';
import { lastDay } from './last-day.js';
import { procedures } from './procedures.js';
import type { Random } from './random.js';
import type { Visit } from './story.js';

/** Minutes after the needle at which somebody asks how the anaesthetic works, and how many are asked. */
const hours: readonly { readonly after: readonly [number, number]; readonly asked: number; readonly works: number }[] =
  [
    { after: [-110, -8], asked: 0.92, works: 0 },
    { after: [-180, -125], asked: 0.05, works: 0 },
    { after: [12, 60], asked: 0.85, works: 1 },
    { after: [110, 300], asked: 0.7, works: 0.8 },
  ];
const lastMinute = 23 * 60 + 30;

/** Pain before and after the needle, by the clock: after most blocks, after some treatments. */
export function imagineHours(random: Random, visits: readonly Visit[]): readonly Answer[] {
  return visits.flatMap((visit, place) => {
    const { clock, day } = visit;
    const { isQuestion } = procedures[visit.procedure];
    const isAsked = random.chance(isQuestion ? 0.4 : 0.1);
    if (clock === undefined || visit.status === 'not-done' || visit.status === 'billed' || !isAsked) return [];
    const relief = random.chance(0.6) ? random.normal(0.85, 0.1) : random.normal(0.25, 0.2);
    const base = random.normal(7, 1.4);
    const at = hours.flatMap(({ after, asked, works }): readonly Asked[] => {
      const minute = Math.min(lastMinute, clock.start + random.int(...after));
      const timing = minute < clock.start ? 'before' : 'after';
      const isTold = random.chance(asked);
      const about = { day, minute, timing: random.chance(0.3) ? timing : undefined, relief: relief * works } as const;
      return isTold ? [{ ...about, names: random.chance(0.85) ? place : undefined, isBaseline: works === 0 }] : [];
    });
    const nextDay = addDays(day, 1);
    const call = { day: nextDay, minute: random.int(9 * 60, 21 * 60), timing: undefined, relief: relief / 4 };
    const isCalled = random.chance(0.25) && nextDay <= lastDay && nextDay !== visits[place + 1]?.day;
    return [...at, ...(isCalled ? [{ ...call, names: place, isBaseline: false }] : [])].map((one) =>
      answer(random, one, 'nrs', base),
    );
  });
}
