import { describe, expect, test } from '@jest/globals';
import { derived } from '../../testing/derived.js';
import { leftInjection, ofProcedure, steroid } from '../../testing/contents.js';
import { administration, procedure } from '../../testing/events.js';

const asOf = '2026-04-10';
const dexamethasone = [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '3264' }];
const given = (id: string, medication?: typeof dexamethasone) =>
  administration({ id }, { ...steroid, ...ofProcedure('PRC1'), ...(medication === undefined ? {} : { medication }) });

/** What the outcomes of a session say of its steroid. */
function told(...drugs: readonly ReturnType<typeof given>[]): unknown {
  const { patients } = derived([procedure({ id: 'PRC1' }, leftInjection), ...drugs], asOf);
  const strata = patients.flatMap(({ outcomes }) => outcomes.map(({ observation }) => observation.content.strata));
  return strata[0]?.steroid;
}

describe('the steroid of a session', () => {
  test('is the one that was given', () => {
    expect(told(given('M1', dexamethasone))).toBe('dexamethasone');
  });

  test('is one, however often it was given', () => {
    expect(told(given('M1', dexamethasone), given('M2', dexamethasone))).toBe('dexamethasone');
  });

  test('is several where they differ', () => {
    expect(told(given('M1'), given('M2', dexamethasone))).toBe('several');
  });

  test('is not told where none was given', () => {
    expect(told()).toBeUndefined();
  });
});
