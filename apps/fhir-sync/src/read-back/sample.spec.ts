import { describe, expect, test } from '@jest/globals';
import { isInSample } from './sample.js';

const records = Array.from({ length: 20_000 }, (_, index) => ({ key: `Procedure/p${index}`, revision: 1 }));
const chosen = (share: number) => records.filter((record) => isInSample(record, share));

describe('the sample', () => {
  test('is as large as the share', () => {
    expect(chosen(0.1).length / records.length).toBeCloseTo(0.1, 1);
    expect(chosen(0)).toEqual([]);
    expect(chosen(1)).toHaveLength(records.length);
  });

  test('is the same for a repeated delivery, and grows with the share', () => {
    expect(chosen(0.01)).toEqual(chosen(0.01));
    expect(chosen(0.5)).toEqual(expect.arrayContaining(chosen(0.01)));
  });

  test('is drawn for each revision anew', () => {
    const next = records.map(({ key }) => ({ key, revision: 2 })).filter((record) => isInSample(record, 0.1));
    expect(next.map(({ key }) => key)).not.toEqual(chosen(0.1).map(({ key }) => key));
  });
});
