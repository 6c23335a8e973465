import { addDays, daysFrom } from './calendar.js';
import { lastDay } from './last-day.js';
import { procedures } from './procedures.js';
import type { Random } from './random.js';
import type { Complication, ComplicationName, Visit } from './story.js';

interface Course {
  readonly weight: number;
  /** First and last day after the needle. */
  readonly days: readonly [number, number];
}

/** How often of all complications, and when. */
const courses: Readonly<Record<ComplicationName, Course>> = {
  vasovagal: { weight: 40, days: [0, 0] },
  flare: { weight: 25, days: [1, 4] },
  hyperglycaemia: { weight: 12, days: [1, 10] },
  infection: { weight: 5, days: [3, 24] },
  'dural-puncture': { weight: 4, days: [0, 3] },
  'new-deficit': { weight: 4, days: [0, 20] },
  allergy: { weight: 4, days: [0, 1] },
  other: { weight: 6, days: [2, 60] },
};
const weights = Object.fromEntries(Object.entries(courses).map(([name, { weight }]) => [name, weight])) as Record<
  ComplicationName,
  number
>;
/** Later than this it is taken for nothing of the visit's. */
const complicationDays = 30;

/** After few visits, each before the next one. */
export function imagineComplications(random: Random, name: string, visits: readonly Visit[]): readonly Complication[] {
  return visits.flatMap((visit, place): readonly Complication[] => {
    if (!random.chance(0.04)) return [];
    const kind = random.weighted(weights);
    const day = addDays(visit.day, random.int(...courses[kind].days));
    const minute = random.chance(0.5) && day !== visit.day ? random.int(8 * 60, 20 * 60) : undefined;
    const drawn = random.weighted({ procedure: 40, visit: 40, nothing: 20 });
    const isNumbered = drawn === 'procedure' ? !visit.acts[0].isAnonymous : visit.tellsNumber;
    const isInTime = daysFrom(visit.day, day) <= complicationDays;
    const [isToldTwice, isUnspecificFirst, isWithdrawn] = [
      random.chance(0.15),
      random.chance(0.1),
      random.chance(0.05),
    ];
    const next = visits[place + 1]?.day ?? addDays(lastDay, 1);
    const isBegun = (visit.status === 'completed' || visit.status === 'stopped') && !visit.isWithdrawn;
    if (!isBegun || procedures[visit.procedure].standing === 'foreign' || day >= next) return [];
    return [
      {
        number: `CMP${name}-${place + 1}`,
        name: kind,
        day,
        minute,
        after: place,
        namedBy: isNumbered ? drawn : 'nothing',
        // What is unspecific, or of no visit, nobody can take for one and the same.
        isToldTwice: isToldTwice && isInTime && kind !== 'other',
        isUnspecificFirst: isUnspecificFirst && kind !== 'other',
        isWithdrawn,
      },
    ];
  });
}
