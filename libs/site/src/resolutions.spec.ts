import { defaultRules, type Rules } from '@ilium/clinical';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { overruledBy, resolutionFaults, withResolutions, type Resolution } from './resolutions.js';

const steroid = { system: 'ilium', code: 'steroid' };
const injection: Resolution = { table: 'procedures', system: '99A', code: 'INJ', as: 'si-joint-injection' };
const withFile = (codes: Rules['codes']): Rules => ({ ...defaultRules, codes });

describe('rules of a site file and resolutions', () => {
  test('are those of the file where nobody has resolved anything', () => {
    expect(withResolutions(defaultRules, [])).toBe(defaultRules);
  });

  test("have the file's codes first, so that the file wins", () => {
    const file = withFile({ drugs: [{ code: 'K', as: steroid }] });
    const { codes } = withResolutions(file, [
      { table: 'drugs', code: 'L', as: 'contrast' },
      { table: 'drugs', system: '99A', code: 'K', as: 'contrast' },
      injection,
    ]);
    expect(codes).toEqual({
      drugs: [
        { code: 'K', as: steroid },
        { code: 'L', as: { system: 'ilium', code: 'contrast' } },
      ],
      procedures: [{ system: '99A', code: 'INJ', as: { system: 'ilium', code: 'si-joint-injection' } }],
    });
  });

  test('are the same whatever the order in which people spoke', () => {
    const said: Resolution[] = [
      injection,
      { ...injection, system: undefined, as: 'not-ours' },
      { ...injection, system: '99B', as: 'CPT|27096' },
      { table: 'drugs', code: 'K', as: 'steroid' },
    ];
    const expected = withResolutions(defaultRules, said);
    expect(expected.codes.procedures?.map(({ system }) => system)).toEqual(['99A', '99B', undefined]);
    fc.assert(
      fc.property(fc.shuffledSubarray(said, { minLength: said.length }), (order) => {
        expect(withResolutions(defaultRules, order)).toEqual(expected);
      }),
    );
  });

  test('leave out what no longer has a meaning', () => {
    expect(withResolutions(defaultRules, [{ ...injection, as: 'a-word-of-last-year' }])).toBe(defaultRules);
  });
});

describe('a resolution', () => {
  test('is overruled by a row of the file that speaks of all that it speaks of, and the key is named', () => {
    const file = withFile({
      drugs: [
        { code: 'A', as: steroid },
        { system: 'CPT', code: 'B', as: steroid },
      ],
    });
    const key = (system: string | undefined, code: string) => overruledBy({ table: 'drugs', system, code }, file);
    expect([key(undefined, 'A'), key('99A', 'A')]).toEqual(['codes.drugs[0]', 'codes.drugs[0]']);
    expect(key('C4', 'B')).toBe('codes.drugs[1]');
    expect([key(undefined, 'B'), key('99A', 'B'), key(undefined, 'C')]).toEqual([undefined, undefined, undefined]);
  });

  test('is refused in the words that a site file is refused with', () => {
    expect(resolutionFaults({ table: 'drugs', as: 'steriod' }, defaultRules)).toEqual([
      'none of our words for drugs; is steroid meant?',
    ]);
    expect(resolutionFaults({ table: 'measures', as: 'not-ours' }, defaultRules)).toEqual([]);
    expect(resolutionFaults({ table: 'routes', as: 'NOWHERE|1' }, defaultRules)).toHaveLength(1);
  });
});
