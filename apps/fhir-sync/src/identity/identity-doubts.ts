import type { EntityManager } from 'typeorm';
import { acceptDoubtSql, acceptedBeforeSql, decidedSql, doubtsSql, dueAgainSql, overlaidSql } from './sql.js';

/** Why nothing goes into somebody's chart before a person has looked. */
export interface IdentityDoubt {
  readonly subject: string;
  /** In what values the chart differs from the source; null where the number itself is in doubt, for whatever chart. */
  readonly digest: string | null;
}

/** What a person says: the two sides that were compared are the same patient. */
export interface AcceptedDoubt {
  readonly target: string;
  /** A record that waits for it. */
  readonly key: string;
  readonly revision: number;
  readonly comparison: string;
  readonly by: string;
}

/**
 * Keeps what records are held for, in the transaction that writes down that they are. Where a person has said meanwhile that
 * it is the right patient, they are due again at once: whoever says so waits for this transaction, or is seen by it.
 */
export async function keepDoubts(
  manager: EntityManager,
  target: string,
  doubts: readonly IdentityDoubt[],
): Promise<void> {
  const ended = [...(await endedOverlays(manager, doubts)), ...(await acceptedDoubts(manager, target, doubts))];
  if (ended.length > 0) await manager.query(dueAgainSql, [ended, target]);
}

async function endedOverlays(manager: EntityManager, doubts: readonly IdentityDoubt[]): Promise<string[]> {
  const overlaid = new Set(doubts.filter(({ digest }) => digest === null).map(({ subject }) => subject));
  if (overlaid.size === 0) return [];
  const rows: { subject: string; isOverlaid: boolean }[] = await manager.query(overlaidSql, [[...overlaid]]);
  return rows.filter(({ isOverlaid }) => !isOverlaid).map(({ subject }) => subject);
}

async function acceptedDoubts(
  manager: EntityManager,
  target: string,
  doubts: readonly IdentityDoubt[],
): Promise<string[]> {
  const digests = new Map(
    doubts.flatMap(({ subject, digest }) => (digest === null ? [] : [[subject, digest] as const])),
  );
  if (digests.size === 0) return [];
  const rows: { subject: string; isAccepted: boolean }[] = await manager.query(doubtsSql, [
    target,
    [...digests.keys()],
    [...digests.values()],
  ]);
  return rows.filter(({ isAccepted }) => isAccepted).map(({ subject }) => subject);
}

/** False where the record waits for no such comparison. Saying it twice is saying it once. */
export async function acceptDoubt(
  manager: EntityManager,
  { target, key, revision, comparison, by }: AcceptedDoubt,
): Promise<boolean> {
  const named = [target, key, revision, comparison];
  const [accepted] = await manager.query<[IdentityDoubt[], number]>(acceptDoubtSql, [...named, by]);
  const [doubt] = accepted;
  if (doubt === undefined) {
    const before: unknown[] = await manager.query(acceptedBeforeSql, named);
    return before.length > 0;
  }
  await manager.query(decidedSql, [doubt.subject, target, 'identity-mismatch', key, revision, doubt.digest, by]);
  await manager.query(dueAgainSql, [[doubt.subject], target]);
  return true;
}
