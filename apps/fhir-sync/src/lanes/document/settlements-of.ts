import type { Settlement } from '../../desired/settlement.js';
import type { ClaimedRecord } from '../../reconcile/claimed-record.js';
import { delivered, released, waiting, type PatienceSettings } from '../../reconcile/verdicts.js';
import type { MadeOf } from './document-round.js';
import type { ToldState } from './documents.repository.js';

const lookAgainMs = 300_000;

/** States of a document that end only with a change of its records, or by a person. */
const stuck = ['refused', 'outcome-unknown', 'by-hand'] as const;

/** Each record is as far as the documents that tell of it, and those that change with it. */
export function settlementsOf(
  records: readonly ClaimedRecord[],
  made: MadeOf,
  patience: PatienceSettings,
): readonly Settlement[] {
  return records.map((record) => {
    const documents = made.documents.filter(({ told }) => told.includes(record.key));
    return settlementOf(record, documents, made, patience);
  });
}

function settlementOf(
  record: ClaimedRecord,
  documents: readonly ToldState[],
  { members, behind, isOtherBehind }: MadeOf,
  patience: PatienceSettings,
): Settlement {
  for (const state of stuck) {
    const document = documents.find((one) => one.state === state);
    // It looks again by its clock: a person may have settled the document meanwhile.
    if (document !== undefined) return { ...released(record), state, reason: document.reason, delayMs: lookAgainMs };
  }
  if (isOtherBehind || behind.has(record.key) || documents.some(({ state }) => state !== 'delivered')) {
    return waiting(record, 'document', patience);
  }
  // It is told with its session when that is known.
  if (!members.has(record.key) && !record.retracted) return waiting(record, 'no-session', patience);
  return delivered(record, null);
}
