import { describe, expect, test } from '@jest/globals';
import { defaultRules, type Rules } from '../rules.js';
import { notOursWords } from '../terminology/own-words.js';
import { notOurs, ownSystem, type CodeTable } from '../terminology/site-codes.js';
import { derived } from '../testing/derived.js';
import { administration, charge, complication, history, procedure, score } from '../testing/events.js';

const visit = { system: 'urn:ilium:test:visits', value: 'V1' };
const day = '2026-03-12T10:05:00-04:00';
const known = procedure(
  { id: 'P1' },
  { codes: [{ code: '27096' }], modifiers: ['LT'], status: 'completed', performed: day, visit },
);
const said = { system: 'L', code: 'X1' };

/** What is said of a patient in a site's own code, by the table that has to know it. */
const stories = {
  procedures: [procedure({ id: 'P2' }, { codes: [said], status: 'completed', performed: day })],
  drugs: [known, administration({ id: 'M1' }, { medication: [said], status: 'completed', visit })],
  routes: [
    known,
    administration({ id: 'M1' }, { medication: [{ code: '10759' }], route: said, status: 'completed', visit }),
  ],
  measures: [score({ id: 'S1' }, { measure: said, value: 3, effective: '2026-03-20' })],
  answers: [score({ id: 'S1' }, { measure: { code: 'pgic' }, answer: said, effective: '2026-03-20' })],
  sides: [score({ id: 'S1' }, { measure: { code: '72514-3' }, value: 3, bodySite: [said], effective: '2026-03-20' })],
  complications: [known, complication({ id: 'X1' }, { codes: [said], onset: '2026-03-13' })],
  treatments: [history({ id: 'H1' }, { codes: [said] })],
  contrast: [known, score({ id: 'S1' }, { measure: { code: 'contrast-spread' }, answer: said, visit })],
  positions: [known, score({ id: 'S1' }, { measure: { code: 'patient-position' }, answer: said, visit })],
  guidance: [procedure({ id: 'P1' }, { codes: [{ code: '27096' }], status: 'completed', guidance: said, visit })],
} satisfies Partial<Record<CodeTable, readonly ReturnType<typeof procedure>[]>>;

const tables = Object.entries(stories);
const withMeaning = (table: string, word: string): Rules => ({
  ...defaultRules,
  codes: { [table]: [{ ...said, as: { system: ownSystem, code: word } }] },
});
const unmappedIn = (events: (typeof tables)[number][1], rules = defaultRules) =>
  derived(events, '2026-05-15', rules).patients.flatMap(({ work }) =>
    work.filter(({ reason }) => reason === 'unmapped-code'),
  );

describe('a code that no table knows', () => {
  test.each(tables)('is told with the table that would have to know it: %s', (table, events) => {
    expect(unmappedIn(events).flatMap(({ codes }) => codes)).toEqual([
      { table, system: 'L', code: 'X1', field: expect.any(String), key: expect.any(String) },
    ]);
  });

  test.each(tables)('said to be nothing of ours is no work, and in no figure: %s', (table, events) => {
    const word = new Map<string, string>(Object.entries(notOursWords)).get(table) ?? '';
    const rules = withMeaning(table, word);
    expect(unmappedIn(events, rules)).toEqual([]);
    const figures = (those: typeof events, by: Rules) => {
      const { results, outcomes } = derived(those, '2026-05-15', by);
      return (
        results.filter(({ kind }) => kind === 'complication').length + outcomes.filter(({ result }) => result).length
      );
    };
    expect(figures(events, rules)).toBe(0);
  });

  test('of a known system is named by its URI, whatever the source calls it', () => {
    const codes = [{ system: 'C4', code: '99999' }];
    const [item] = unmappedIn([procedure({ id: 'P1' }, { codes, status: 'completed' })]);
    expect(item?.codes).toMatchObject([{ system: 'http://www.ama-assn.org/go/cpt', code: '99999' }]);
  });

  test('is told raw, and the detail still shows no words', () => {
    const codes = [{ code: 'left SI joint of Mrs. Roe' }];
    const items = unmappedIn([charge({ id: 'C1', feed: 'dft' }, { codes, transaction: 'charge' })]);
    expect(items).toMatchObject([{ detail: 'codes', codes: [{ code: 'left SI joint of Mrs. Roe' }] }]);
  });

  test('a report without any code holds none', () => {
    expect(unmappedIn([score({ id: 'S1' }, { value: 3 })])).toMatchObject([{ detail: 'no code', codes: [] }]);
  });
});

describe('guidance that is said to be none', () => {
  test('becomes no record of imaging', () => {
    const records = (rules: Rules) => derived(stories.guidance, '2026-05-15', rules).procedures.length;
    expect([records(defaultRules), records(withMeaning('guidance', notOurs))]).toEqual([2, 1]);
  });
});
