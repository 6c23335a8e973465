import { Random } from '../../feed/random.js';
import type { FhirRequest } from '../exchange.js';
import { askedOf, canAct, matches, type Asked } from './asked.js';
import { isServerFault, type ServerFault, type WireFault } from './fault.js';
import type { FaultPlan, FaultRule } from './fault-plan.js';
import { planOf, type SingleFault } from './single-fault.js';

/** What a request meets. */
export interface Met {
  readonly delayMs: number;
  readonly wire: WireFault;
  readonly server: readonly ServerFault[];
}

/** A rule with how many requests it was about, and how often it was used. */
export interface RuleInUse {
  readonly rule: FaultRule;
  readonly seen: number;
  readonly used: number;
  readonly isUsedUp: boolean;
}

const nothing: Met = { delayMs: 0, wire: { kind: 'none' }, server: [] };

/** The plan of faults in force, and how much of it is used. */
export class Faults {
  #single: SingleFault | undefined = { mode: 'none' };
  #rules: readonly CountedRule[] = [];

  /** The fault that was set alone; `plan` where a plan is in force. */
  get current(): SingleFault | { readonly mode: 'plan' } {
    return this.#single ?? { mode: 'plan' };
  }

  get rules(): readonly RuleInUse[] {
    return this.#rules.map(({ rule, seen, used, isUsedUp }) => ({ rule, seen, used, isUsedUp }));
  }

  set(single: SingleFault): void {
    this.follow(planOf(single));
    this.#single = single;
  }

  /** From now on this plan holds, from its beginning. */
  follow({ rules }: FaultPlan): void {
    this.#rules = rules.map((rule) => new CountedRule(rule));
    this.#single = rules.length === 0 ? { mode: 'none' } : undefined;
  }

  /** What the next request meets; uses the rules that apply to it. */
  meet(request: FhirRequest): Met {
    if (this.#rules.length === 0) return nothing;
    const asked = askedOf(request);
    const server: ServerFault[] = [];
    let delayMs = 0;
    for (const counted of this.#rules) {
      if (!counted.applies(asked)) continue;
      const { fault } = counted.rule;
      if (!isServerFault(fault)) return { delayMs, wire: fault, server };
      server.push(fault);
      if (fault.kind === 'latency') delayMs += fault.ms + counted.share(fault.jitterMs);
    }
    return { ...nothing, delayMs, server };
  }
}

class CountedRule {
  seen = 0;
  used = 0;
  readonly #random: Random;

  constructor(readonly rule: FaultRule) {
    this.#random = new Random('fault', rule.seed);
  }

  get isUsedUp(): boolean {
    return this.rule.times !== undefined && this.used >= this.rule.times;
  }

  applies(asked: Asked): boolean {
    const { match, fault, skip, chance } = this.rule;
    if (this.isUsedUp || !matches(match, asked) || !canAct(fault, asked)) return false;
    this.seen += 1;
    if (this.seen <= skip || !this.#random.chance(chance)) return false;
    this.used += 1;
    return true;
  }

  /** A chance part of a time. */
  share(milliseconds: number): number {
    return milliseconds === 0 ? 0 : this.#random.int(0, milliseconds);
  }
}
