import type { Identifier, ReportStatus } from '@ilium/contracts';
import type { Segment } from '../reading/message.js';
import { isTimed } from '../values/times.js';
import type { Mapping } from './mapping.js';

/** A number of something that has none of its own: that of what it stands in, and what tells it apart there. */
export function composedIdentifier({ system, value }: Identifier, parts: readonly string[]): Identifier {
  return { system, value: [value, ...parts].join('|') };
}

/** A moment in the one way that it has in names: senders write one and the same with and without its zone. */
export function momentInName(moment: string): string {
  return isTimed(moment) ? new Date(moment).toISOString().replace('.000Z', 'Z') : moment;
}

/** How something is named, and whether by its time: then a correction of the time names another thing. */
export interface Composed {
  readonly identifier: Identifier;
  readonly isByTime: boolean;
}

/**
 * The name of one of several that a message may not tell apart: no report replaces another, and the later ones are work
 * at a field that should tell. So is a correction of what is named by its time: it may be of another time.
 */
export function toldApart(
  mapping: Mapping,
  { identifier, isByTime }: Composed,
  segment: Segment,
  field: number,
  status: ReportStatus | undefined,
  seen: Map<string, number>,
): Identifier {
  const key = `${identifier.system} ${identifier.value}`;
  const count = (seen.get(key) ?? 0) + 1;
  seen.set(key, count);
  const isChange = status === 'corrected' || status === 'void';
  if (count > 1 || (isByTime && isChange)) mapping.note('untied', segment.path(field));
  return count === 1 ? identifier : { ...identifier, value: `${identifier.value}|#${count}` };
}
