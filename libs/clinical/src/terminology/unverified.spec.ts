import { describe, expect, test } from '@jest/globals';
import { cpt27096, injection, injectionDay } from '../testing/contents.js';
import { treatment } from '../testing/courses.js';
import { derived } from '../testing/derived.js';
import { derivedFrom, goldenCases } from '../testing/golden-cases.js';
import { procedure } from '../testing/events.js';
import { defaultRules } from '../rules.js';
import { answers } from './answers.js';
import { complicationCodes } from './complications.js';
import { diagnosisCodes } from './diagnoses.js';
import { drugOf, drugs } from './drugs.js';
import { guidanceCodes, modalityCodes } from './guidance.js';
import { measureCodings, measureOf } from './measures.js';
import { procedureCodes } from './procedure-codes.js';
import { purposeCodes } from './purposes.js';
import { routes, routeTargetOf } from './routes.js';
import { sacroiliacJoint } from './sides.js';
import { systems } from './systems.js';

/** Codes whose meaning was found in no source that could be opened: a site that knows them says so in its own file. */
const unverified: Readonly<Record<string, readonly string[]>> = {
  'epidurals without imaging': ['62320', '62322'],
  'drugs into the epidural space': ['3E0S33Z'],
  'fusions of ICD-10-PCS': ['0SG734Z', '0SG834Z', '0SG73KZ', '0SG83JZ', '0SG80JZ'],
  'diagnoses of the sacral region': ['M99.04', 'M25.55', 'M25.551', 'M25.552', 'M25.559', 'M12.9'],
  'ingredients and salts of RxNorm': ['1815', '35780'],
  'drugs on bills': ['J0665', 'J2795'],
  'the epidural route': ['404820008'],
  'an item that is no score': ['61758-9'],
};

const tables: readonly (readonly { readonly system: string; readonly code: string; readonly source: string }[])[] = [
  answers,
  complicationCodes,
  diagnosisCodes,
  drugs,
  guidanceCodes,
  measureCodings,
  procedureCodes,
  purposeCodes,
  routes,
];
const rows = tables.flat();

describe('what was not verified is in no table', () => {
  test.each(Object.entries(unverified))('%s', (_, codes) => {
    expect(rows.filter(({ code }) => codes.includes(code))).toEqual([]);
  });

  test('no row says so of itself', () => {
    expect(rows.filter(({ source }) => /unverified/i.test(source))).toEqual([]);
  });

  test('no procedure of nerve destruction in ICD-10-PCS', () => {
    expect(rows.filter(({ system, code }) => system === systems.icd10pcs && code.startsWith('015'))).toEqual([]);
  });

  test('no SNOMED CT concept of an injection, an ablation or a fusion was found: none makes a procedure of ours', () => {
    const known = procedureCodes.filter(({ system }) => system === systems.snomed);
    expect(known.filter(({ meaning }) => meaning.is === 'procedure')).toEqual([]);
  });

  test('no concept of the left or the right joint was found: sides are composed of verified parts', () => {
    const parts = Object.values(sacroiliacJoint).flatMap((sites) => sites.flatMap(({ code }) => code.split(/[:=]/)));
    expect(new Set(parts)).toEqual(new Set(['39723000', '272741003', '7771000', '24028007']));
  });

  test('no code of a public system stands for an impression of change, stated relief or an opioid', () => {
    const own = new Set(
      [
        ...measureCodings.filter(({ code }) => ['pgic', 'stated-relief', 'stated-duration'].includes(code)),
        ...drugs.filter(({ drugClass }) => drugClass === 'opioid' || drugClass === 'sedative'),
      ].map(({ system }) => system),
    );
    expect([...own]).toEqual(['ilium']);
  });

  test('bands of contrast that nobody verified have no unit of billing', () => {
    const bands = drugs.filter(({ code }) => code === 'Q9965' || code === 'Q9967');
    expect(bands.map(({ billingUnit }) => billingUnit)).toEqual([undefined, undefined]);
  });
});

describe('what is not verified means nothing until the site says so', () => {
  test('62322 is work for a person, and a procedure where the site file has it', () => {
    const events = [procedure({ id: '1' }, { ...injection, codes: [{ system: 'C4', code: '62322' }] })];
    expect(derived(events)).toMatchObject({ procedures: [], outcomes: [] });
    const as = { system: 'ilium', code: 'epidural-injection' };
    const rules = { ...defaultRules, codes: { procedures: [{ system: 'CPT', code: '62322', as }] } };
    expect(derived(events, injectionDay, rules).procedures).toHaveLength(1);
  });

  test('a drug, a route and a measure', () => {
    expect(drugOf([{ system: systems.rxnorm, code: '1815' }], defaultRules)).toBeUndefined();
    expect(routeTargetOf({ system: systems.snomed, code: '404820008' }, defaultRules)).toBeUndefined();
    expect(measureOf({ system: systems.loinc, code: '61758-9' }, defaultRules)).toBeUndefined();
  });

  test.each(['52', '53', '73', '74'])('modifier %s decides nothing about how it went', (modifier) => {
    const events = treatment('1', { codes: [cpt27096], modifiers: ['LT', modifier] });
    expect(derived(events).procedures.map(({ status }) => status)).toEqual(['completed']);
  });
});

describe('nothing is emitted that was neither reported nor looked up', () => {
  const looked = new Set([
    ...rows.map(({ code }) => code),
    ...Object.values(modalityCodes).map(({ code }) => code),
    ...Object.values(sacroiliacJoint).flatMap((sites) => sites.map(({ code }) => code)),
    // P: R4 value set procedure-category.
    '387713003',
    '103693007',
  ]);
  /** Systems of others; ours and FHIR’s own have checks of their own. */
  const foreign = new Set<unknown>(Object.values(systems).filter((system) => system !== systems.ucum));

  test.each(goldenCases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const said = JSON.stringify([one.events, one.rules]);
    const emitted = derivedFrom(one).flatMap(({ resources }) =>
      resources.flatMap(({ resource }) => codingsIn(resource)),
    );
    const ofOthers = emitted
      .filter(({ system }) => foreign.has(system))
      .map(({ code }) => code.replace(/:[A-Z0-9:]+$/, ''));
    expect(ofOthers.filter((code) => !looked.has(code) && !said.includes(`"${code}`))).toEqual([]);
  });
});

function codingsIn(value: unknown): readonly { readonly system: unknown; readonly code: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { system, code } = value as { system?: unknown; code?: unknown };
  const own = typeof system === 'string' && typeof code === 'string' ? [{ system, code }] : [];
  return [...own, ...Object.values(value).flatMap(codingsIn)];
}
