import { describe, expect, test } from '@jest/globals';
import { defaultRules } from '../rules.js';
import { cpt27096, injection, injectionDay, leftInjection, nrs, odi, steroid } from '../testing/contents.js';
import { pain, treatment } from '../testing/courses.js';
import { derived, outcome, sidesOf } from '../testing/derived.js';
import { administration, charge, procedure, score } from '../testing/events.js';
import { sessionsIn } from '../testing/sessions.js';
import { addDays } from './reports/moments.js';

/** What nobody said is not made up, neither in the chart nor in a figure. */

const onDay = (day: number) => addDays(injectionDay, day);
const left = procedure({ id: '1' }, leftInjection);
const given = (more: Parameters<typeof administration>[1]) => administration({ id: 'M1' }, { ...steroid, ...more });

describe('unknown stays unknown: the side', () => {
  test.each([
    ['no modifier, site or words', injection],
    ['a diagnosis without a side', { ...injection, diagnoses: [{ system: 'I10C', code: 'M46.1' }] }],
    ['a diagnosis of one leg', { ...injection, diagnoses: [{ system: 'I10C', code: 'M54.32' }] }],
    ['a modifier that says no side', { ...injection, modifiers: ['KX'] }],
    ['a contradiction', { ...injection, modifiers: ['LT'], laterality: { code: 'R' } }],
  ])('%s: neither left nor right, and one joint', (_, report) => {
    const result = derived([procedure({ id: '1' }, report)]);
    expect(sidesOf(result)).toEqual(['Sacroiliac joint, side not reported']);
    expect(JSON.stringify(result.procedures)).not.toMatch(/7771000|24028007|27096:[LR]T/);
  });

  test('of a score without a site: of the session, and of no joint', () => {
    const events = [...treatment('1', { modifiers: ['50'] }), pain(8, -1), pain(3, 14)];
    const observed = derived(events, onDay(14)).outcomes.filter(({ status }) => status === 'observed');
    expect(observed.map(({ about: { side } }) => side)).toEqual([undefined]);
  });
});

describe('unknown stays unknown: what it was meant for', () => {
  test.each([
    ['an anaesthetic alone', { medication: [{ system: 'RXNORM', code: '6387' }] }],
    ['a steroid alone', {}],
  ])('%s declares nothing', (_, more) => {
    expect(sessionsIn([left, given(more)])).toMatchObject([{ intent: 'unknown' }]);
  });

  test('words that leave it open declare nothing', () => {
    const text = 'SI joint injection, diagnostic or therapeutic';
    expect(sessionsIn([procedure({ id: '1' }, { ...leftInjection, text })])).toMatchObject([{ intent: 'unknown' }]);
  });
});

describe('unknown stays unknown: how it went', () => {
  test('a report without a status is completed by nothing, and opens nothing', () => {
    const result = derived([procedure({ id: '1' }, { ...leftInjection, status: undefined }), given({})]);
    expect(result.procedures.map(({ status }) => status)).toEqual(['unknown']);
    expect(result.outcomes).toEqual([]);
  });

  test('nor does a bill complete it', () => {
    const bill = charge({ feed: 'dft', id: 'T1' }, { codes: [cpt27096], modifiers: ['LT'], serviceDate: injectionDay });
    expect(derived([bill])).toMatchObject({ procedures: [{ status: 'unknown' }], outcomes: [] });
  });

  test('a drug without a status was not completed', () => {
    expect(sessionsIn([left, given({ status: undefined })])).toMatchObject([
      { agents: 'unknown', isTherapeutic: false },
    ]);
  });
});

describe('unknown stays unknown: the unit', () => {
  test.each([undefined, 'units', 'cc?'])('a dose in %s gets no unit of UCUM', (unit) => {
    const dose = { value: 40, ...(unit === undefined ? {} : { unit }) };
    const [record] = derived([left, given({ dose })]).administrations;
    expect(record?.dosage?.dose).toEqual(dose);
  });

  const vas = { system: 'http://loinc.org', code: '38214-3' };

  test.each([undefined, '{score}'])(
    'a visual analogue scale in %s: millimetres or centimetres is not guessed',
    (unit) => {
      const events = [pain(70, -1, { measure: vas, unit: 'mm' }), pain(4, 14, { measure: vas, unit })];
      const result = derived([...treatment('1'), ...events], onDay(14));
      expect(outcome(result, 'W2', 'vas')).toBeUndefined();
      expect(result.observations.map(({ valueQuantity }) => valueQuantity)).toContainEqual(
        unit === undefined ? { value: 4 } : { value: 4, unit },
      );
      expect(result.work).toEqual(['conflict: unit']);
    },
  );

  test('a duration without a unit is no number of days', () => {
    const stated = { system: 'ilium', code: 'stated-duration' };
    const rules = { ...defaultRules, codes: { measures: [{ code: 'DUR', as: stated }] } };
    const result = derived([...treatment('1'), pain(6, 14, { measure: { code: 'DUR' } })], onDay(14), rules);
    expect(result.outcomes.filter(({ about }) => about.measure === 'stated-duration')).toEqual([]);
  });
});

describe('unknown stays unknown: the time', () => {
  test('a date becomes neither midnight nor a period', () => {
    const report = { ...leftInjection, performed: injectionDay, performedEnd: undefined };
    const [record] = derived([procedure({ id: '1' }, report)]).procedures;
    expect([record?.performedDateTime, record?.performedPeriod]).toEqual([injectionDay, undefined]);
  });

  test('no time at all is said, and opens nothing', () => {
    const report = { performed: undefined, performedEnd: undefined };
    const result = derived(treatment('1', report));
    expect(result.procedures[0]).not.toHaveProperty('performedDateTime');
    expect(result.procedures[0]).toHaveProperty('_performedDateTime');
    expect(result.outcomes).toEqual([]);
  });

  test('a score of the day itself without a clock or a word is neither before nor after', () => {
    const result = derived([...treatment('1'), pain(8, 0), pain(3, 14)], onDay(14));
    expect(outcome(result, 'W2')?.result).toMatchObject({ baseline: null, improved: null, doubt: 'no-baseline' });
  });
});

describe('unknown stays unknown: the code', () => {
  test('a procedure, a drug and a measure that no table knows are work, and nothing else', () => {
    const own = (code: string) => ({ system: '99LOC', code });
    const events = [
      procedure({ id: '1' }, { ...injection, codes: [own('P')] }),
      administration({ id: 'M1' }, { ...steroid, medication: [own('D')] }),
      score({ id: 'S1' }, { ...nrs(3, onDay(14)), measure: own('M') }),
    ];
    const result = derived(events);
    expect([result.procedures, result.outcomes, result.observations]).toEqual([[], [], []]);
    expect(result.work).toEqual(['unmapped-code: D', 'unmapped-code: M', 'unmapped-code: P']);
  });

  test('a steroid by a route that nobody told is in the chart, and not in the joint', () => {
    const result = derived([left, given({ route: undefined }), pain(8, -1), pain(3, 14)], onDay(14));
    expect(result.administrations[0]?.dosage).not.toHaveProperty('route');
    expect(result.outcomes).toEqual([]);
  });
});

describe('unknown stays unknown: the answer', () => {
  test.each([
    ['no baseline', [odi(28, onDay(14))]],
    [
      'a baseline of another place',
      [nrs(8, onDay(-1), { painLocation: 'leg' }), nrs(3, onDay(14), { painLocation: 'back' })],
    ],
  ])('%s: no change, no percentage, and not "not improved"', (_, reports) => {
    const events = reports.map((report, place) => score({ id: `S${place}` }, report));
    const found = derived([...treatment('1'), ...events], onDay(14)).outcomes.filter(({ result }) => result !== null);
    const nothing = {
      betterBy: null,
      percentBetter: null,
      improved: null,
      over50: null,
      atLeast50: null,
      atLeast75: null,
    };
    expect(found.map(({ result }) => result)).toEqual([expect.objectContaining(nothing)]);
  });

  test('a window without an answer has no figure', () => {
    const missing = derived([...treatment('1'), pain(8, -1)], onDay(30)).outcomes.filter(
      ({ status }) => status === 'missing',
    );
    expect(missing.length).toBeGreaterThan(0);
    expect(missing.filter(({ result }) => result !== null)).toEqual([]);
  });
});
