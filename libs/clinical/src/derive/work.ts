import type { FactKey } from '../facts/fact.js';
import type { Ids } from '../ids.js';

export const workReasons = [
  /** A code that no table knows. */
  'unmapped-code',
  /** Sources contradict each other, or one contradicts itself at the same moment. */
  'conflict',
  /** Two reports that may be one, and nothing to tie them by. */
  'possible-duplicate',
  /** A complication that names no session and follows none, or doesn't fit the one it names. */
  'complication-without-session',
] as const;
export type WorkReason = (typeof workReasons)[number];

/** Something that a person should look at. Holds up nothing else. */
export interface WorkItem {
  readonly key: string;
  readonly reason: WorkReason;
  readonly facts: readonly FactKey[];
  /** The field or the code, never a value about a patient. */
  readonly detail: string;
}

export function workItem(reason: WorkReason, facts: readonly FactKey[], detail: string, ids: Ids): WorkItem {
  const sorted = [...facts].sort();
  return { key: ids.identify(['work', reason, detail, ...sorted]), reason, facts: sorted, detail };
}
