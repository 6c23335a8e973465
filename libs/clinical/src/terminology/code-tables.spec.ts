import { describe, expect, test } from '@jest/globals';
import { defaultRules } from '../rules.js';
import { answers } from './answers.js';
import { complicationCodes } from './complications.js';
import { contrastSpreadCodes } from './contrast.js';
import { diagnosisCodes } from './diagnoses.js';
import { drugOf, drugs } from './drugs.js';
import { guidanceCodes } from './guidance.js';
import { measureCodings, measureOf, measures } from './measures.js';
import { positions } from './positions.js';
import { procedureCodes } from './procedure-codes.js';
import { procedureTypeOf } from './procedures.js';
import { purposeCodes } from './purposes.js';
import { routes, routeTargetOf } from './routes.js';
import { sacroiliacJoint, sidesSaid } from './sides.js';
import { ownSystem } from './site-codes.js';
import { systems } from './systems.js';

interface TableRow {
  readonly system: string;
  readonly code: string;
  readonly source: string;
}

/** All tables of codes. Those of one table are told apart by system and code. */
const tables: Readonly<Record<string, readonly TableRow[]>> = {
  answers,
  complications: complicationCodes,
  contrast: contrastSpreadCodes,
  diagnoses: diagnosisCodes,
  drugs,
  guidance: guidanceCodes,
  measures: measureCodings,
  positions,
  procedures: procedureCodes,
  purposes: purposeCodes,
  routes,
};

/** Of SNOMED CT in no table: the SI joint, the attribute laterality, and the sides. */
const sides = ['7771000', '24028007', '51440002'];
const sites = Object.values(sacroiliacJoint).flatMap((rows) => rows.flatMap(({ code }) => code.split(/[:=]/)));

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
  const all = Object.values(tables).flat();
  const codesOf = (name: string) => [...new Set(all.filter(({ system }) => system === name).map(({ code }) => code))];

  test.each([...new Set([...codesOf(systems.snomed), ...sites, ...sides])])('SNOMED CT %s', (id) => {
    expect(passesVerhoeff(id)).toBe(true);
  });

  test('the sides of SNOMED CT are those that are read', () => {
    const known = sides.map((code) => sidesSaid({ laterality: { code } }, defaultRules).sides);
    expect(known).toEqual([['left'], ['right'], ['left', 'right']]);
  });

  test.each(codesOf(systems.loinc))('LOINC %s', (code) => {
    expect(passesMod10(code)).toBe(true);
  });

  const sourced = [
    ...all.map(({ code, source }) => [code, source]),
    ...measures.map((row) => [row.measure, row.source]),
  ];

  test.each(sourced)('%s says where it was looked up, and how sure that is', (_, source) => {
    expect(source).toMatch(marked);
  });

  test.each([
    ['CPT', systems.cpt, /^\d{4}[\dT]$/],
    ['HCPCS', systems.hcpcs, /^[A-Z]\d{4}$/],
    ['ICD-10-PCS', systems.icd10pcs, /^[0-9A-HJ-NP-Z]{7}$/],
    ['ICD-10-CM', systems.icd10cm, /^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$/],
    ['RxNorm', systems.rxnorm, /^\d{3,7}$/],
    ['UNII', systems.unii, /^[A-Z0-9]{10}$/],
    ['NDC', systems.ndc, /^\d{4,5}-\d{3,4}$/],
    ['our own', ownSystem, /^[a-z]+(-[a-z0-9]+)*$/],
  ])('codes of %s have their shape', (_, system, shape) => {
    expect(codesOf(system).filter((code) => !shape.test(code))).toEqual([]);
  });

  test.each(Object.entries(tables))('no code stands twice among the %s', (_, rows) => {
    const names = rows.map(({ system, code }) => `${system}|${code}`);
    expect(names).toEqual([...new Set(names)]);
  });

  test.each(['62320', '62322', '3E0S33Z', '0SG734Z', '0SG834Z'])('%s was not verified, and is in no table', (code) => {
    expect(all.filter((row) => row.code === code)).toEqual([]);
  });
});

describe('looking up', () => {
  test('a code of another system with the same letters is another code', () => {
    expect(procedureTypeOf({ system: '99CDM', code: '27096' })).toBeUndefined();
    expect(drugOf([{ system: 'NDC', code: '10759' }], defaultRules)).toBeUndefined();
    expect(measureOf({ system: 'SCT', code: '72514-3' }, defaultRules)).toBeUndefined();
    expect(routeTargetOf({ system: 'HL70162', code: '12130007' }, defaultRules)).toBeUndefined();
  });

  test('the name of a system may be written in any case', () => {
    expect(procedureTypeOf({ system: 'c4', code: '27096' })).toBe('si-joint-injection');
  });
});
