import type { FactKey } from '../../facts/fact.js';
import type { DerivedResult } from '../results/results.js';
import type { Session } from '../sessions/sessions.js';

/**
 * What one output follows from, as far as a new score may change it: the score itself (its fact key), the scores of one
 * session (its key), those of all diagnostic sessions, or none. Compared and taken back together.
 */
export type Scope = string;

/** What no score changes. */
export const ofCourse: Scope = '';

/** Answers of blocks confirm each other across sessions. */
export const ofBlocks: Scope = 'blocks';

export function ofScore(key: FactKey): Scope {
  return key;
}

function ofSession({ key }: Session): Scope {
  return key;
}

export function scopeOf(derived: { readonly session: Session; readonly kind?: DerivedResult['kind'] }): Scope {
  return derived.kind === 'block' ? ofBlocks : ofSession(derived.session);
}
