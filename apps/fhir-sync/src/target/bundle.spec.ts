import { describe, expect, it } from '@jest/globals';
import { batchOf, readAnswer, transactionOf } from './bundle.js';

describe('bundle', () => {
  it('puts each resource under its own id, at the version that is known', () => {
    const text = transactionOf([
      { key: 'Procedure/p', resource: '{"resourceType":"Procedure","id":"p"}', ifMatch: null },
      { key: 'Observation/o', resource: '{"resourceType":"Observation","id":"o"}', ifMatch: '3' },
    ]);
    expect(JSON.parse(text)).toEqual({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { resource: { resourceType: 'Procedure', id: 'p' }, request: { method: 'PUT', url: 'Procedure/p' } },
        {
          resource: { resourceType: 'Observation', id: 'o' },
          request: { method: 'PUT', url: 'Observation/o', ifMatch: 'W/"3"' },
        },
      ],
    });
  });

  it('asks for many things in one batch', () => {
    expect(JSON.parse(batchOf(['Procedure/p'])).entry).toEqual([{ request: { method: 'GET', url: 'Procedure/p' } }]);
  });

  it('reads each entry: a status of 200 around a refused entry is not a success', () => {
    const outcome = { resourceType: 'OperationOutcome', issue: [] };
    const body = {
      resourceType: 'Bundle',
      entry: [
        { response: { status: '201 Created', etag: 'W/"1"' } },
        { response: { status: '200', location: 'Procedure/p/_history/7' } },
        { resource: { meta: { versionId: '9' } }, response: { status: '200 OK' } },
        { response: { status: '422 Unprocessable', outcome } },
      ],
    };
    expect(readAnswer(body, 4)).toMatchObject([
      { status: 201, version: '1' },
      { status: 200, version: '7' },
      { status: 200, version: '9' },
      { status: 422, version: null, outcome },
    ]);
  });

  it.each([
    ['another number of entries', { resourceType: 'Bundle', entry: [] }],
    ['no bundle', { resourceType: 'OperationOutcome' }],
    ['an entry without a status', { resourceType: 'Bundle', entry: [{}] }],
    ['nothing', {}],
  ])('with %s is no answer', (_what, body) => {
    expect(readAnswer(body, 1)).toBeUndefined();
  });
});
