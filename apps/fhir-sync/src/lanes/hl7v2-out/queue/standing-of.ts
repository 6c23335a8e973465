import type { Draft } from '../read/draft.js';
import type { Standing } from '../write/standing.js';

/** The latest message of the same record, for the same patient, that the receiver has taken. */
export interface Taken {
  readonly revision: number;
  readonly standing: ToldStanding;
}

/** As it is kept: a preliminary result is followed by a final one, which corrects nothing. */
export type ToldStanding = Standing | 'preliminary';

export function toldStanding(standing: Standing, draft: Draft): ToldStanding {
  return standing === 'new' && draft.kind === 'score' && draft.status === 'preliminary' ? 'preliminary' : standing;
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
  const isFirst = taken === undefined || taken.standing === 'preliminary';
  return { standing: isFirst ? 'new' : 'replacement', has };
}
