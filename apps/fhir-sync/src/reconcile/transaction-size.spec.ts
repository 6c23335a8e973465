import { describe, expect, it } from '@jest/globals';
import { claimedRecord } from '../testing/claimed-record.js';
import { TransactionSize, wellBeforeLarger } from './transaction-size.js';
import { sizeOf, weighAlone } from './weight.js';

const configured = { entries: 100, bytes: 10_000 };

function take(size: TransactionSize, times: number, taken = size.limits): void {
  for (let time = 0; time < times; time += 1) size.taken(taken);
}

describe('transaction size', () => {
  it('shrinks in entries and bytes, never to nothing, and a larger lesson does not undo a smaller one', () => {
    const size = new TransactionSize(configured);
    size.shrink({ entries: 20, bytes: 2_000 });
    size.shrink({ entries: 50, bytes: 1_000 });
    expect(size.limits).toEqual({ entries: 20, bytes: 1_000 });
    size.shrink({ entries: 0, bytes: 0 });
    expect(size.limits).toEqual({ entries: 1, bytes: 1 });
  });

  it('doubles after enough full transactions that went well, up to what is configured', () => {
    const size = new TransactionSize(configured);
    size.shrink({ entries: 30, bytes: 6_000 });
    take(size, wellBeforeLarger - 1);
    expect(size.limits).toEqual({ entries: 30, bytes: 6_000 });
    take(size, 1);
    expect(size.limits).toEqual({ entries: 60, bytes: 10_000 });
    take(size, wellBeforeLarger);
    expect(size.limits).toEqual(configured);
  });

  it('learns nothing from small transactions, and counts anew after each lesson', () => {
    const size = new TransactionSize(configured);
    size.shrink({ entries: 30, bytes: 6_000 });
    take(size, 10 * wellBeforeLarger, { entries: 15, bytes: 3_000 });
    expect(size.limits).toEqual({ entries: 30, bytes: 6_000 });
    take(size, wellBeforeLarger - 1);
    size.shrink({ entries: 30, bytes: 6_000 });
    take(size, 1);
    expect(size.limits).toEqual({ entries: 30, bytes: 6_000 });
  });

  it('is measured in entries and bodies', () => {
    const records = ['abc', 'de'].map((body) => claimedRecord('Procedure/p1', { body }));
    expect(sizeOf(records, weighAlone)).toEqual({ entries: 2, bytes: 5 });
  });
});
