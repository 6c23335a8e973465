import { expect, test } from '@jest/globals';
import { procedure } from '../testing/fhir/records.js';
import { isEcho } from './echo.js';

const marks = { base: 'https://ilium.example/fhir', ownTags: [{ system: 'urn:former', code: 'ours' }] };

test.each([
  ['our tag', { meta: { tag: [{ system: 'https://ilium.example/fhir/CodeSystem/tag', code: 'ilium' }] } }, true],
  [
    'a tag of ours from the site file',
    { meta: { tag: [{ code: 'x' }, { system: 'urn:former', code: 'ours' }] } },
    true,
  ],
  ['our source', { meta: { source: 'https://ilium.example/fhir' } }, true],
  ['our source, as a server adds to it', { meta: { source: 'https://ilium.example/fhir#a1b2' } }, true],
  ['an identifier of ours', { identifier: [{ system: 'https://ilium.example/fhir/device', value: 'ilium' }] }, true],
  [
    'the tag of another Ilium',
    { meta: { tag: [{ system: 'https://other.example/fhir/CodeSystem/tag', code: 'ilium' }] } },
    false,
  ],
  ['a source whose address only begins like ours', { meta: { source: 'https://ilium.example/fhir-2' } }, false],
  [
    'another tag of our system',
    { meta: { tag: [{ system: 'https://ilium.example/fhir/CodeSystem/tag', code: 'seen' }] } },
    false,
  ],
  ['no mark', {}, false],
])('a record with %s is an echo: %s', (_, elements, expected) => {
  expect(isEcho(procedure('p1', elements), marks)).toBe(expected);
});
