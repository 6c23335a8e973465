import { describe, expect, test } from '@jest/globals';
import { defaultRules, type Rules } from '../rules.js';
import { drugOf, drugs, isContradictory } from './drugs.js';
import { systems } from './systems.js';

const classOf = (system: string | undefined, code: string, rules: Rules = defaultRules) =>
  drugOf([{ ...(system === undefined ? {} : { system }), code }], rules)?.drugClass;

describe('drugs', () => {
  test.each([
    ['RXNORM', '10759', 'steroid'],
    ['RXNORM', '6387', 'anaesthetic'],
    ['HCPCS', 'J1010', 'steroid'],
    ['FDAUNII', '4419T9MX03', 'contrast'],
    ['HCPCS', 'Q9966', 'contrast'],
    [undefined, 'J3301', 'steroid'],
  ])('%s %s is a %s', (system, code, drugClass) => {
    expect(classOf(system, code)).toBe(drugClass);
  });

  test.each(['0407-1412-10', '0407-1412', '00407141210', '00407-1412-10'])(
    'trap 14: contrast has no RxNorm code; %s is its NDC, in any size of package',
    (code) => {
      expect(classOf('NDC', code)).toBe('contrast');
    },
  );

  test('an NDC of ten digits without hyphens may be cut in three ways, and is not read', () => {
    expect(classOf('NDC', '0407141210')).toBeUndefined();
  });

  test('contrast never comes from RxNorm', () => {
    const contrast = drugs.filter(({ drugClass }) => drugClass === 'contrast');
    expect(contrast.map(({ system }) => system)).not.toContain(systems.rxnorm);
  });

  test.each([
    ['J1010', 1, 'mg'],
    ['J3301', 10, 'mg'],
    ['J1100', 1, 'mg'],
    ['J0702', 6, 'mg'],
    ['Q9966', 1, 'mL'],
    ['S0020', 30, 'mL'],
  ])('trap 13: one unit of %s is %d %s', (code, value, unit) => {
    expect(drugOf([{ system: 'HCPCS', code }], defaultRules)?.billingUnit).toEqual({ value, unit });
  });

  test('trap 13: J2001 is an infusion into a vein, and no anaesthetic of a joint', () => {
    expect(classOf('HCPCS', 'J2001')).toBe('other');
  });

  test('opioids and sedatives, of which no code was verified, come by the site’s codes', () => {
    const rules: Rules = {
      ...defaultRules,
      codes: { drugs: [{ system: '99MED', code: 'VERS', as: { system: 'ilium', code: 'sedative' } }] },
    };
    expect(classOf('99MED', 'VERS')).toBeUndefined();
    expect(classOf('99MED', 'VERS', rules)).toBe('sedative');
  });

  test('unknown stays unknown: a code without a system counts only where the site lets it', () => {
    expect(classOf(undefined, '10759', { ...defaultRules, bareCodes: 'unmapped' })).toBeUndefined();
    expect(classOf('99CDM', '10759')).toBeUndefined();
  });

  test('codes of one drug translate each other; those of two classes contradict each other', () => {
    const local = { code: 'KENALOG' };
    const steroid = { system: 'RXNORM', code: '10759' };
    expect(drugOf([local, steroid], defaultRules)?.name).toBe('triamcinolone');
    expect(isContradictory([local, steroid], defaultRules)).toBe(false);
    expect(isContradictory([steroid, { system: 'RXNORM', code: '6387' }], defaultRules)).toBe(true);
  });
});
