import { describe, expect, test } from '@jest/globals';
import { fhir, fhirTypes } from './fhir.js';

const source = { name: 'ehr', baseUrl: 'https://ehr.example/fhir/' };

/** Places of what is wrong. */
function faults(input: unknown): readonly string[] {
  const read = fhir.safeParse(input);
  return read.success ? [] : read.error.issues.map(({ path }) => path.join('.'));
}

describe('FHIR sources of a site', () => {
  test('need a name and an address, and fetch everything the way that the server declares', () => {
    expect(fhir.parse({ sources: [source] }).sources).toMatchObject([
      { baseUrl: 'https://ehr.example/fhir', types: fhirTypes, catchUp: { strategy: 'auto', everyMinutes: 60 } },
    ]);
  });

  test('nobody is asked for anything where nothing is said', () => {
    expect(fhir.parse({})).toEqual({
      posted: { application: 'fhir', applications: {}, identifierSystems: [] },
      sources: [],
      ownTags: [],
    });
  });

  test('a notification carries ids, unless the site says otherwise', () => {
    const subscription = { topic: 'https://ehr.example/SubscriptionTopic/x' };
    expect(fhir.parse({ sources: [{ ...source, subscription }] }).sources[0]?.subscription?.payload).toBe('id-only');
  });

  test.each([
    ['credentials in an address', { ...source, baseUrl: 'https://user:secret@ehr.example/fhir' }, 'sources.0.baseUrl'],
    ['an address of another kind', { ...source, baseUrl: 'file:///etc' }, 'sources.0.baseUrl'],
    [
      'a secret instead of the name of its variable',
      { ...source, tokenVariable: 'eyJhbGciOi' },
      'sources.0.tokenVariable',
    ],
    ['a type that is not taken', { ...source, types: ['Condition'] }, 'sources.0.types.0'],
    [
      'an export of something else',
      { ...source, catchUp: { exportPath: '$everything' } },
      'sources.0.catchUp.exportPath',
    ],
    ['a name with blanks', { ...source, name: 'My EHR' }, 'sources.0.name'],
  ])('%s is refused', (_, one, place) => {
    expect(faults({ sources: [one] })).toEqual([place]);
  });

  test('two of one name are refused', () => {
    expect(faults({ sources: [source, source] })).toEqual(['sources']);
  });
});
