import { addDays, type Day } from './calendar.js';
import { lastDay } from './last-day.js';
import type { Random } from './random.js';
import type { Flag, FlagName, Person, PriorTreatment, Visit } from './story.js';

/** Nobody is called so. */
const families = [
  ...['Simulated-Alder', 'Simulated-Ash', 'Simulated-Beech', 'Simulated-Birch', 'Simulated-Cedar', 'Simulated-Elm'],
  ...['Simulated-Larch', 'Simulated-Maple', 'Simulated-Oak', 'Simulated-Pine', 'Simulated-Rowan', 'Simulated-Yew'],
];

/** Names have a source of chance of their own, so that they change nothing else. */
export function imaginePerson(random: Random, names: Random, name: string): Person {
  return {
    mrn: `SIM-${name}`,
    family: families[names.int(0, families.length - 1)] ?? '',
    birthDate: addDays('1938-01-01', random.int(0, 365 * 60)),
    sex: random.chance(0.6) ? 'female' : 'male',
  };
}

const flagWeights: Readonly<Record<FlagName | 'none', number>> = {
  none: 95,
  'opt-out': 2,
  vip: 0.7,
  sensitive: 0.6,
  test: 0.7,
  interpreter: 1,
};

const tried: Readonly<Record<PriorTreatment, number>> = {
  medication: 0.8,
  'physical-therapy': 0.7,
  injection: 0.25,
  rfa: 0.05,
  surgery: 0.08,
};

/** What the clinic knows of the person besides. */
export interface Circumstances {
  readonly deathDay: Day | undefined;
  readonly flag: Flag | undefined;
  readonly history: readonly PriorTreatment[];
}

export const uneventful: Circumstances = { deathDay: undefined, flag: undefined, history: [] };

export function imagineCircumstances(random: Random, visits: readonly Visit[]): Circumstances {
  const lastVisit = visits.at(-1)?.day ?? lastDay;
  const deathDay = addDays(lastVisit, random.int(20, 700));
  const flagged = addDays(visits[0]?.day ?? lastDay, random.int(0, 90));
  const isKnown = flagged < lastDay;
  const drawn = random.weighted(flagWeights);
  const [dies, isTakenBack, hasHistory] = [random.chance(0.02), random.chance(0.2), random.chance(0.3)];
  const names = Object.entries(tried).flatMap(([name, share]) => (random.chance(share) ? [name] : []));
  return {
    deathDay: dies && deathDay <= lastDay ? deathDay : undefined,
    flag: drawn === 'none' || !isKnown ? undefined : { name: drawn, day: flagged, isTakenBack },
    history: hasHistory ? (names as PriorTreatment[]) : [],
  };
}
