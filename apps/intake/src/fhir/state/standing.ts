/** A version of a record as it arrives; without both numbers it was said now. */
export interface ArrivedVersion {
  /** `Observation/1` */
  readonly place: string;
  /** Its versionId, where that is a number. */
  readonly revision?: number | undefined;
  /** When its server wrote it, in ms since 1970. */
  readonly saidMs?: number | undefined;
  /** The parts that it holds, each named for ever. */
  readonly parts: readonly string[];
}

/** How a record stands after all its versions that arrived, in whatever order. */
export interface Standing {
  /** Of the newest version. */
  readonly revision: number | undefined;
  readonly saidMs: number | undefined;
  /** All parts that any version held. */
  readonly parts: readonly string[];
  /** Those that the newest one holds. */
  readonly held: readonly string[];
}

/**
 * One more version arrives. What comes without any version counts as said now: as of the newest version's number, and
 * later than it, whatever the server's clock is ahead of ours. `KnownRecordsRepository` says the same in SQL.
 */
export function joinVersion(before: Standing | undefined, arrived: ArrivedVersion, nowMs: number): Standing {
  const { revision, saidMs, parts } = arrived;
  if (before === undefined) return { revision, saidMs, parts: [...new Set(parts)], held: parts };
  const all = [...new Set([...before.parts, ...parts])];
  if (!isNewest(arrived, before)) return { ...before, parts: all };
  const isNow = revision === undefined && saidMs === undefined;
  const said = isNow ? Math.max(nowMs, (before.saidMs ?? 0) + 1) : saidMs;
  return { revision: revision ?? before.revision, saidMs: said, parts: all, held: parts };
}

/** Whether no newer version arrived before it. */
export function isNewest({ revision, saidMs }: Omit<ArrivedVersion, 'place' | 'parts'>, newest: Standing): boolean {
  if (revision === undefined && saidMs === undefined) return true;
  const newestRevision = newest.revision ?? 0;
  const own = revision ?? newestRevision;
  if (own !== newestRevision) return own > newestRevision;
  return (saidMs ?? -Infinity) >= (newest.saidMs ?? -Infinity);
}
