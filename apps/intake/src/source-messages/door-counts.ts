import type { DoorCount } from './message-rows.js';
import type { Passing, SourceMessage } from './source-message.js';

export type { DoorCount } from './message-rows.js';

export function doneOf({ site, door, type }: SourceMessage): DoorCount {
  return { site, door, type: countedType(type), fate: 'done', reason: '', count: 1 };
}

export function countOf({ site, door, type, fate, reason }: Passing): DoorCount {
  return { site, door, type: countedType(type), fate, reason, count: 1 };
}

/** A type is what a sender wrote, which may be anything: only what looks like one gets a row of its own. */
function countedType(type: string): string {
  return /^[A-Za-z0-9.^/+-]{1,60}$/.test(type) ? type : 'other';
}

/** One row for each kind. */
export function addCounts(counts: readonly DoorCount[]): readonly DoorCount[] {
  const sums = new Map<string, DoorCount>();
  for (const one of counts) {
    const key = [one.site, one.door, one.type, one.fate, one.reason].join('\0');
    const sum = sums.get(key);
    sums.set(key, sum === undefined ? one : { ...sum, count: sum.count + one.count });
  }
  return [...sums.values()];
}
