import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { keyedIds } from './keyed-ids.js';

const ids = keyedIds('a key that is long enough for everybody');

describe('keyed ids', () => {
  it('fit FHIR: at most 64 of its characters, never all digits', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (parts) => {
        expect(ids.identify(parts)).toMatch(/^[a-z][a-z0-9]{0,63}$/);
      }),
    );
  });

  it('tell other parts apart, however they are cut', () => {
    expect(ids.identify(['ab', 'c'])).not.toBe(ids.identify(['a', 'bc']));
    expect(ids.identify(['a', ''])).not.toBe(ids.identify(['a']));
  });

  it('trap 25: can not be made of a number without the key', () => {
    const others = keyedIds('another key that is long enough, too');
    expect(ids.identify(['MRN1'])).toBe(ids.identify(['MRN1']));
    expect(ids.identify(['MRN1'])).not.toBe(others.identify(['MRN1']));
  });
});
