import { readCloudEvent } from '@ilium/contracts';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { cutSlices } from './slices.js';

const message = (offset: bigint, bytes = 10) => ({
  key: null,
  value: Buffer.alloc(bytes),
  offset: String(offset),
  timestamp: '0',
  attributes: 0,
  headers: {},
});

describe('cutting what was fetched into transactions', () => {
  it('covers the whole stretch without a hole, gaps and what follows the last message included', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(
        steps,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 3 }),
        (gaps, maxMessages, control) => {
          let offset = 10n;
          const messages = gaps.map((gap) => message((offset += BigInt(gap))));
          const fetched = { topic: 't', partition: 0, messages, from: 10n, lastOffset: offset + BigInt(control) };
          const slices = [...cutSlices(fetched, { maxMessages, maxBytes: 1e9 }, readCloudEvent)];
          expect(slices[0]?.from).toBe(10n);
          expect(slices.at(-1)?.next).toBe(fetched.lastOffset + 1n);
          expect(slices.slice(1).map(({ from }) => from)).toEqual(slices.slice(0, -1).map(({ next }) => next));
          expect(Math.max(...slices.map(({ entries }) => entries.length))).toBeLessThanOrEqual(maxMessages);
          const offsets = slices.flatMap(({ entries }) => entries.map(({ record }) => String(record.offset)));
          expect(offsets).toEqual(messages.map((one) => one.offset));
        },
      ),
    );
  });

  it('cuts by bytes too; a message that is larger alone goes alone', () => {
    const messages = [100, 100, 5_000, 100].map((bytes, index) => message(BigInt(index), bytes));
    const fetched = { topic: 't', partition: 0, messages, from: 0n, lastOffset: 3n };
    const slices = [...cutSlices(fetched, { maxMessages: 10, maxBytes: 500 }, readCloudEvent)];
    expect(slices.map(({ entries }) => entries.length)).toEqual([2, 1, 1]);
  });
});
