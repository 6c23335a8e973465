import { ageBands, type AgeBand } from '@ilium/contracts';
import type { Day } from '../reports/moments.js';

/** The first year of age of each band but the youngest. */
const firstYears = [40, 50, 60, 70, 80] as const;

/**
 * The age on a day, in bands. A date of birth may be a year or a month only: where that leaves two bands open, none is
 * said.
 */
export function ageBandOn(day: Day, birth: string): AgeBand | undefined {
  const [oldest, youngest] = [bandOf(ageOn(day, earliest(birth))), bandOf(ageOn(day, latest(birth)))];
  return oldest === youngest ? oldest : undefined;
}

const yearLength = '2026'.length;

function earliest(birth: string): Day {
  return birth + '-01-01'.slice(birth.length - yearLength);
}

/** As a text that no day of its month comes after. */
function latest(birth: string): Day {
  return birth + '-12-31'.slice(birth.length - yearLength);
}

function ageOn(day: Day, birthDay: Day): number {
  const years = Number(day.slice(0, yearLength)) - Number(birthDay.slice(0, yearLength));
  return day.slice(yearLength) < birthDay.slice(yearLength) ? years - 1 : years;
}

function bandOf(age: number): AgeBand | undefined {
  if (age < 0) return undefined;
  return ageBands[firstYears.filter((year) => age >= year).length];
}
