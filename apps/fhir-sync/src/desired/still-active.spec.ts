import { describe, expect, it } from '@jest/globals';
import { stillActive } from './still-active.js';

describe('a Patient that is taken back', () => {
  const inactive = { resourceType: 'Patient', id: 's1', active: false };

  it('stays active where only nothing is known any more', () => {
    expect(stillActive(inactive)).toEqual({ resourceType: 'Patient', id: 's1' });
  });

  it('is not active where another is in its place', () => {
    const replaced = { ...inactive, link: [{ other: { reference: 'Patient/s2' }, type: 'replaced-by' }] };
    expect(stillActive(replaced)).toBe(replaced);
    expect(stillActive({ ...inactive, resourceType: 'Procedure' })).toEqual({ ...inactive, resourceType: 'Procedure' });
  });
});
