import type { Standing } from '../write/standing.js';

/** The latest message of the same record, for the same patient, that the receiver has taken. */
export interface Taken {
  readonly revision: number;
  readonly standing: Standing;
}

/**
 * What a message is to a receiver that took these before. Decided when it is first sent, when all before it are settled: a
 * correction of what was refused would be a correction of nothing.
 */
export function standingOf(
  { isOver }: { readonly isOver: boolean },
  taken: Taken | undefined,
): { readonly standing: Standing | undefined; readonly has: number | undefined } {
  const isThere = taken !== undefined && taken.standing !== 'withdrawal';
  const has = isThere ? taken.revision : undefined;
  if (isOver) return { standing: isThere ? 'withdrawal' : undefined, has };
  return { standing: taken === undefined ? 'new' : 'replacement', has };
}
