import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { itemsOf, withoutBlanks } from './json-text.js';

describe('JSON as text', () => {
  it('loses the blanks between its tokens, and nothing else', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(1, 4, '\t', ' \n'), (json, indent) => {
        const compact = JSON.stringify(JSON.parse(json));
        expect(withoutBlanks(JSON.stringify(JSON.parse(json), null, indent))).toBe(compact);
      }),
    );
  });

  it('keeps numbers, escapes and blanks in texts as they are written', () => {
    expect(withoutBlanks(String.raw` { "a \" b" : 1.00 , "c\\" : [ "d e" , 12345678901234567890 ] } `)).toBe(
      String.raw`{"a \" b":1.00,"c\\":["d e",12345678901234567890]}`,
    );
  });

  it('of an array falls into its items', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        expect(itemsOf(JSON.stringify(values))).toEqual(values.map((value) => JSON.stringify(value)));
      }),
    );
  });
});
