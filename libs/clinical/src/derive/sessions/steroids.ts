import type { Steroid } from '@ilium/contracts';
import type { Rules } from '../../rules.js';
import { drugOf } from '../../terminology/drugs.js';
import { agentOf, isGiven } from './agents.js';
import type { Session } from './sessions.js';

/** The steroid of a session that had one in its target. Several administrations of the same one are one. */
export function steroidOf(
  { agents, administrations }: Pick<Session, 'agents' | 'administrations'>,
  rules: Rules,
): Steroid | undefined {
  if (agents !== 'steroid' && agents !== 'both') return undefined;
  const given = administrations.filter((one) => isGiven(one) && agentOf(one, rules) === 'steroid');
  const [first, ...others] = new Set(
    given.map(({ report }) => drugOf(report.medication ?? [], rules)?.substance ?? ('other' as const)),
  );
  return others.length > 0 ? 'several' : first;
}
