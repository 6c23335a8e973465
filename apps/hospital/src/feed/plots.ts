import type { VisitPlan } from './visit-plan.js';
import type { Random } from './random.js';
import type { ProcedureName } from './story.js';

export interface PlannedVisit {
  readonly procedure: ProcedureName;
  readonly kind: VisitPlan['kind'];
  /** Days after the visit before it. */
  readonly after: readonly [number, number];
  /** Done in the same visit besides. */
  readonly beside?: ProcedureName;
}

/** What a course is about: the visits it is planned to have. */
export type Plot = readonly PlannedVisit[];

export function visit(
  procedure: ProcedureName,
  kind: VisitPlan['kind'],
  after: readonly [number, number] = [0, 0],
): PlannedVisit {
  return { procedure, kind, after };
}

/** Shorter to read: an injection of the SI joint. */
const si = (kind: VisitPlan['kind'], after?: readonly [number, number]) => visit('si-joint-injection', kind, after);

const single: Plot = [si('therapeutic')];

/** How often, and what, of those that are about injections of the SI joint. */
const injectionWeights = {
  single: 67,
  repeat: 16,
  diagnostic: 5,
  'diagnostic-then-therapeutic': 4,
  'therapeutic-then-diagnostic': 1,
  'not-done': 2,
  rescheduled: 2,
  stopped: 3,
};
const injections: Readonly<Record<keyof typeof injectionWeights, Plot>> = {
  single,
  repeat: [si('therapeutic'), si('therapeutic', [20, 300])],
  diagnostic: [si('diagnostic')],
  'diagnostic-then-therapeutic': [si('diagnostic'), si('therapeutic', [7, 30])],
  'therapeutic-then-diagnostic': [si('therapeutic'), si('diagnostic', [30, 250])],
  'not-done': [si('not-done')],
  rescheduled: [si('not-done'), si('therapeutic', [5, 21])],
  stopped: [si('stopped')],
};

/** And of those that are about other procedures, alone or with an injection. */
const neighbourWeights = {
  'nerve-block-then-ablation': 12,
  'injection-then-ablation': 8,
  fusion: 6,
  facet: 16,
  'branch-blocks-then-ablation': 10,
  transforaminal: 14,
  interlaminar: 10,
  'injection-then-epidural': 6,
  miscoded: 4,
  'injection-then-miscoded': 2,
  'trigger-point': 6,
  arthrography: 3,
  'large-joint': 3,
  'only-billed': 8,
  'injection-then-billed': 3,
  'injection-and-facet': 6,
};
const neighbours: Readonly<Record<keyof typeof neighbourWeights, Plot>> = {
  'nerve-block-then-ablation': [visit('si-nerve-block', 'diagnostic'), visit('si-joint-rfa', 'therapeutic', [14, 60])],
  'injection-then-ablation': [si('therapeutic'), visit('si-joint-rfa', 'therapeutic', [60, 200])],
  fusion: [si('diagnostic'), visit('si-joint-fusion', 'therapeutic', [60, 180])],
  facet: [visit('facet-injection', 'therapeutic')],
  'branch-blocks-then-ablation': [
    visit('medial-branch-block', 'diagnostic'),
    visit('medial-branch-block', 'diagnostic', [14, 30]),
    visit('facet-rfa', 'therapeutic', [20, 60]),
  ],
  transforaminal: [visit('transforaminal-epidural', 'therapeutic')],
  interlaminar: [visit('interlaminar-epidural', 'therapeutic')],
  'injection-then-epidural': [si('therapeutic'), visit('transforaminal-epidural', 'therapeutic', [40, 200])],
  miscoded: [visit('miscoded-epidural', 'therapeutic')],
  'injection-then-miscoded': [si('therapeutic'), visit('miscoded-epidural', 'therapeutic', [30, 120])],
  'trigger-point': [visit('trigger-point', 'therapeutic')],
  arthrography: [visit('arthrography', 'therapeutic')],
  'large-joint': [visit('large-joint', 'therapeutic')],
  'only-billed': [si('billed')],
  'injection-and-facet': [{ ...si('therapeutic'), beside: 'facet-injection' }],
  'injection-then-billed': [si('therapeutic'), si('billed', [25, 200])],
};

/** What the plain course is about. */
export const plainPlot = single;

export function injectionPlot(random: Random): Plot {
  return injections[random.weighted(injectionWeights)];
}

/** A fifth of the courses; undefined for the others. */
export function neighbourPlot(random: Random): Plot | undefined {
  return random.chance(0.2) ? neighbours[random.weighted(neighbourWeights)] : undefined;
}
