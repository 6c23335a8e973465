import type { AgentsGiven, ProcedureType } from '@ilium/contracts';
import type { Rules } from '../../rules.js';
import { drugOf, isContradictory, type DrugClass } from '../../terminology/drugs.js';
import { routeTargetOf, type RouteTarget } from '../../terminology/routes.js';
import type { Joint } from '../procedures/joints.js';
import type { LiveReport } from '../reports/live-reports.js';
import { millilitres, unitOf } from '../../terminology/units.js';
import { isElsewhere } from './places-of-drugs.js';
import { treatedJoints } from './treated-joints.js';

export type Administration = LiveReport<'administration'>;
export type Agent = Extract<DrugClass, 'anaesthetic' | 'steroid'>;

/** What an injection of a type is meant to reach. The skin's anaesthetic never gets there (clinical rule 8). */
const targets: Readonly<Record<ProcedureType, readonly RouteTarget[]>> = {
  'si-joint-injection': ['joint'],
  'si-nerve-block': ['nerve'],
  'si-joint-rfa': ['nerve'],
  'si-joint-fusion': [],
  'facet-injection': ['joint'],
  'medial-branch-block': ['nerve'],
  'facet-or-medial-branch-block': ['joint', 'nerve'],
  'facet-rfa': ['nerve'],
  'epidural-injection': ['epidural'],
  mixed: [],
};

/** What is known to have reached its target. */
export interface AgentsKnown {
  readonly agents: ReadonlySet<Agent>;
  /** Something may have reached it besides: by a route, of a kind or to an end that is not known. */
  readonly isMoreThinkable: boolean;
  /** Whether any source told of a drug at all. */
  readonly isDocumented: boolean;
}

/** What was given into the target of a joint. What is not known to have got there does not count, and is not denied. */
export function agentsInto(joint: Joint, given: readonly Administration[], rules: Rules): AgentsKnown {
  const agents = new Set<Agent>();
  let isMoreThinkable = false;
  for (const administration of given) {
    const agent = agentOf(administration, rules);
    const reach = reachOf(administration, joint, rules);
    if (agent === 'none' || reach === 'missed') continue;
    if (agent !== 'unknown' && reach === 'reached') agents.add(agent);
    else isMoreThinkable = true;
  }
  return { agents, isMoreThinkable, isDocumented: given.length > 0 };
}

/** In one word: what is known counts; `none` only where drugs are documented and none of them can have got there. */
export function inOneWord(known: readonly AgentsKnown[]): AgentsGiven {
  const agents = new Set(known.flatMap((joint) => [...joint.agents]));
  if (agents.size > 1) return 'both';
  const [only] = agents;
  if (only !== undefined) return only;
  return known.some((joint) => joint.isMoreThinkable || !joint.isDocumented) ? 'unknown' : 'none';
}

/**
 * How much was put into the target of a joint, in mL: of the doses that were told in mL, contrast too. Milligrams are
 * never turned into a volume (trap 13). Undefined where no volume is known, or how much of one went into this joint.
 */
export function volumeInto(
  joint: Joint,
  {
    joints,
    administrations,
  }: { readonly joints: readonly Joint[]; readonly administrations: readonly Administration[] },
  rules: Rules,
): number | undefined {
  let volume: number | undefined;
  for (const administration of administrations) {
    const { dose } = administration.report;
    const treated = treatedJoints(administration.report, joints, rules);
    const unit = dose?.unit === undefined ? undefined : unitOf(dose.unit, [millilitres]);
    if (!dose || unit === undefined || !treated.includes(joint)) continue;
    if (reachOf(administration, joint, rules) !== 'reached') continue;
    if (treated.length > 1) return undefined;
    volume = (volume ?? 0) + dose.value * unit.times;
  }
  return volume === undefined ? undefined : Math.round(volume * 1000) / 1000;
}

/** A contradictory or unknown drug may be an agent or not. */
export function agentOf({ report: { medication } }: Administration, rules: Rules): Agent | 'none' | 'unknown' {
  const codes = medication ?? [];
  const drug = drugOf(codes, rules);
  if (drug === undefined || isContradictory(codes, rules)) return 'unknown';
  return drug.drugClass === 'anaesthetic' || drug.drugClass === 'steroid' ? drug.drugClass : 'none';
}

/** A dose of nothing is none, whatever its status says. */
export function isGiven({ report: { status, dose } }: Administration): boolean {
  return status !== 'not-done' && dose?.value !== 0;
}

/** Only what was given, to the end, by a route into the target and at no other place, is known to be there. */
function reachOf(given: Administration, joint: Joint, rules: Rules): 'reached' | 'missed' | 'unknown' {
  const { status, route } = given.report;
  const target = routeTargetOf(route, rules);
  if (!isGiven(given) || (target !== undefined && !targets[joint.type].includes(target))) return 'missed';
  return status === 'completed' && target !== undefined && !isElsewhere(given.report, joint, rules)
    ? 'reached'
    : 'unknown';
}
