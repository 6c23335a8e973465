import { unansweredOf, type Counts } from './counts.js';
import type { Scale } from './scale.js';
import type { Selection } from './selection.js';

type Place = Pick<Scale, 'family' | 'painLocation' | 'recall'>;
type Asked = Pick<Selection, 'painLocation' | 'recall'>;

/**
 * Who neither answered nor had a baseline said no location and no recall period: missing to whichever is asked. An answer that
 * says none is of another scale (clinical rule 12). Of other measures than those of pain nobody says where it hurts.
 */
export function onAskedScale<Group extends Place & { readonly counts: Counts }>(group: Group, asked: Asked): Group {
  if (isOnAskedScale(group, asked)) return group;
  return { ...group, ...askedScaleOf(group, asked), counts: unansweredOf(group.counts) };
}

/** Whether the answers of a group are on it. */
export function isOnAskedScale(group: Place, asked: Asked): boolean {
  const { painLocation, recall } = askedScaleOf(group, asked);
  return painLocation === group.painLocation && recall === group.recall;
}

/** The scale that the unanswered of a group are told under. */
export function askedScaleOf({ family, painLocation, recall }: Place, asked: Asked): Place {
  if (family !== 'pain') return { family, painLocation, recall };
  return {
    family,
    painLocation: painLocation ?? nullWhereNone(asked.painLocation),
    recall: recall ?? nullWhereNone(asked.recall),
  };
}

function nullWhereNone<Word extends string>(word: Word | 'none' | undefined): Word | null {
  return word === undefined || word === 'none' ? null : word;
}
