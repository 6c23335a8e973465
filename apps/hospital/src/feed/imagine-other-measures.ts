import { answer, type Answer } from './imagine-answers.js';
import type { Asked } from './imagine-asked.js';
import { measures } from './measures.js';
import { procedures } from './procedures.js';
import type { Random } from './random.js';
import type { MeasureName, Side, Visit } from './story.js';

/** Sets of questions that a clinic asks besides pain and disability. */
const sets = {
  none: { share: 60, asks: [] },
  peg: { share: 10, asks: ['peg'] },
  promis: { share: 9, asks: ['promis-interference', 'promis-function'] },
  'quality-of-life': { share: 9, asks: ['eq-5d', 'eq-vas'] },
  'past-week': { share: 6, asks: ['nrs-of-week'] },
  line: { share: 6, asks: ['vas'] },
} as const satisfies Record<string, { readonly share: number; readonly asks: readonly MeasureName[] }>;

const shares = Object.fromEntries(Object.entries(sets).map(([name, { share }]) => [name, share])) as Record<
  keyof typeof sets,
  number
>;

/** Asked at the same moments as the routine: a set of its own per patient, the change in the patient's own words, and where. */
export function imagineOtherMeasures(
  random: Random,
  visits: readonly Visit[],
  asked: readonly Asked[],
): readonly Answer[] {
  const asks: readonly MeasureName[] = sets[random.weighted(shares)].asks;
  const ofChange: readonly MeasureName[] = random.chance(0.25) ? ['pgic', 'stated-relief'] : [];
  const isLegAsked = random.chance(
    visits.some(({ procedure }) => procedures[procedure].target === 'epidural') ? 0.6 : 0.02,
  );
  const areSidesAsked = random.chance(0.4);
  return asked.flatMap((one) => [
    ...(one.isBaseline ? asks : [...asks, ...ofChange]).map((name) => answer(random, one, name, measures[name].usual)),
    ...(isLegAsked ? [{ ...answer(random, one, 'nrs', measures.nrs.usual), painLocation: 'leg' as const }] : []),
    ...(areSidesAsked ? sidesToAsk(visits, one) : []).map((side) => ({
      ...answer(random, one, 'nrs', measures.nrs.usual),
      side,
    })),
  ]);
}

/** Each joint by itself, where both were injected; not on the day itself, when one anaesthetic hides the other. */
function sidesToAsk(visits: readonly Visit[], { day, names }: Asked): readonly Side[] {
  const visit = names === undefined ? undefined : visits[names];
  if (visit?.procedure !== 'si-joint-injection' || visit.status !== 'completed' || visit.day === day) return [];
  const sides = visit.acts.filter(({ procedure }) => procedure === visit.procedure).flatMap((act) => act.sides);
  return sides.length === 2 ? sides : [];
}
