import type { EntityManager } from 'typeorm';
import { acceptDoubtSql, acceptedBeforeSql, decidedSql, doubtsSql, dueAgainSql } from './sql.js';

/** A chart differs from what the source says of somebody; the digest says in what values. */
export interface IdentityDoubt {
  readonly subject: string;
  readonly digest: string;
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
  if (doubts.length === 0) return;
  const last = [...new Map(doubts.map((doubt) => [doubt.subject, doubt])).values()];
  const kept: { subject: string; isAccepted: boolean }[] = await manager.query(doubtsSql, [
    target,
    last.map(({ subject }) => subject),
    last.map(({ digest }) => digest),
  ]);
  const accepted = kept.filter(({ isAccepted }) => isAccepted).map(({ subject }) => subject);
  if (accepted.length > 0) await manager.query(dueAgainSql, [accepted, target]);
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
  await manager.query(decidedSql, [doubt.subject, target, 'identity-mismatch', revision, doubt.digest, by]);
  await manager.query(dueAgainSql, [[doubt.subject], target]);
  return true;
}
