import { visit, type PlannedVisit, type Plot } from '../plots.js';
import { procedures } from '../procedures.js';
import type { Random } from '../random.js';
import type { ProcedureName } from '../story.js';
import type { Response } from './response.js';

/** How patients come into the clinic, how often of a hundred, and what is planned. After a block that says no, nothing is. */
const paths = {
  'si-injection': { share: 40, plan: [visit('si-joint-injection', 'therapeutic')] },
  'si-block-first': {
    share: 10,
    plan: [visit('si-joint-injection', 'diagnostic'), visit('si-joint-injection', 'therapeutic', [10, 28])],
  },
  'si-ablation': {
    share: 7,
    plan: [visit('si-nerve-block', 'diagnostic'), visit('si-joint-rfa', 'therapeutic', [14, 45])],
  },
  'si-fusion': {
    share: 2,
    plan: [visit('si-joint-injection', 'diagnostic'), visit('si-joint-fusion', 'therapeutic', [60, 120])],
  },
  facet: { share: 12, plan: [visit('facet-injection', 'therapeutic')] },
  'facet-ablation': {
    share: 7,
    plan: [
      visit('medial-branch-block', 'diagnostic'),
      visit('medial-branch-block', 'diagnostic', [10, 30]),
      visit('facet-rfa', 'therapeutic', [14, 45]),
    ],
  },
  transforaminal: { share: 11, plan: [visit('transforaminal-epidural', 'therapeutic')] },
  interlaminar: { share: 6, plan: [visit('interlaminar-epidural', 'therapeutic')] },
  'trigger-point': { share: 1, plan: [visit('trigger-point', 'therapeutic')] },
  miscoded: { share: 0.5, plan: [visit('miscoded-epidural', 'therapeutic')] },
  'only-billed': { share: 0.5, plan: [visit('si-joint-injection', 'billed')] },
  stopped: { share: 1, plan: [visit('si-joint-injection', 'stopped')] },
  rescheduled: {
    share: 2,
    plan: [visit('si-joint-injection', 'not-done'), visit('si-joint-injection', 'therapeutic', [5, 21])],
  },
} as const satisfies Record<string, { readonly share: number; readonly plan: Plot }>;

const shares = Object.fromEntries(Object.entries(paths).map(([name, { share }]) => [name, share])) as Record<
  keyof typeof paths,
  number
>;

export function imaginePath(random: Random): Plot {
  return paths[random.weighted(shares)].plan;
}

/** Of whom a block has helped: between the false positives and the true ones of the literature, assumed. */
export const positiveBlocks = 0.6;

/** A third treatment of the same kind is the last that is planned here. */
const mostOfAKind = 3;
/** Two months between two treatments (V3 eviCore CMM-203). */
const leastDaysBetween = 60;
/** How many come again for the same once the pain is back: assumed. */
const again = { steroid: 0.45, itself: 0.12, nothing: 0 } as const;

/**
 * What follows a treatment: where it helped, often the same again once the pain is back; where it did not, sometimes an
 * ablation. Nobody whose pain is still halved is treated again.
 */
export function furtherTreatment(
  random: Random,
  { procedure, response, timesBefore }: { procedure: ProcedureName; response: Response; timesBefore: number },
): Plot {
  const { relief } = response;
  if (relief !== undefined) {
    const isAgain = random.chance(again[procedures[procedure].treatsBy]) && timesBefore + 1 < mostOfAKind;
    const from = Math.max(relief.to + 10, leastDaysBetween);
    return isAgain ? [visit(procedure, 'therapeutic', [from, from + 50])] : [];
  }
  const next = ablationAfter[procedure];
  return next !== undefined && random.chance(0.25) ? next : [];
}

const ablationAfter: Readonly<Partial<Record<ProcedureName, readonly PlannedVisit[]>>> = {
  'si-joint-injection': [
    visit('si-nerve-block', 'diagnostic', [60, 120]),
    visit('si-joint-rfa', 'therapeutic', [14, 45]),
  ],
  'facet-injection': [
    visit('medial-branch-block', 'diagnostic', [60, 120]),
    visit('facet-rfa', 'therapeutic', [14, 45]),
  ],
};
