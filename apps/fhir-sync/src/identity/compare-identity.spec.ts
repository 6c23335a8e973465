import { describe, expect, it } from '@jest/globals';
import { compareIdentity, overlaySuspected } from './compare-identity.js';
import type { Identity } from './identity.js';

const jane: Identity = { birthDate: '1961-07-04', gender: 'female', families: ['Example'] };
const nobody: Identity = { families: [] };

describe('the target’s Patient is the source’s', () => {
  it.each<readonly [string, Identity]>([
    ['all is the same', jane],
    ['its date of birth is less precise', { ...jane, birthDate: '1961-07' }],
    ['only the year is known', { ...jane, birthDate: '1961' }],
    ['its gender is not known', { birthDate: '1961-07-04', families: ['Example'] }],
    ['its name is written otherwise', { ...jane, families: ['EXAMPLÉ'] }],
    ['a former name is the same', { ...jane, families: ['Sample', 'Example'] }],
    ['only the name is known', { families: ['Example'] }],
    ['only the date of birth is known', { birthDate: '1961-07-04', families: [] }],
  ])('when %s', (_, target) => {
    expect(compareIdentity(jane, target)).toEqual({ verdict: 'same' });
    expect(compareIdentity(target, jane)).toEqual({ verdict: 'same' });
  });
});

describe('the target’s Patient is another one', () => {
  it.each<readonly [string, Identity, readonly string[]]>([
    ['its date of birth', { ...jane, birthDate: '1961-07-05' }, ['birthDate']],
    ['a date that is less precise', { ...jane, birthDate: '1962' }, ['birthDate']],
    ['its gender', { ...jane, gender: 'male' }, ['gender']],
    ['its name', { ...jane, families: ['Sample'] }, ['family']],
    ['all its names', { ...jane, families: ['Sample', 'Muster'] }, ['family']],
    ['all', { birthDate: '1999', gender: 'male', families: ['Sample'] }, ['birthDate', 'gender', 'family']],
    ['one, where the others are not known', { gender: 'male', families: [] }, ['gender']],
  ])('by %s, and only the elements are named', (_, target, differing) => {
    expect(compareIdentity(jane, target)).toEqual({ verdict: 'mismatch', differing });
    expect(compareIdentity(target, jane)).toEqual({ verdict: 'mismatch', differing });
  });
});

describe('whose the target’s Patient is can’t be said', () => {
  it.each<readonly [string, Identity, Identity]>([
    ['the source says nothing', nobody, jane],
    ['the target says nothing', jane, nobody],
    [
      'each says something else',
      { birthDate: '1961-07-04', families: [] },
      { gender: 'female', families: ['Example'] },
    ],
    ['a name has no letters', { families: ['-'] }, { families: ['Example'] }],
  ])('where %s', (_, source, target) => {
    expect(compareIdentity(source, target)).toEqual({ verdict: 'unknown' });
  });
});

describe('an identifier seems to be somebody else’s now', () => {
  it('when name and date of birth are both others', () => {
    expect(overlaySuspected(jane, { ...jane, birthDate: '1975-01-02', families: ['Sample'] })).toBe(true);
  });

  it.each<readonly [string, Identity]>([
    ['the name changed: by marriage', { ...jane, families: ['Sample'] }],
    ['the date of birth was corrected', { ...jane, birthDate: '1961-07-14' }],
    [
      'the date of birth became less precise, and the name another',
      { ...jane, birthDate: '1961', families: ['Sample'] },
    ],
    ['name and gender changed', { ...jane, gender: 'male', families: ['Sample'] }],
    ['nothing is said any more', nobody],
  ])('not when %s', (_, said) => {
    expect(overlaySuspected(jane, said)).toBe(false);
    expect(overlaySuspected(said, jane)).toBe(false);
  });
});
