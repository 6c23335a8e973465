import { describe, expect, test } from '@jest/globals';
import { genderOf } from './genders.js';

describe('the sex that a source says', () => {
  test.each([
    ['F', 'female'],
    ['M', 'male'],
    ['O', 'other'],
    ['A', 'other'],
    ['N', 'other'],
    ['U', 'unknown'],
    ['female', 'female'],
    [' Male ', 'male'],
    ['other', 'other'],
    ['unknown', 'unknown'],
  ])('%s is the gender %s', (sex, gender) => {
    expect(genderOf(sex)).toBe(gender);
  });

  test.each(['', 'weiblich', 'constructor', '1'])('%s is none: it is left out, and never guessed', (sex) => {
    expect(genderOf(sex)).toBeUndefined();
  });
});
