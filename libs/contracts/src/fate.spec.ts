import { describe, expect, it } from '@jest/globals';
import { done, parked, parkReasons, skipped, skipReasons } from './fate.js';

describe('a fate', () => {
  it('is done, skipped with a reason, or parked with a reason and perhaps a place', () => {
    expect(done()).toEqual({ kind: 'done' });
    expect(skipped('duplicate')).toEqual({ kind: 'skipped', reason: 'duplicate' });
    expect(parked('not-json')).toStrictEqual({ kind: 'parked', reason: 'not-json' });
    expect(parked('schema-violation', 'data.report')).toEqual({
      kind: 'parked',
      reason: 'schema-violation',
      detail: 'data.report',
    });
  });

  it('has reasons that are told apart by their names alone', () => {
    const reasons = [...skipReasons, ...parkReasons];
    expect(new Set(reasons).size).toBe(reasons.length);
  });
});
