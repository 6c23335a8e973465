import { describe, expect, it } from '@jest/globals';
import { identityOf, rememberedIdentity } from './identity.js';

describe('who a Patient is', () => {
  it('is its date of birth, its gender and all its family names', () => {
    const resource = {
      resourceType: 'Patient',
      id: '1',
      identifier: [{ system: 'urn:oid:1.2', value: '4711' }],
      name: [
        { use: 'official', family: 'Example', given: ['Jane'] },
        { use: 'maiden', family: 'Sample' },
        { text: 'J' },
      ],
      gender: 'female',
      birthDate: '1961-07-04',
    };
    expect(identityOf(resource)).toEqual({
      birthDate: '1961-07-04',
      gender: 'female',
      families: ['Example', 'Sample'],
    });
  });

  it.each([
    ['a gender that is unknown', { gender: 'unknown' }],
    ['a date that is none', { birthDate: '4 July 1961' }],
    ['elements of other shapes', { birthDate: 1961, gender: ['female'], name: [null, { family: 7 }, 'Example'] }],
    ['names that are no list', { name: { family: 'Example' } }],
    ['a Patient that is not active any more', { active: false }],
    ['what is no Patient', 'Example'],
    ['nothing', undefined],
  ])('is not known from %s', (_, resource) => {
    expect(identityOf(resource)).toEqual({ families: [] });
  });

  it('is known from what can be read, whatever stands beside it', () => {
    const resource = { birthDate: '1961-07', gender: 'F', name: [{ family: null }, { family: 'Example' }] };
    expect(identityOf(resource)).toEqual({ birthDate: '1961-07', families: ['Example'] });
  });
});

describe('what is remembered of somebody', () => {
  const known = { birthDate: '1961-07-04', gender: 'female', families: ['Example'] };

  it('stays where no more is said, so that taking a name back and saying another is a change of name', () => {
    expect(rememberedIdentity(known, { families: [] })).toEqual(known);
  });

  it('is what was said last', () => {
    expect(rememberedIdentity(known, { birthDate: '1961-07-05', families: ['Sample'] })).toEqual({
      birthDate: '1961-07-05',
      gender: 'female',
      families: ['Sample'],
    });
  });
});
