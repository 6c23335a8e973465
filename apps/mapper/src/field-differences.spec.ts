import { describe, expect, it } from '@jest/globals';
import { fieldDifferences } from './field-differences.js';

describe('the differences of two documents', () => {
  it('are told field by field, with the path of each', () => {
    const before = { status: 'open', code: { coding: [{ code: 'a' }, { code: 'b' }] }, gone: 1 };
    const after = { status: 'missing', code: { coding: [{ code: 'a' }, { code: 'c' }] }, come: null };
    expect(fieldDifferences(before, after)).toEqual([
      { field: 'status', before: 'open', after: 'missing' },
      { field: 'code.coding[1].code', before: 'b', after: 'c' },
      { field: 'gone', before: 1, after: undefined },
      { field: 'come', before: undefined, after: null },
    ]);
  });

  it('are none where only the order of the keys differs', () => {
    expect(fieldDifferences({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toEqual([]);
  });

  it('are the whole list where elements came or went', () => {
    expect(fieldDifferences({ list: [1, 2] }, { list: [2] })).toEqual([{ field: 'list', before: [1, 2], after: [2] }]);
    expect(fieldDifferences({ a: {} }, { a: [] })).toEqual([{ field: 'a', before: {}, after: [] }]);
  });
});
