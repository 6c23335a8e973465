import { describe, expect, test } from '@jest/globals';
import { readTaggedPage, taggedSearch } from './tagged-search.js';

const tag = { system: 'https://ilium.example/CodeSystem/tag', code: 'ilium' };
const base = 'https://ehr.example/fhir';
const ours = { resourceType: 'Procedure', id: 'p1', meta: { versionId: '2', source: '#s', tag: [tag] } };

function answer(resource: object, status = 200) {
  return { status, version: null, outcome: undefined, resource };
}
const page = (resource: object, status?: number) => readTaggedPage(answer(resource, status), 'Procedure', tag, base);
const set = (records: readonly object[], next?: string) => ({
  resourceType: 'Bundle',
  entry: records.map((resource) => ({ resource })),
  ...(next === undefined
    ? {}
    : {
        link: [
          { relation: 'self', url: base },
          { relation: 'next', url: next },
        ],
      }),
});

test('what carries our tag is searched for by day', () => {
  const url = new URL(taggedSearch('Procedure', 'date', tag, { from: '2026-03-01', to: '2026-03-31' }), `${base}/`);
  expect(url.pathname).toBe('/fhir/Procedure');
  expect([...url.searchParams]).toEqual([
    ['_tag', 'https://ilium.example/CodeSystem/tag|ilium'],
    ['date', 'ge2026-03-01'],
    ['date', 'le2026-03-31'],
    ['_elements', 'id,meta,subject,code,performed'],
    ['_count', '200'],
  ]);
});

describe('a page of what was found', () => {
  test('holds what carries our tag, whatever else the server answers with', () => {
    const others = [
      { ...ours, meta: { tag: [{ code: 'ilium' }] } },
      { resourceType: 'Procedure', id: 'x' },
    ];
    expect(page(set([ours, ...others, { ...ours, resourceType: 'OperationOutcome' }]))).toEqual({
      records: [{ place: 'Procedure/p1', version: '2', source: '#s', look: ours }],
      next: undefined,
    });
  });

  test.each([
    [`${base}/Procedure?page=2`, 'Procedure?page=2'],
    [`${base}?_getpages=x`, '?_getpages=x'],
    ['Procedure?page=2', 'Procedure?page=2'],
  ])('goes on at %s', (next, relative) => {
    expect(page(set([], next))?.next).toBe(relative);
  });

  test.each([
    ['another server', set([], 'https://other.example/fhir/Procedure?page=2'), 200],
    ['no searchset', { resourceType: 'OperationOutcome' }, 200],
    ['a refusal', set([]), 400],
  ])('is none where the server answers with %s', (_, resource, status) => {
    expect(page(resource, status)).toBeUndefined();
  });
});
