import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { WantedBits } from '../rollups/profiles.js';
import { RowBits } from './row-bits.js';

/** As PostgreSQL sends a `bit varying`. */
function sent(bits: readonly boolean[]): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(bits.length / 8));
  bytes.writeInt32BE(bits.length);
  for (const [at, bit] of bits.entries()) {
    const byte = 4 + (at >> 3);
    bytes[byte] = (bytes[byte] ?? 0) | (Number(bit) << (7 - (at & 7)));
  }
  return bytes;
}

const names = ['a', 'b', 'c', 'd', 'e'];

/** Of how many of the first entries are chosen, of each row. */
const amongEach = (rows: readonly (readonly (readonly boolean[])[])[], wanted: readonly WantedBits[]): number[][] => {
  const bits = new RowBits(names);
  return rows.map((row) => {
    bits.read(names.map((_, flag) => sent(row.map((flags) => flags[flag] === true))));
    return firstsOf(row).map(bits.chosen(wanted));
  });
};

const firstsOf = (row: readonly unknown[]): number[] => Array.from({ length: row.length + 1 }, (_, first) => first);

describe('the bits of a row', () => {
  it('choose all where nothing is asked', () => {
    const bits = new RowBits([]);
    bits.read([]);
    expect([0, 5, 33].map(bits.chosen([]))).toEqual([0, 5, 33]);
  });

  it('choose nobody where one of no bits has to be set', () => {
    expect(amongEach([[[true, true, true, true, true]]], [{ bits: [], isAny: true }])).toEqual([[0, 0]]);
  });

  it('have to be read', () => {
    expect(() => amongEach([[[true]]], [{ bits: ['f'], isAny: true }])).toThrow('f was not read');
  });

  it('choose those of whom all is true, row after row: one of some bits is set, or none', () => {
    const flags = fc.array(fc.boolean(), { minLength: names.length, maxLength: names.length });
    const row = fc
      .integer({ min: 0, max: 140 })
      .chain((length) => fc.array(flags, { minLength: length, maxLength: length }));
    const asked = fc.array(fc.record({ bits: fc.subarray(names), isAny: fc.boolean() }), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 3 }), asked, (rows, wanted) => {
        const isChosen = (own: readonly boolean[]) =>
          wanted.every(({ bits, isAny }) => bits.some((name) => own[names.indexOf(name)]) === isAny);
        expect(amongEach(rows, wanted)).toEqual(
          rows.map((own) => firstsOf(own).map((first) => own.slice(0, first).filter(isChosen).length)),
        );
      }),
    );
  });
});
