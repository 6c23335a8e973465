import { components, referredFirst } from './by-reference.js';
import type { ClaimedRecord } from './claimed-record.js';

/** How much goes into one transaction. */
export interface TransactionLimits {
  readonly entries: number;
  readonly bytes: number;
}

/** Transactions that go one after the other. Runs are independent of each other. */
export type Run = readonly (readonly ClaimedRecord[])[];

interface Parcel {
  readonly records: readonly ClaimedRecord[];
  readonly bytes: number;
  /** In how large a company it may travel. */
  readonly company: number;
}

/**
 * Folds records, of many patients if need be, into as few transactions as the limits allow. What refers to each other goes
 * in one transaction; where it doesn't fit, in a run of transactions with the referred records first. Records whose
 * requests failed travel in ever smaller company, so that one that makes the server fail ends up alone.
 */
export function arrange(records: readonly ClaimedRecord[], limits: TransactionLimits): Run[] {
  const parcels = components(records)
    .map((group) => toParcel(referredFirst(group), limits))
    .toSorted((a, b) => b.company - a.company);
  const runs: Run[] = [];
  let open: ClaimedRecord[] = [];
  let bytes = 0;
  for (const parcel of parcels) {
    const fits = open.length + parcel.records.length <= parcel.company && bytes + parcel.bytes <= limits.bytes;
    if (open.length > 0 && !fits) {
      runs.push([open]);
      open = [];
      bytes = 0;
    }
    if (parcel.records.length > parcel.company || parcel.bytes > limits.bytes) {
      runs.push(cut(parcel.records, { entries: parcel.company, bytes: limits.bytes }));
    } else {
      open.push(...parcel.records);
      bytes += parcel.bytes;
    }
  }
  return open.length > 0 ? [...runs, [open]] : runs;
}

function toParcel(records: readonly ClaimedRecord[], limits: TransactionLimits): Parcel {
  const failures = Math.max(...records.map(({ attempts, suspect }) => (suspect ? attempts : 0)));
  const bytes = records.reduce((sum, { body }) => sum + body.length, 0);
  return { records, bytes, company: Math.max(1, Math.floor(limits.entries / 4 ** failures)) };
}

function cut(records: readonly ClaimedRecord[], limits: TransactionLimits): Run {
  const pieces: ClaimedRecord[][] = [];
  let bytes = Infinity;
  for (const record of records) {
    const piece = pieces.at(-1);
    if (piece === undefined || piece.length >= limits.entries || bytes + record.body.length > limits.bytes) {
      pieces.push([record]);
      bytes = record.body.length;
    } else {
      piece.push(record);
      bytes += record.body.length;
    }
  }
  return pieces;
}
