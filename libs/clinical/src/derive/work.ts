import type { Code } from '@ilium/contracts';
import type { FactKey } from '../facts/fact.js';
import type { Ids } from '../ids.js';
import type { CodeTable } from '../terminology/site-codes.js';
import { systemUri } from '../terminology/systems.js';

export const workReasons = [
  /** A code that no table knows. */
  'unmapped-code',
  /** Sources contradict each other, or one contradicts itself at the same moment. */
  'conflict',
  /** Two reports that may be one, and nothing to tie them by. */
  'possible-duplicate',
  /** A complication that names no session and follows none, or doesn't fit the one it names. */
  'complication-without-session',
  /** A code that was not to be used on the day of service. */
  'invalid-on-day',
  /** A further level, and no procedure that it is one of. */
  'add-on-without-primary',
  /** A known code that is no procedure of ours, though its report speaks of the SI joint. */
  'not-counted',
  /** A time before birth, after death or after it was told: in no outcome. */
  'implausible-time',
  /** A time by a clock that was changed: not there, or there twice. */
  'dst-time',
  /** A question about a time that begins before the session: in no outcome. */
  'recall-before-session',
  /** A drug into a joint, and no procedure that it was given in: it counts for no session. */
  'untied-administration',
  /** A completed session of which no day is known: in no outcome. */
  'no-day',
] as const;
export type WorkReason = (typeof workReasons)[number];

/** Something that a person should look at. Holds up nothing else. */
export interface WorkItem {
  readonly key: string;
  readonly reason: WorkReason;
  readonly facts: readonly FactKey[];
  /** The field or the code, never a value about a patient. */
  readonly detail: string;
  /** Of codes that no table knows: what somebody can say the meaning of. None where words are not understood. */
  readonly codes: readonly UnmappedCode[];
}

/**
 * A code that waits for a meaning, raw: what stands in its place may be words, and words may be about a patient. It goes to
 * the mapper's own table, and into no log, id or message.
 */
export interface UnmappedCode extends WaitingCode {
  /** Names table, system and code, and says nothing of them. */
  readonly key: string;
}

export interface WaitingCode {
  /** The table that would have to know it. */
  readonly table: CodeTable;
  /** The field of the report in which it came. */
  readonly field: string;
  /** As a FHIR URI where the system is a known one. */
  readonly system: string | undefined;
  readonly code: string;
}

export function workItem(
  reason: WorkReason,
  facts: readonly FactKey[],
  detail: string,
  ids: Ids,
  codes: readonly WaitingCode[] = [],
): WorkItem {
  const sorted = [...facts].sort();
  return {
    key: ids.identify(['work', reason, detail, ...sorted]),
    reason,
    facts: sorted,
    detail,
    codes: codes.map((one) => ({ ...one, key: ids.identify(['code', one.table, one.system ?? '', one.code]) })),
  };
}

/** Codes of one field, as what waits for a meaning in a table. */
export function waitingFor(
  table: CodeTable,
  field: string,
  codes: readonly (Code | null | undefined)[],
): readonly WaitingCode[] {
  return codes.flatMap((said) => (said ? [{ table, field, system: systemUri(said.system), code: said.code }] : []));
}
