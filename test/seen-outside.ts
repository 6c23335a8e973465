import {
  outcomesSummary,
  readOutcomeObservation,
  type OutcomeObservation,
  type OutcomesSummary,
} from '@ilium/contracts';
import { readShown, type ShownRecord } from './everything-shown.js';
import type { RunningSystem } from './running-system.js';

/** What everybody outside sees: the newest of each key on the topic, and what analytics makes of it. */
export interface Seen {
  readonly newest: ReadonlyMap<string, OutcomeObservation>;
  readonly live: ReadonlyMap<string, OutcomeObservation>;
  readonly summary: Omit<OutcomesSummary, 'retracted'>;
}

export function observationOf({ value, headers }: ShownRecord): OutcomeObservation {
  const read = readOutcomeObservation({ value: Buffer.from(value), headers });
  if (!read.ok) throw new Error(read.detail);
  return read.event.observation;
}

export async function seenOutside(system: RunningSystem): Promise<Seen> {
  const newest = new Map<string, OutcomeObservation>();
  for (const observation of (await readShown(system, 'outcome-observations')).map(observationOf)) {
    const before = newest.get(observation.key);
    if (before === undefined || before.revision < observation.revision) newest.set(observation.key, observation);
  }
  const { retracted: _, ...summary } = outcomesSummary.parse(await system.read('analytics', '/v1/outcomes/summary'));
  return { newest, live: new Map([...newest].filter(([, { status }]) => status !== 'entered-in-error')), summary };
}
