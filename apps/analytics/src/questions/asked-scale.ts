import { unansweredOf, type Counts } from './counts.js';
import type { Scale } from './scale.js';
import type { Selection } from './selection.js';

type Place = Pick<Scale, 'painLocation' | 'recall'>;
type Asked = Pick<Selection, 'painLocation' | 'recall'>;

/**
 * Who neither answered nor had a baseline said no location and no recall period: missing to whichever is asked. An answer that
 * says none is of another scale (clinical rule 12).
 */
export function onAskedScale<Group extends Place & { readonly counts: Counts }>(group: Group, asked: Asked): Group {
  const scale = askedScaleOf(group, asked);
  const isSaid = scale.painLocation === group.painLocation && scale.recall === group.recall;
  return isSaid ? group : { ...group, ...scale, counts: unansweredOf(group.counts) };
}

/** The scale that the unanswered of a group are told under. */
export function askedScaleOf({ painLocation, recall }: Place, asked: Asked): Place {
  return {
    painLocation: painLocation ?? (asked.painLocation === 'none' ? null : (asked.painLocation ?? null)),
    recall: recall ?? (asked.recall === 'none' ? null : (asked.recall ?? null)),
  };
}
