import { createHash } from 'node:crypto';

/** Whether a revision of a record is among those that are read back: the same answer whenever and wherever it is asked. */
export function isInSample(
  { key, revision }: { readonly key: string; readonly revision: number },
  share: number,
): boolean {
  if (share <= 0) return false;
  const drawn = createHash('sha256').update(`${key} ${revision}`).digest().readUInt32BE(0);
  return drawn < share * 2 ** 32;
}
