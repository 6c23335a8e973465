import { createHash } from 'node:crypto';

/** As long as the ids of the other records. */
const idDigits = 23;

/**
 * The id of the document that is filed under a record at a target: a Procedure for a session, a score for a follow-up. Ids of
 * records are keyed hashes already, so this one tells nothing of anybody either, and needs no key of its own.
 */
export function documentId(anchor: string, target: string): string {
  const digest = createHash('sha256').update(`document of ${anchor} for ${target}`).digest('hex');
  return `d${digest.slice(0, idDigits)}`;
}

/** Keys of the documents that may have been filed under others of these records. */
export function otherDocuments(anchor: string, records: readonly string[], target: string): readonly string[] {
  const others = records.filter((key) => key !== anchor);
  return others.map((key) => `DocumentReference/${documentId(key, target)}`).toSorted();
}
