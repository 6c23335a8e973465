import { z } from 'zod';
import { reportEvent, type MappedEvent, type MappingContext } from './mapping.js';

/**
 * Scores and other things that a record holds: itself (an empty mark), its components, its answers. Each is named for ever by
 * its kind, its mark and its patient, so that it can be taken back when a newer version no longer holds it, or holds it as
 * another kind or of another patient.
 */

const kinds = ['score', 'complication', 'history'] as const;
const named = z.tuple([z.enum(kinds), z.string(), z.string(), z.string()]);

/** Takes a part back that an earlier version held; none where the name is not one of ours. */
export function takeBack(part: string, context: MappingContext): readonly MappedEvent[] {
  const read = named.safeParse(JSON.parse(part));
  if (!read.success) return [];
  const [kind, mark, system, value] = read.data;
  const patient = { system, value };
  return [reportEvent({ kind, patient, mark, status: 'void', report: {}, places: {} }, context)];
}

export interface PartsTold {
  /** Those that the record holds. */
  readonly held: readonly string[];
  /** Those that it says something of, if only that they are taken back. */
  readonly told: readonly string[];
  /** Where a record that is taken back should name its parts and does not. */
  readonly unnamed: string | undefined;
}

export function partsIn(events: readonly MappedEvent[], unnamed: string | undefined): PartsTold {
  const parts = events.flatMap(({ part }) => part ?? []);
  const held = parts.filter(({ isVoid }) => !isVoid).map(({ name }) => name);
  return { held, told: parts.map(({ name }) => name), unnamed };
}

/** A mark that came before in the record is counted: the group of a form may be filled in more than once. */
export function countedMarks(separator: string): (mark: string) => string {
  const seen = new Map<string, number>();
  return (mark) => {
    const times = (seen.get(mark) ?? 0) + 1;
    seen.set(mark, times);
    return times === 1 ? mark : `${mark}${separator}${times}`;
  };
}
