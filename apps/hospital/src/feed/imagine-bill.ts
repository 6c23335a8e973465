import { addDays, type Day } from './calendar.js';
import { lastDay } from './last-day.js';
import type { Random } from './random.js';
import type { Act, Bill } from './story.js';
import type { VisitPlan } from './visit-plan.js';

/** A third of the visits have their bill in the feed; those of which only a bill tells, always. */
export function imagineBill(
  random: Random,
  { kind, procedure, day, isPlain, isToldOnce, isWithdrawn }: VisitPlan,
  acts: readonly Act[],
  tellsNumber: boolean,
): Bill | undefined {
  if (isPlain) return undefined;
  const isOnlyBilled = kind === 'billed';
  const isBilled = random.chance(0.3) || isOnlyBilled;
  const correction = random.weighted(
    isOnlyBilled ? { none: 60, credited: 25, rebilled: 15 } : { none: 90, credited: 3, rebilled: 7 },
  );
  const drawn = random.weighted({ procedure: 50, order: 20, visit: 30 });
  const bill: Bill = {
    isNumbered: random.chance(0.6),
    tiedBy: drawn === 'procedure' && acts.some(({ isAnonymous }) => isAnonymous) ? 'order' : drawn,
    isFacilityCharged: random.chance(0.5) && procedure === 'si-joint-injection' && correction === 'none',
    areDrugsCharged: random.chance(0.6),
    correction,
    correctedOn: earlier(addDays(day, random.int(4, 40)), lastDay),
  };
  if (isOnlyBilled) return isWithdrawn ? undefined : bill;
  const isCharged = (kind === 'therapeutic' || kind === 'diagnostic') && !isToldOnce;
  // A line of no number at all could be anybody's.
  const isTied = tellsNumber || bill.tiedBy !== 'visit';
  return isBilled && isCharged && isTied ? bill : undefined;
}

function earlier(a: Day, b: Day): Day {
  return a < b ? a : b;
}
