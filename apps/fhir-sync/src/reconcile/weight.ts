import type { ClaimedRecord } from './claimed-record.js';

/** How much goes into one transaction. */
export interface TransactionLimits {
  readonly entries: number;
  readonly bytes: number;
}

/** What a record takes of a transaction, with what goes along. */
export type Weigh = (record: ClaimedRecord) => TransactionLimits;

export const weighAlone = ({ body }: Pick<ClaimedRecord, 'body'>): TransactionLimits => ({
  entries: 1,
  bytes: body.length,
});

/** The size of one transaction, by the same measure as its limits. */
export function sizeOf(records: readonly ClaimedRecord[], weigh: Weigh): TransactionLimits {
  const sum = { entries: 0, bytes: 0 };
  for (const record of records) {
    const { entries, bytes } = weigh(record);
    sum.entries += entries;
    sum.bytes += bytes;
  }
  return sum;
}
