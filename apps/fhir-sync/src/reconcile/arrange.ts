import { components, referredFirst } from './by-reference.js';
import type { ClaimedRecord } from './claimed-record.js';
import { sizeOf, weighAlone, type TransactionLimits, type Weigh } from './weight.js';

/** Transactions that go one after the other. Runs are independent of each other. */
export type Run = readonly (readonly ClaimedRecord[])[];

interface Parcel {
  readonly records: readonly ClaimedRecord[];
  readonly size: TransactionLimits;
  /** In how large a company it may travel. */
  readonly company: number;
}

/**
 * Folds records, of many patients if need be, into as few transactions as the limits allow. What refers to each other goes
 * in one transaction; where it doesn't fit, in a run of transactions with the referred records first. Records whose
 * requests failed travel in ever smaller company, so that one that makes the server fail ends up alone.
 */
export function arrange(
  records: readonly ClaimedRecord[],
  limits: TransactionLimits,
  weigh: Weigh = weighAlone,
): Run[] {
  const parcels = components(records)
    .map((group) => toParcel(referredFirst(group), limits, weigh))
    .toSorted((a, b) => b.company - a.company);
  const runs: Run[] = [];
  let open: ClaimedRecord[] = [];
  let size = nothing;
  for (const parcel of parcels) {
    const most = { entries: parcel.company, bytes: limits.bytes };
    if (open.length > 0 && !fits(together(size, parcel.size), most)) {
      runs.push([open]);
      open = [];
      size = nothing;
    }
    if (fits(parcel.size, most)) {
      open.push(...parcel.records);
      size = together(size, parcel.size);
    } else {
      runs.push(cut(parcel.records, most, weigh));
    }
  }
  return open.length > 0 ? [...runs, [open]] : runs;
}

const nothing: TransactionLimits = { entries: 0, bytes: 0 };

function together(a: TransactionLimits, b: TransactionLimits): TransactionLimits {
  return { entries: a.entries + b.entries, bytes: a.bytes + b.bytes };
}

function fits({ entries, bytes }: TransactionLimits, most: TransactionLimits): boolean {
  return entries <= most.entries && bytes <= most.bytes;
}

function toParcel(records: readonly ClaimedRecord[], limits: TransactionLimits, weigh: Weigh): Parcel {
  const failures = Math.max(...records.map(({ attempts, suspect }) => (suspect ? attempts : 0)));
  return { records, size: sizeOf(records, weigh), company: Math.max(1, Math.floor(limits.entries / 4 ** failures)) };
}

function cut(records: readonly ClaimedRecord[], limits: TransactionLimits, weigh: Weigh): Run {
  const pieces: ClaimedRecord[][] = [];
  let size = nothing;
  for (const record of records) {
    const weight = weigh(record);
    const piece = pieces.at(-1);
    if (piece === undefined || !fits(together(size, weight), limits)) {
      pieces.push([record]);
      size = weight;
    } else {
      piece.push(record);
      size = together(size, weight);
    }
  }
  return pieces;
}
