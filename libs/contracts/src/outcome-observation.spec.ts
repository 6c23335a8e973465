import { describe, expect, it } from '@jest/globals';
import { outcomeObservationHeaders, readOutcomeObservation } from './outcome-observation.js';

const retraction = { key: '3f2b8c1a-7d4e-4f6a-9b0c-000000000010', revision: 5, status: 'entered-in-error' };
const open = {
  ...retraction,
  session: '3f2b8c1a-7d4e-4f6a-9b0c-000000000001',
  procedureType: 'si-joint-injection',
  measure: 'odi',
  family: 'function',
  window: 'M6',
  period: '2026-03',
  rulesVersion: '1',
  status: 'open',
};
const result = {
  baseline: 46,
  value: 28,
  betterBy: 18,
  percentBetter: 39.1,
  baselineBand: 'usual',
  improved: true,
  over50: false,
  atLeast50: false,
  atLeast75: false,
};

function read(value: object, type?: string) {
  const headers = {
    ...outcomeObservationHeaders({ id: 'o-1', source: 'urn:test:mapper' }),
    ...(type && { ce_type: type }),
  };
  return readOutcomeObservation({ value: Buffer.from(JSON.stringify(value)), headers });
}

describe('an outcome observation', () => {
  it.each([
    [open],
    [{ ...open, status: 'missing', painLocation: 'buttock', recall: 'now' }],
    [{ ...open, status: 'superseded' }],
    [{ ...open, status: 'observed', result }],
    [{ ...open, status: 'observed', result: null }],
    [retraction],
  ])('is read as it was written: %j', (observation) => {
    expect(read(observation)).toMatchObject({ ok: true, event: { id: 'o-1', observation } });
  });

  it.each([
    ['data', { ...open, patient: 'x' }],
    ['data', { ...open, result }],
    ['data', { ...retraction, session: open.session }],
    ['data.status', { ...open, status: 'final' }],
    ['data.result', { ...open, status: 'observed' }],
    ['data.result.percentBetter', { ...open, status: 'observed', result: { ...result, percentBetter: '39 %' } }],
    ['data.result.betterBy', { ...open, status: 'observed', result: { ...result, betterBy: 1e16 } }],
    ['data.painLocation', { ...open, painLocation: 'where her father kicked her' }],
    ['data.recall', { ...open, recall: 'since 12 March' }],
    ['data.revision', { ...open, revision: 0 }],
    ['data.key', { ...open, key: 'p-1' }],
    ['data.period', { ...open, period: '2026-03-12' }],
    ['data.period', { ...open, period: '2026-13' }],
  ])('is refused at %s', (place, value) => {
    expect(read(value)).toMatchObject({
      ok: false,
      reason: 'schema-violation',
      detail: expect.stringMatching(new RegExp(`^${place}: `)),
    });
  });

  it.each([
    ['return-of-pain', 'days', { days: 1e300 }],
    ['relief-duration', 'lastDayWith', { end: 'censored', lastDayWith: 3e9, firstDayWithout: null }],
    ['relief-duration', 'firstDayWithout', { end: 'score-below', lastDayWith: 7, firstDayWithout: 100_001 }],
  ])('of a %s is refused at a day that nobody lives to', (kind, place, told) => {
    const { window: _, ...ofNoWindow } = open;
    expect(read({ ...ofNoWindow, kind, status: 'observed', result: told })).toMatchObject({
      ok: false,
      detail: expect.stringContaining(place),
    });
  });

  it('of a later version, or another type, is told apart', () => {
    expect(read(open, 'ilium.outcome.observation.v9')).toMatchObject({ ok: false, reason: 'unknown-version' });
    expect(read(open, 'ilium.fhir.bundle.v1')).toMatchObject({ ok: false, reason: 'unknown-type' });
  });
});
