import { describe, expect, test } from '@jest/globals';
import type { ProcedureEvent } from '@ilium/contracts';
import { defaultRules, type Rules } from '../rules.js';
import { notOursWords } from '../terminology/own-words.js';
import { ownSystem } from '../terminology/site-codes.js';
import { derived } from '../testing/derived.js';
import { administration, charge, complication, history, order, procedure, score } from '../testing/events.js';
import { codeUses } from './code-uses.js';

const visit = { system: 'urn:ilium:test:visits', value: 'V1' };
const day = '2026-03-12T10:05:00-04:00';
const own = { system: 'L', code: 'X1' };
const shared = { status: 'completed', performed: day, visit } as const;
const injection = procedure({ id: 'P1' }, { ...shared, codes: [{ code: '27096' }], modifiers: ['LT'] });

const usesIn = (events: readonly ProcedureEvent[], rules: Rules = defaultRules) =>
  events.flatMap((event) => codeUses(event, rules));
const unmappedIn = (events: readonly ProcedureEvent[], rules?: Rules) =>
  usesIn(events, rules).filter(({ fate }) => fate === 'unmapped');

/** Histories whose codes are known, unknown, and unknown beside known ones, in every table that makes work. */
const stories: Readonly<Record<string, readonly ProcedureEvent[]>> = {
  'a procedure': [injection, procedure({ id: 'P2' }, { ...shared, codes: [own] })],
  'a procedure beside a known code': [procedure({ id: 'P1' }, { ...shared, codes: [own, { code: '27096' }] })],
  'another procedure': [procedure({ id: 'P1' }, { ...shared, codes: [{ system: 'C4', code: '20610' }] })],
  'a public code of a procedure': [procedure({ id: 'P1' }, { ...shared, codes: [{ system: 'C4', code: '99999' }] })],
  'a charge': [charge({ id: 'C1', feed: 'dft' }, { codes: [own], transaction: 'charge' })],
  'a charge in a public code': [
    charge({ id: 'C1', feed: 'dft' }, { codes: [own, { system: 'C4', code: '99213' }], transaction: 'charge' }),
  ],
  'a charged drug': [
    injection,
    charge(
      { id: 'C1', feed: 'dft' },
      { codes: [{ system: 'HCPCS', code: 'J3301' }, own], transaction: 'charge', visit },
    ),
  ],
  'a drug': [injection, administration({ id: 'M1' }, { medication: [own], status: 'completed', visit })],
  'a route': [
    injection,
    administration({ id: 'M1' }, { medication: [{ code: '10759' }], route: own, status: 'completed', visit }),
  ],
  'a measure': [score({ id: 'S1' }, { measure: own, value: 3, effective: '2026-03-20' })],
  'a known measure': [score({ id: 'S1' }, { measure: { code: '72514-3' }, value: 3, effective: '2026-03-20' })],
  'an answer': [score({ id: 'S1' }, { measure: { code: 'pgic' }, answer: own, effective: '2026-03-20' })],
  'an answer to an unknown question': [score({ id: 'S1' }, { measure: own, answer: own, effective: '2026-03-20' })],
  'the place of a score': [
    score({ id: 'S1' }, { measure: { code: '72514-3' }, value: 3, bodySite: [own], effective: '2026-03-20' }),
  ],
  'a complication': [injection, complication({ id: 'X1' }, { codes: [own], onset: '2026-03-13' })],
  'a treatment': [history({ id: 'H1' }, { codes: [own] })],
  'a treatment that is a procedure of ours': [history({ id: 'H1' }, { codes: [{ system: 'CPT', code: '27279' }] })],
  contrast: [injection, score({ id: 'S1' }, { measure: { code: 'contrast-spread' }, answer: own, visit })],
  'a position': [injection, score({ id: 'S1' }, { measure: { code: 'patient-position' }, answer: own, visit })],
  guidance: [procedure({ id: 'P1' }, { ...shared, codes: [{ code: '27096' }], guidance: own })],
  'an order': [order({ id: 'O1' }, { codes: [own] })],
  'a modifier': [procedure({ id: 'P1' }, { ...shared, codes: [{ code: '27096' }], modifiers: ['LT', 'X1'] })],
  'a diagnosis': [procedure({ id: 'P1' }, { ...shared, codes: [{ code: '27096' }], diagnoses: [own] })],
};

describe('the codes of reports', () => {
  test.each(Object.entries(stories))('wait for a meaning exactly where deriving makes them work: %s', (_, events) => {
    const worked = derived(events, '2026-05-15').patients.flatMap(({ work }) =>
      work.filter(({ reason }) => reason === 'unmapped-code').flatMap(({ codes }) => codes),
    );
    const names = (those: readonly { readonly table: string; readonly code: string }[]) =>
      those.map(({ table, code }) => `${table} ${code}`).sort();
    const said = unmappedIn(events).map(({ table, code }) => ({ table, code: code.code }));
    expect(names(said)).toEqual(names(worked));
  });

  test.each(Object.entries(notOursWords))('said to be nothing of ours wait for nothing: %s', (table, as) => {
    const codes = { [table]: [{ ...own, as: { system: ownSystem, code: as } }] };
    const events = Object.values(stories).flat();
    const rules: Rules = { ...defaultRules, codes };
    expect(unmappedIn(events, rules).filter((use) => use.table === table && use.code.system === 'L')).toEqual([]);
  });

  test('said to be nothing of ours are told as that', () => {
    const codes = { procedures: [{ ...own, as: { system: ownSystem, code: 'not-ours' } }] };
    const [use] = usesIn(stories['a procedure']?.slice(1) ?? [], { ...defaultRules, codes });
    expect(use).toMatchObject({ table: 'procedures', fate: 'not-ours', meaning: undefined });
  });

  test('are told with what they mean', () => {
    const meanings = usesIn(Object.values(stories).flat()).map(({ meaning }) => meaning);
    expect(meanings).toEqual(
      expect.arrayContaining(['si-joint-injection', 'left', 'steroid', 'nrs', 'pgic', 'contrast-spread']),
    );
  });
});
