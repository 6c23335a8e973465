import { addDays, type Day } from '../calendar.js';
import { imaginePerson } from '../imagine-person.js';
import type { Random } from '../random.js';
import type { Person, PriorTreatment } from '../story.js';

/** Who comes to a pain clinic: assumed, as far as nothing else is said. */
export interface Patient {
  readonly person: Person;
  readonly history: readonly PriorTreatment[];
  /** How readily questionnaires are answered, in log odds. */
  readonly diligence: number;
  /** Pain and disability before the first treatment, and whenever relief has ended. */
  readonly base: { readonly nrs: number; readonly odi: number; readonly 'promis-physical-health': number };
}

const tried: Readonly<Record<PriorTreatment, number>> = {
  medication: 0.85,
  'physical-therapy': 0.75,
  injection: 0.2,
  rfa: 0.06,
  surgery: 0.14,
};

export function imaginePatient(random: Random, name: string, firstDay: Day): Patient {
  const age = Math.min(92, Math.max(21, random.normal(59, 14)));
  const sex = random.chance(0.62) ? 'female' : 'male';
  const birthDate = addDays(firstDay, -Math.round(age * 365.25));
  const tells = random.chance(0.85);
  const history = Object.entries(tried).flatMap(([treatment, share]) => (random.chance(share) ? [treatment] : []));
  return {
    person: { ...imaginePerson(random, random, name), birthDate, sex },
    history: tells ? (history as PriorTreatment[]) : [],
    diligence: random.normal(0, 0.6),
    base: imagineBase(random),
  };
}

/**
 * NRS 8.0 ± 1.0 and ODI 41.5 ± 7.5 before injections of the SI joint (V3 advbiores.mui.ac.ir/article_26446); physical health one
 * standard deviation below everybody's 50 is assumed. From 6 to 10, so that pain that is halved and pain that has come back
 * are never the same answer.
 */
function imagineBase(random: Random): Patient['base'] {
  return {
    nrs: Math.min(10, Math.max(6, Math.round(random.normal(8, 1)))),
    odi: Math.min(70, Math.max(24, Math.round(random.normal(41.5, 7.5)))),
    'promis-physical-health': Number(random.normal(39, 4.5).toFixed(1)),
  };
}

export function ageOn(day: Day, { birthDate }: Person): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
