import type { Difference } from '../read-back/difference.js';

/**
 * `missing`: we delivered it and the server does not have it. `meaning`, `detail`: it is there and says something else.
 * `unknown`: it is there with our tag, and we know of no such record. `under-way`: so it is, but a create of ours that looks like it
 * is under way, or nobody knows what became of it. `unreadable`: the server does not show it.
 */
export const findingKinds = ['missing', 'meaning', 'detail', 'unknown', 'under-way', 'unreadable'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Who made it so: the version on the server is the one of our own write, or another; some servers tell none. */
export type ChangedBy = 'server' | 'others' | 'not-known';

/** What a reconciliation found of one record. It names places, never what stands there. */
export interface Finding {
  /** Ours, `Procedure/p1`; of an unknown record its place on the server. */
  readonly key: string;
  readonly kind: FindingKind;
  readonly changedBy: ChangedBy | null;
  readonly serverVersion: string | null;
  /** As the server told it when we last wrote. */
  readonly ourVersion: string | null;
  /** `meta.source` of the record on the server. */
  readonly source: string | null;
  readonly differences: readonly Difference[];
}
