import { procedures } from './procedures.js';
import type { Random } from './random.js';
import type { Agent, ContrastSpread, Place, Side, Steps, Administration } from './story.js';
import type { VisitPlan } from './visit-plan.js';

const untold: Steps = {
  isPositionTold: false,
  isGuidanceTold: false,
  guidance: 'fluoroscopy',
  spread: undefined,
  intent: 'therapeutic',
  declaredBy: undefined,
  isOrderTold: false,
};

const spreads: Readonly<Record<ContrastSpread, number>> = {
  'intra-articular': 86,
  'peri-articular': 7,
  vascular: 3,
  'not-confirmed': 4,
};

/** What is told of how a line was done; nothing of the plain course's, and no steps of what was not begun. */
export function imagineSteps(random: Random, { kind, procedure, isPlain }: VisitPlan): Steps {
  if (isPlain || kind === 'billed') return untold;
  const intent = kind === 'diagnostic' ? 'diagnostic' : 'therapeutic';
  const ways = { none: 55, purpose: 25, modifier: intent === 'diagnostic' && isBlock(procedure) ? 40 : 0 };
  const drawn = {
    isPositionTold: random.chance(0.4),
    isGuidanceTold: random.chance(0.4),
    isSpreadTold: random.chance(0.5),
    spread: random.weighted(spreads),
    declared: random.weighted(ways),
    isOrderTold: random.chance(0.4),
  };
  const isBegun = kind !== 'not-done';
  const hasContrast = procedures[procedure].gives.includes('contrast') && procedures[procedure].target === 'joint';
  return {
    isPositionTold: isBegun && drawn.isPositionTold,
    isGuidanceTold: isBegun && drawn.isGuidanceTold,
    guidance: 'fluoroscopy',
    spread: isBegun && hasContrast && drawn.isSpreadTold ? drawn.spread : undefined,
    intent,
    declaredBy: drawn.declared === 'none' ? undefined : drawn.declared,
    isOrderTold: drawn.isOrderTold,
  };
}

function isBlock(procedure: VisitPlan['procedure']): boolean {
  return procedure === 'si-joint-injection' || procedure === 'si-nerve-block';
}

const steroids = { triamcinolone: 45, methylprednisolone: 30, dexamethasone: 15, betamethasone: 10 };
const numbing: Given = { agent: 'lidocaine', into: 'skin', side: undefined, status: 'completed' };

export type Given = Pick<Administration, 'agent' | 'into' | 'side' | 'status'>;

/** The drugs of a visit: numbing of the skin, then contrast, anaesthetic and steroid into each target. */
export function imagineDrugs(
  random: Random,
  { kind, procedure, isPlain }: VisitPlan,
  sides: readonly (Side | undefined)[],
): readonly Given[] {
  const { target, gives } = procedures[procedure];
  const agent: Agent = random.weighted(steroids);
  const into = (name: Agent, place: Place | 'unknown' = target, status: Administration['status'] = 'completed') =>
    sides.map((side): Given => ({ agent: name, into: place, side, status }));
  switch (kind) {
    case 'diagnostic':
      return [numbing, ...(gives.includes('contrast') ? into('iohexol') : []), ...into('bupivacaine')];
    case 'stopped':
      return [numbing, ...into('iohexol'), ...(random.chance(0.5) ? into(agent, target, 'not-done') : [])];
    case 'billed':
      return [];
    case 'not-done':
      return random.chance(0.5) ? into(agent, target, 'not-done') : [];
    case 'therapeutic': {
      const isRouteLost = gives.includes('steroid') && !isPlain && random.chance(0.02);
      return [
        numbing,
        ...(gives.includes('contrast') && random.chance(0.97) ? into('iohexol') : []),
        ...(gives.includes('anaesthetic') && random.chance(0.9) ? into('bupivacaine') : []),
        ...(gives.includes('steroid') ? into(agent, isRouteLost ? 'unknown' : target) : []),
      ];
    }
  }
}
