import { describe, expect, it } from '@jest/globals';
import { builtInSite, type IdentifierRule, type Site } from '@ilium/site';
import { parseMessage } from '../reading/message.js';
import { identifierOf, numberedByCx, numberedByEi, patientOf } from './identifiers.js';

const rule = (parts: Partial<IdentifierRule>): IdentifierRule => ({
  system: 'urn:oid:2.999.1',
  leadingZeros: 'keep',
  checkDigit: 'none',
  ...parts,
});

const siteWith = (...identifiers: readonly IdentifierRule[]): Site => ({
  ...builtInSite,
  incoming: { ...builtInSite.incoming, identifiers },
});

const field = (raw: string) => parseMessage(`MSH|^~\\&|\rZXX|${raw}`, 'utf-8').field('ZXX', 1);
const visit = (raw: string, ...rules: readonly IdentifierRule[]) =>
  identifierOf(numberedByCx(field(raw)), 'visit', siteWith(...rules));

describe('without a row, the system of a number', () => {
  it.each([
    ["is the assigner's OID", 'V1^^^RIV&1.2.3&ISO', 'urn:oid:1.2.3'],
    ['also where its type is left out', 'V1^^^&1.2.3', 'urn:oid:1.2.3'],
    ['its UUID', 'V1^^^RIV&0F8FAD5B-D9CB-469F-A165-70867728950E&UUID', 'urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e'],
    ['its domain', 'V1^^^RIV&Riv.Example&DNS', 'dns:riv.example'],
    ['its URI', 'V1^^^RIV&https://riv.example/visits&URI', 'https://riv.example/visits'],
    ["else one of the site's own, by namespace", 'V1^^^RIV HOSP', 'urn:ilium:site:built-in:RIV%20HOSP'],
    ['by a universal id that is none', 'V1^^^&RIV&L', 'urn:ilium:site:built-in:RIV'],
    ['or by the kind', 'V1', 'urn:ilium:site:built-in:visit'],
  ])('%s', (_, raw, system) => {
    expect(visit(raw)).toEqual({ system, value: 'V1' });
  });

  it('is read from an EI by its components', () => {
    expect(identifierOf(numberedByEi(field('P1^RIV^1.2.3^ISO')), 'procedure', builtInSite)).toEqual({
      system: 'urn:oid:1.2.3',
      value: 'P1',
    });
  });
});

describe('with rows', () => {
  it.each([
    ['the first that fits counts', [rule({ kind: 'account' }), rule({ system: 'urn:b' }), rule({})], 'urn:b'],
    ['an assigner fits by its namespace', [rule({ assigner: 'RIV' })], 'urn:oid:2.999.1'],
    ['or by its universal id', [rule({ assigner: '1.2.3' })], 'urn:oid:2.999.1'],
    ['a type fits', [rule({ type: 'AN', system: 'urn:a' }), rule({ type: 'VN' })], 'urn:oid:2.999.1'],
    ['none fits', [rule({ assigner: 'LAKE' }), rule({ type: 'AN' })], 'urn:oid:1.2.3'],
  ])('%s', (_, rules, system) => {
    expect(visit('V1^^^RIV&1.2.3&ISO^VN', ...rules)?.system).toBe(system);
  });

  it.each([
    ['leading zeros go', { leadingZeros: 'strip' }, '000451', '451'],
    ['a number of zeros keeps one', { leadingZeros: 'strip' }, '000', '0'],
    ['a check digit goes', { checkDigit: 'drop' }, '00451', '0045'],
    ['zeros fill up', { length: 6 }, '451', '000451'],
    ['what is longer stays', { length: 2 }, '451', '451'],
    ['all three, in this order', { checkDigit: 'drop', leadingZeros: 'strip', length: 5 }, '0004519', '00451'],
  ] as const)('%s', (_, parts, value, expected) => {
    expect(visit(value, rule(parts))?.value).toBe(expected);
  });

  it('a number of which nothing is left is none', () => {
    expect(visit('7', rule({ checkDigit: 'drop' }))).toBeUndefined();
  });
});

describe('the patient is', () => {
  const patient = (raw: string, ...rules: readonly IdentifierRule[]) =>
    patientOf(field(raw).repetitions.map(numberedByCx), siteWith(...rules))?.value;

  it.each([
    ['the repetition that the first row fits', '1^^^A^PI~2^^^B^MR', [rule({ kind: 'patient', type: 'MR' })], '2'],
    [
      'by the order of rows, not of repetitions',
      '1^^^A~2^^^B',
      [rule({ kind: 'patient', assigner: 'B' }), rule({ kind: 'patient', assigner: 'A' })],
      '2',
    ],
    ['nobody, where no row fits', '1^^^A', [rule({ kind: 'patient', assigner: 'B' })], undefined],
    ['the MR without rows of patients', '1^^^A^PI~2^^^B^MR', [rule({ kind: 'visit' })], '2'],
    ['else the PI', '3^^^A^SS~1^^^A^PI', [], '1'],
    ['else the only one', '3^^^A^SS', [], '3'],
    ['nobody, where there are several others', '3^^^A^SS~4^^^A^DL', [], undefined],
    ['nobody without a number', '^^^A^MR', [], undefined],
  ])('%s', (_, raw, rules, value) => {
    expect(patient(raw, ...rules)).toBe(value);
  });
});
