import { addDays } from './calendar.js';
import { answer, type Answer } from './imagine-answers.js';
import type { Asked } from './imagine-asked.js';
import { lastDay } from './last-day.js';
import type { Random } from './random.js';
import type { Visit } from './story.js';
import { agents } from './vocabulary.js';

const diaryDays = 14;

/** A few keep a diary of their pain after a steroid: one score an evening for two weeks, if they hold out. */
export function imagineDiaries(random: Random, visits: readonly Visit[]): readonly Answer[] {
  return visits.flatMap((visit, place) => {
    const hasSteroid = visit.administrations.some(({ agent }) => agents[agent].kind === 'steroid');
    if (!random.chance(0.06) || visit.status !== 'completed' || !hasSteroid) return [];
    const keeps = random.chance(0.7) ? diaryDays : random.int(3, diaryDays - 1);
    const skips = random.chance(0.3) ? 0.15 : 0;
    const isTimed = random.chance(0.7);
    const [sets, relief] = [random.int(2, 8), random.chance(0.6) ? 0.7 : 0.2];
    const names = random.chance(0.6) ? place : undefined;
    const end = visits[place + 1]?.day ?? addDays(lastDay, 1);
    const base = random.normal(7.5, 1);
    return Array.from({ length: keeps }, (_, index) => index + 1).flatMap((day) => {
      const minute = random.int(19 * 60, 22 * 60);
      const asked: Asked = {
        day: addDays(visit.day, day),
        minute: isTimed ? minute : undefined,
        timing: undefined,
        names,
        relief: day < sets ? 0.1 : relief,
        isBaseline: false,
      };
      const one = answer(random, asked, 'nrs', base);
      return random.chance(skips) || asked.day >= end ? [] : [one];
    });
  });
}
