import { describe, expect, it } from '@jest/globals';
import { blocked, observed, retraction, unobserved } from '../outcome-observations.samples.js';
import { toFact } from './to-fact.js';

describe('toFact', () => {
  it('keeps what an observed outcome says, its differences in whole thousandths', () => {
    const fact = toFact(observed({ betterBy: 3.3333333, percentBetter: 55.5555555, improved: true }), 7);
    expect(fact).toMatchObject({
      shard: 7,
      status: 'observed',
      procedureType: 'si-joint-injection',
      measure: 'nrs',
      window: 'M3',
      betterByThousandths: 3333,
      percentBetterThousandths: 55_556,
      improved: true,
    });
  });

  it('gives an outcome that was not observed no figures', () => {
    expect(toFact(unobserved('missing'), 0)).toMatchObject({
      status: 'missing',
      measure: 'nrs',
      improved: null,
      value: null,
    });
  });

  it('keeps a result that is no score as it came, without figures', () => {
    expect(toFact(blocked(), 0)).toMatchObject({
      kind: 'block',
      kindResult: { answer: 'positive', percentRelief: 80 },
      measure: '',
      window: '',
      value: null,
    });
  });

  it('leaves a retraction nothing but its key, revision and shard', () => {
    const { key, revision, shard, status, ...rest } = toFact(retraction({ revision: 9 }), 3);
    expect({ revision, shard, status }).toEqual({ revision: 9, shard: 3, status: 'entered-in-error' });
    expect(key).toBe(retraction({}).key);
    expect(new Set(Object.values(rest))).toEqual(new Set(['', null]));
  });

  it('writes keys as PostgreSQL does, in lower case', () => {
    const key = 'A0000000-0000-4000-8000-00000000000F';
    expect(toFact(retraction({ key }), 0).key).toBe(key.toLowerCase());
  });
});
