import { imagineBill } from './imagine-bill.js';
import { imagineDrugs, imagineSteps } from './imagine-steps.js';
import { procedures } from './procedures.js';
import type { Random } from './random.js';
import type { Act, Administration, Side, Visit, VisitStatus } from './story.js';
import type { VisitPlan } from './visit-plan.js';

const statuses: Readonly<Record<VisitPlan['kind'], VisitStatus>> = {
  therapeutic: 'completed',
  diagnostic: 'completed',
  'not-done': 'not-done',
  stopped: 'stopped',
  billed: 'billed',
};

export function imagineVisit(random: Random, plan: VisitPlan): Visit {
  const { name, procedure, kind, day, record, isWithdrawn, isPlain } = plan;
  const start = random.int(8 * 60, 16 * 60);
  const acts = imagineActs(random, plan);
  const tellsNumber = isPlain || kind === 'billed' || !canStandAlone(acts) || !random.chance(0.05);
  const hasClock = isPlain || !random.chance(0.05);
  return {
    number: `V${name}`,
    procedure,
    tellsNumber,
    day,
    clock: hasClock ? { start, end: start + random.int(10, 25) } : undefined,
    status: statuses[kind],
    record,
    acts,
    administrations: imagineAdministrations(random, plan, acts, tellsNumber),
    bill: imagineBill(plan.bills, plan, acts, tellsNumber),
    isWithdrawn,
  };
}

/** One joint under a number of its own needs no visit number to hold it together. */
function canStandAlone([act, ...more]: Visit['acts']): boolean {
  return more.length === 0 && act.sides.length === 1 && !act.isAnonymous;
}

function imagineActs(random: Random, plan: VisitPlan): Visit['acts'] {
  if (procedures[plan.procedure].isMidline) return [imagineAct(random, plan, 1, [])];
  const isOneSided = plan.isPlain || plan.beside !== undefined;
  const shape = isOneSided ? 'left' : random.weighted({ left: 40, right: 39, both: 8, 'each-side': 7, unknown: 6 });
  switch (shape) {
    case 'left':
    case 'right':
      return plan.beside === undefined
        ? [imagineAct(random, plan, 1, [shape])]
        : imagineTwo(random, plan, [shape, shape]);
    case 'both':
      return [imagineAct(random, plan, 1, ['left', 'right'])];
    case 'each-side':
      return imagineTwo(random, plan, ['left', 'right']);
    case 'unknown':
      return [imagineAct(random, plan, 1, [])];
  }
}

/** Two lines: the second for the other joint, or for what was done besides. */
function imagineTwo(random: Random, plan: VisitPlan, [side, other]: readonly [Side, Side]): Visit['acts'] {
  const second = { ...plan, procedure: plan.beside ?? plan.procedure };
  return [imagineAct(random, plan, 1, [side], true), imagineAct(random, second, 2, [other], true)];
}

/** `isOneOfTwo`: nothing may tie it to the other side's act, so both its systems name its number. */
function imagineAct(random: Random, plan: VisitPlan, place: number, sides: readonly Side[], isOneOfTwo = false): Act {
  const { name, procedure, kind, isPlain, isToldOnce } = plan;
  const hasOneSide = sides.length === 1 && !isOneOfTwo;
  const isAnonymous = !isPlain && kind !== 'billed' && hasOneSide && random.chance(0.06);
  const telling =
    isPlain || kind === 'billed' ? 'plainly' : random.weighted({ plainly: 89, 'in-parts': 8, 'side-corrected': 3 });
  const isOfJoint = procedure === 'si-joint-injection' && (kind === 'therapeutic' || kind === 'diagnostic');
  const isBilled = !isPlain && !isToldOnce && isOfJoint && random.chance(0.15);
  const ties = isAnonymous
    ? { order: 60, day: 40 }
    : isOneOfTwo
      ? { procedure: 1 }
      : { procedure: 70, order: 20, day: 10 };
  return {
    number: `PRC${name}-${place}`,
    procedure,
    orderNumber: `ORD${name}-${place}`,
    sides,
    isAnonymous,
    isSideCorrected: telling === 'side-corrected' && hasOneSide,
    isToldInParts: telling === 'in-parts' && sides.length > 0,
    facility: isBilled
      ? random.weighted<'procedure' | 'order' | 'day'>({ procedure: 0, order: 0, day: 0, ...ties })
      : undefined,
    levels: procedures[procedure].addOn === undefined ? 1 : plan.steps.int(1, 2),
    steps: imagineSteps(plan.steps, plan),
  };
}

function imagineAdministrations(
  random: Random,
  plan: VisitPlan,
  acts: Visit['acts'],
  tellsNumber: boolean,
): readonly Administration[] {
  const sides = acts.flatMap((act): readonly (Side | undefined)[] => (act.sides.length > 0 ? act.sides : [undefined]));
  const given = imagineDrugs(random, plan, sides);
  return given.flatMap((one, index) => {
    const administration: Administration = {
      ...one,
      number: `ADM${plan.name}-${index + 1}`,
      tiedBy: tieOf(random, plan, acts, tellsNumber),
      isWithdrawn: false,
    };
    const isWrittenTwice = !plan.isPlain && random.chance(0.015);
    return isWrittenTwice
      ? [{ ...administration, number: `${administration.number}-D`, isWithdrawn: true }, administration]
      : [administration];
  });
}

function tieOf(
  random: Random,
  { isPlain }: VisitPlan,
  [act]: Visit['acts'],
  tellsNumber: boolean,
): Administration['tiedBy'] {
  if (isPlain) return 'procedure';
  const drawn = random.weighted({ procedure: 60, order: 15, visit: 25 });
  if (act.isAnonymous) return drawn === 'procedure' ? 'visit' : drawn;
  return drawn === 'visit' && !tellsNumber ? 'procedure' : drawn;
}
