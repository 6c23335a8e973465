import { describe, expect, test } from '@jest/globals';
import { findingOf } from './finding-of.js';

const sent = { resourceType: 'Procedure', id: 'p1', status: 'completed' };
const record = { key: 'Procedure/p1', serverVersion: '1' };
const answer = (resource: unknown, version: string | null = '1', status = 200) => ({
  status,
  version,
  outcome: undefined,
  resource,
});

describe('of a record on the server', () => {
  test('nothing is found where it says what was sent', () => {
    expect(findingOf(record, sent, answer({ ...sent, meta: { versionId: '1' } }))).toBeUndefined();
  });

  test.each<[string, string | null, string]>([
    ['the server dropped it', '1', 'server'],
    ['others wrote it since', '2', 'others'],
    ['nobody tells who', null, 'not-known'],
  ])('a difference is told with who made it so: %s', (_, version, changedBy) => {
    const resource = { ...sent, status: 'unknown', meta: { source: '#them' } };
    expect(findingOf(record, sent, answer(resource, version))).toMatchObject({
      kind: 'meaning',
      changedBy,
      source: '#them',
      differences: [{ element: 'status', kind: 'changed' }],
    });
  });

  test.each([
    [404, 'missing'],
    [410, 'missing'],
    [403, 'unreadable'],
  ])('an answer of %i makes it %s', (status, kind) => {
    expect(findingOf(record, sent, answer(undefined, null, status))).toMatchObject({ kind, differences: [] });
  });
});
