import { describe, expect, test } from '@jest/globals';
import { drugOf, drugs, isIntoTheJoint } from './drugs.js';
import { defaultRules } from '../rules.js';
import { answers } from './answers.js';
import { measureCodings, measureOf, measures } from './measures.js';
import { procedureCodes, procedureTypeOf } from './procedures.js';
import { sacroiliacJoint, sidesOf } from './sides.js';
import { systems } from './systems.js';

/** Trap 1: a check digit proves the spelling of a code, its source the meaning. */

const marked = /^(V|V3|P): .{5,}/;

/** Verhoeff's check, as SNOMED CT uses it: the dihedral group D5 and a permutation of order 8. */
function passesVerhoeff(id: string): boolean {
  const times = (a: number, b: number) => (a < 5 ? (b < 5 ? (a + b) % 5 : 5 + ((a + b - 5) % 5)) : reflected(a, b));
  const reflected = (a: number, b: number) => (b < 5 ? 5 + ((a - b) % 5) : (5 + a - b) % 5);
  const permuted = (digit: number, rounds: number): number =>
    rounds === 0 ? digit : permuted([1, 5, 7, 6, 2, 8, 3, 0, 9, 4][digit] ?? 0, rounds - 1);
  const digits = [...id].reverse().map(Number);
  return digits.reduce((check, digit, place) => times(check, permuted(digit, place % 8)), 0) === 0;
}

/** LOINC's check digit: mod 10, every second digit from the right doubled. */
function passesMod10(code: string): boolean {
  const [number = '', check] = code.split('-');
  const sum = [...number].reverse().reduce((total, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return (10 - (sum % 10)) % 10 === Number(check);
}

describe('the checks themselves', () => {
  test('the mistyped id of a published value set fails, the right one beside it passes', () => {
    expect(passesVerhoeff('76783986')).toBe(false);
    expect(passesVerhoeff('76784001')).toBe(true);
  });

  test('one digit wrong fails', () => {
    expect(passesMod10('72514-3')).toBe(true);
    expect(passesMod10('72514-4')).toBe(false);
    expect(passesMod10('72541-3')).toBe(false);
  });
});

describe('code tables', () => {
  const sites = Object.values(sacroiliacJoint).flatMap((rows) => rows.flatMap(({ code }) => code.split(/[:=]/)));
  const intraArticular = '12130007';

  test.each([...new Set([...sites, intraArticular, '7771000', '24028007', '51440002'])])('SNOMED CT %s', (id) => {
    expect(passesVerhoeff(id)).toBe(true);
  });

  test('the SNOMED CT codes above are those that the tables know', () => {
    expect(isIntoTheJoint({ system: 'SCT', code: intraArticular })).toBe(true);
    const known = ['7771000', '24028007', '51440002'].map((code) => sidesOf([], { code }));
    expect(known).toEqual([['left'], ['right'], ['left', 'right']]);
  });

  const ofSystem = (system: string) => measureCodings.filter((row) => row.system === system).map(({ code }) => code);

  test.each(ofSystem(systems.loinc))('LOINC %s', (code) => {
    expect(passesMod10(code)).toBe(true);
  });

  test.each(ofSystem(systems.snomed))('SNOMED CT %s of a measure', (code) => {
    expect(passesVerhoeff(code)).toBe(true);
  });

  test.each([
    ...procedureCodes.map(({ code, source }) => [code, source] as const),
    ...drugs.map(({ code, source }) => [code, source] as const),
    ...measures.map(({ measure, source }) => [measure, source] as const),
    ...[...measureCodings, ...answers].map(({ code, source }) => [code, source] as const),
  ])('%s says where it was looked up, and how sure that is', (_, source) => {
    expect(source).toMatch(marked);
  });

  test('CPT, HCPCS, RxNorm and UNII codes have their shape', () => {
    const shapes: Readonly<Record<string, RegExp>> = {
      [systems.cpt]: /^\d{5}$/,
      [systems.hcpcs]: /^[A-Z]\d{4}$/,
      [systems.rxnorm]: /^\d{3,7}$/,
    };
    for (const { system, code } of [...procedureCodes, ...drugs]) {
      expect(code).toMatch(shapes[system] ?? /^[A-Z0-9]{10}$/);
    }
  });

  test('no code stands twice', () => {
    const all = [...procedureCodes, ...drugs, ...measureCodings, ...answers].map(
      ({ system, code }) => `${system}|${code}`,
    );
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('looking up', () => {
  test('a code of another system with the same letters is another code', () => {
    expect(procedureTypeOf({ system: '99CDM', code: '27096' })).toBeUndefined();
    expect(drugOf([{ system: 'NDC', code: '10759' }])).toBeUndefined();
    expect(measureOf({ system: 'SCT', code: '72514-3' }, defaultRules)).toBeUndefined();
    expect(isIntoTheJoint({ system: 'HL70162', code: '12130007' })).toBe(false);
  });

  test('the name of a system may be written in any case', () => {
    expect(procedureTypeOf({ system: 'c4', code: '27096' })).toBe('si-joint-injection');
  });
});
