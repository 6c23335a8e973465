import type { Random } from '../random.js';
import type { Act, ContrastSpread, Guidance, ProcedureName, Visit } from '../story.js';
import { agents } from '../vocabulary.js';
import type { Patient } from './patient.js';
import { ageOn } from './patient.js';
import type { Circumstance } from './response.js';

/** Fluoroscopy or CT with contrast; ultrasound only for who does not tolerate contrast (V NGS on L39455). Shares are assumed. */
const guidances: Readonly<Record<Guidance, number>> = { fluoroscopy: 76, ct: 14, ultrasound: 10 };
const isByUltrasound: readonly ProcedureName[] = ['si-joint-injection', 'si-nerve-block', 'facet-injection'];

const spreads: Readonly<Record<ContrastSpread, number>> = {
  'intra-articular': 84,
  'peri-articular': 9,
  vascular: 2,
  'not-confirmed': 5,
};

/** How a visit was done: nearly all of it is told. */
export function imagineHow(random: Random, visit: Visit): Visit {
  const drawn = random.weighted(guidances);
  const guidance = drawn === 'ultrasound' && !isByUltrasound.includes(visit.procedure) ? 'fluoroscopy' : drawn;
  const [isGuidanceTold, isPositionTold, isOrderTold] = [random.chance(0.95), random.chance(0.5), random.chance(0.3)];
  const spread = random.weighted(spreads);
  const isSpreadTold = random.chance(0.92);
  const isBegun = visit.status === 'completed' || visit.status === 'stopped';
  const how = ({ steps }: Act): Act['steps'] => ({
    ...steps,
    guidance,
    isGuidanceTold: isBegun && isGuidanceTold,
    isPositionTold: isBegun && isPositionTold,
    isOrderTold,
    spread: isContrastSeen(visit) && guidance !== 'ultrasound' && isSpreadTold ? spread : undefined,
  });
  const [act, ...more] = visit.acts;
  return {
    ...visit,
    acts: [{ ...act, steps: how(act) }, ...more.map((one) => ({ ...one, steps: how(one) }))],
    administrations: visit.administrations.filter(
      ({ agent }) => guidance !== 'ultrasound' || agents[agent].kind !== 'contrast',
    ),
  };
}

function isContrastSeen({ administrations }: Visit): boolean {
  return administrations.some(({ agent, into }) => agents[agent].kind === 'contrast' && into === 'joint');
}

/** What the response to a visit depends on. */
export function circumstanceOf(
  { acts, administrations, day }: Visit,
  { person, history }: Patient,
  earlier: Pick<Circumstance, 'isSelected' | 'isRepeat'>,
): Circumstance {
  const { guidance, spread } = acts[0].steps;
  return {
    ...earlier,
    ...{ age: ageOn(day, person), sex: person.sex, history, guidance, spread },
    steroid: administrations.find(({ agent }) => agents[agent].kind === 'steroid')?.agent,
  };
}
