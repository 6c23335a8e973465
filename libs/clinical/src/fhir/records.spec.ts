import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { anyHistory } from '../testing/histories.js';
import { problemsIn } from '../testing/r4-problems.js';
import { StoreModel } from '../testing/store-model.js';
import { toBundle } from './to-bundle.js';

describe('records for the EHR', () => {
  test('whatever is said in whatever order, what is sent is valid FHIR R4, retractions too', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const store = new StoreModel();
        for (const event of history) store.receive([event], '2026-07-30');
        const records = store.sent.flatMap(({ change }) => {
          if (change.kind === 'resource') return [change.derived.resource];
          return change.kind === 'retracted-resource' ? [change.retraction] : [];
        });
        expect(records.flatMap(problemsIn)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('a bundle is a transaction of PUTs under our own ids: sending it twice changes nothing', () => {
    const record = { resourceType: 'Procedure', id: 'x1', status: 'unknown', subject: {} } as const;
    expect(toBundle([record], 'https://site.example/fhir').entry).toEqual([
      {
        fullUrl: 'https://site.example/fhir/Procedure/x1',
        resource: record,
        request: { method: 'PUT', url: 'Procedure/x1' },
      },
    ]);
  });
});
