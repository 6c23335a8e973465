import { describe, expect, test } from '@jest/globals';
import type { Report } from '@ilium/contracts';
import { injectionDay, leftInjection, ofProcedure, ofVisit } from '../../testing/contents.js';
import { pain, treatment } from '../../testing/courses.js';
import { derived, outcome } from '../../testing/derived.js';
import { patient, procedure } from '../../testing/events.js';
import { addDays } from '../reports/moments.js';

const cpt64493 = { system: 'C4', code: '64493' };
const onDay = (day: number) => addDays(injectionDay, day);

describe('clinical rule 11: the unit of outcome is the session', () => {
  test('one global score after a bilateral session is one outcome, not one for each joint', () => {
    const events = [...treatment('1', { modifiers: ['50'] }), pain(8, 0, { timing: 'before' }), pain(3, 14)];
    const result = derived(events, onDay(22));
    expect(result.procedures).toHaveLength(2);
    expect(result.outcomes.filter(({ status }) => status === 'observed')).toHaveLength(1);
  });

  test('an outcome says which month, and neither day nor number', () => {
    const text = JSON.stringify(outcome(derived([...treatment('PRC1'), pain(3, 7)]), 'W1'));
    expect(text).toContain('"period":"2026-03"');
    expect(text).not.toMatch(/2026-03-|PRC1|VISIT|urn:/);
  });
});

describe('clinical rule 11: only a score that names site and side is of one joint', () => {
  const site = (code: string): Report<'score'> => ({ bodySite: [{ system: 'SCT', code }] });
  const left = site('39723000:272741003=7771000');
  const right: Report<'score'> = { ...site('39723000'), laterality: { code: 'R' } };
  const both = treatment('1', { modifiers: ['50'] });
  const observed = (events: Parameters<typeof derived>[0]) =>
    derived(events, onDay(11)).outcomes.flatMap(({ about: { side, procedureType }, status, result }) =>
      status === 'observed' ? [[side, procedureType, result?.baseline, result?.value]] : [],
    );

  test('each joint of a bilateral session has its own, beside that of the session', () => {
    const before = [pain(8, -1, left), pain(6, -1, right), pain(9, -1)];
    const events = [...both, ...before, pain(2, 7, left), pain(5, 7, right), pain(4, 7)];
    const found = observed(events);
    expect(found).toHaveLength(3);
    expect(found).toContainEqual([undefined, 'si-joint-injection', 9, 4]);
    expect(found).toContainEqual(['left', 'si-joint-injection', 8, 2]);
    expect(found).toContainEqual(['right', 'si-joint-injection', 6, 5]);
    const [patient] = derived(events, onDay(11)).patients;
    expect(new Set(patient?.outcomes.map(({ key }) => key)).size).toBe(patient?.outcomes.length);
  });

  test('a joint that was not treated has none, nor does its score stand for the session', () => {
    expect(observed([...treatment('1'), pain(6, -1, right), pain(5, 7, right)])).toEqual([]);
  });

  test('a site without a side, or with both, is the whole of it', () => {
    const events = [...both, pain(8, -1, site('39723000'))];
    expect(observed([...events, pain(2, 7, { ...site('39723000'), laterality: { code: 'BIL' } })])).toEqual([
      [undefined, 'si-joint-injection', 8, 2],
    ]);
  });

  test.each([
    ['a side of nothing', { laterality: { code: 'L' } }, 'unmapped-code: bodySite'],
    ['another site', site('72696002'), 'unmapped-code: bodySite'],
    ['two sides that contradict each other', { ...left, laterality: { code: 'R' } }, 'conflict: laterality'],
  ])('%s stays in the chart, is in no outcome and is listed by its field', (_, more, work) => {
    const result = derived([...both, pain(8, -1), pain(2, 7, more)], onDay(11));
    expect(result.outcomes.map(({ status }) => status)).not.toContain('observed');
    expect(result.work).toEqual([work]);
    expect(result.observations).toHaveLength(2);
  });

  test('a session of several types is of type mixed', () => {
    const facet = procedure({ id: '2' }, { ...leftInjection, ...ofVisit('VISIT-1'), codes: [cpt64493] });
    const scores = [pain(8, -1), pain(2, 7), pain(7, -1, left), pain(1, 7, left)];
    const found = observed([...treatment('1'), facet, ...scores]);
    expect(found).toHaveLength(2);
    expect(found).toContainEqual([undefined, 'mixed', 8, 2]);
    expect(found).toContainEqual(['left', 'si-joint-injection', 7, 1]);
  });
});

describe('clinical rule 12: a question about seven days says nothing of a younger session', () => {
  const week = { recall: '7 days' };

  test.each([
    [6, false],
    [7, true],
  ])('on day %i: counted %p', (day, isIn) => {
    const result = derived([...treatment('1'), pain(8, -1, week), pain(3, day, week)], onDay(11));
    expect(result.outcomes.some(({ status }) => status === 'observed')).toBe(isIn);
    expect(result.work).toEqual(isIn ? [] : ['recall-before-session: recall']);
  });

  test('a measure that asks about the week has that recall without a word', () => {
    const peg = (value: number, day: number) => pain(value, day, { measure: { system: 'LN', code: '91147-9' } });
    const result = derived([...treatment('1'), peg(8, -1), peg(3, 6), peg(4, 14)], onDay(22));
    const observed = result.outcomes.filter(({ status }) => status === 'observed');
    expect(observed).toMatchObject([{ about: { measure: 'peg', recall: '7d', window: 'W2' } }]);
  });
});

describe('clinical rule 12: compared within the same measure, location and recall', () => {
  test('a score of the leg has no baseline of the back', () => {
    const events = [...treatment('1'), pain(8, -1, { painLocation: 'back' }), pain(3, 7, { painLocation: 'leg' })];
    const inW1 = derived(events).outcomes.filter(({ about }) => about.window === 'W1' && about.measure === 'nrs');
    expect(inW1.map(({ about, status, result }) => [about.painLocation, status, result?.doubt])).toEqual([
      ['leg', 'observed', 'no-baseline'],
    ]);
  });

  test('recall keeps scores apart as well', () => {
    const events = [...treatment('1'), pain(8, -1, { recall: '7 days' }), pain(3, 7, { recall: 'now' })];
    const baselinesOf = (all: typeof events) =>
      derived(all).outcomes.flatMap(({ status, result }) => (status === 'observed' ? [result?.baseline] : []));
    expect(baselinesOf(events)).toEqual([null]);
    expect(baselinesOf([...events, pain(4, 7, { recall: '7 days' })]).sort()).toEqual([8, null]);
  });

  test('spellings of one place and one recall are one series, under our own words', () => {
    const events = [
      pain(8, -1, { painLocation: 'Lower Back', recall: '7 days' }),
      pain(3, 7, { painLocation: 'BACK', recall: 'past-week' }),
    ];
    const [observed] = derived([...treatment('1'), ...events]).outcomes.filter(({ status }) => status === 'observed');
    expect(observed).toMatchObject({ about: { painLocation: 'back', recall: '7d' }, result: { baseline: 8 } });
  });

  test.each([
    ['painLocation', { painLocation: 'constructor' }],
    ['recall', { recall: 'since the fall at the school' }],
  ] as const)('free text in %s stays in the chart, is in no outcome and is listed by its field', (field, words) => {
    const result = derived([...treatment('1'), pain(8, -1, words), pain(3, 7, words)], onDay(11));
    expect(result.observations).toHaveLength(2);
    expect(result.outcomes.map(({ status }) => status)).not.toContain('observed');
    expect(result.work).toEqual([`unmapped-code: ${field}`, `unmapped-code: ${field}`]);
    expect(JSON.stringify([result.outcomes, result.work])).not.toContain(Object.values(words)[0]);
  });
});

describe('clinical rule 13: a score belongs to the procedure it names, else to the latest therapeutic session before it', () => {
  const two = [
    ...treatment('1'),
    ...treatment('2', { performed: onDay(30), performedEnd: undefined }),
    pain(8, -1),
    pain(6, 29),
  ];
  const observed = (events: Parameters<typeof derived>[0]) =>
    derived(events, onDay(60)).outcomes.flatMap(({ about, status, result }) =>
      status === 'observed' ? [[about.window, result?.baseline, result?.value]] : [],
    );

  test('without a name it belongs to the latest', () => {
    expect(observed([...two, pain(3, 37)])).toEqual([
      ['W6', 8, 6],
      ['W1', 6, 3],
    ]);
  });

  test.each([
    ['procedure', ofProcedure('1')],
    ['visit', ofVisit('VISIT-1')],
  ])('what names an earlier %s is not counted for the later one', (_, name) => {
    expect(observed([...two, pain(3, 37, name)])).toEqual([['W6', 8, 6]]);
  });

  test('what is asked in a later visit before its needle follows the earlier treatment, unless it names the procedure', () => {
    const third = treatment('3', { performed: onDay(42), performedEnd: undefined });
    const asked = (name: Report<'score'>) => {
      const events = [...treatment('1'), ...third, pain(8, -1), pain(6, 42, { ...name, timing: 'before' })];
      return outcome(derived(events, onDay(60)), 'W6')?.status;
    };
    expect(asked({})).toBe('observed');
    expect(asked(ofVisit('VISIT-3'))).toBe('observed');
    expect(asked(ofProcedure('3'))).toBe('superseded');
  });

  test("a session without steroid in between takes nobody else's scores, but ends the episode", () => {
    const block = procedure(
      { id: '3' },
      { ...leftInjection, visit: undefined, performed: onDay(6), performedEnd: undefined },
    );
    const events = [...treatment('1'), block, pain(3, 7)];
    expect(outcome(derived(events), 'W1')?.status).toBe('superseded');
  });

  test('death ends the episode: what is not answered then is neither expected nor missing', () => {
    const statusesWith = (report: Report<'patient'>) => {
      const events = [...treatment('1'), pain(8, -1), pain(4, 14), patient({ id: 'P' }, report)];
      return ['W1', 'W2', 'W6', 'M3'].map((window) => outcome(derived(events, onDay(200)), window)?.status);
    };
    expect(statusesWith({ deceased: false })).toEqual(['missing', 'observed', 'missing', 'missing']);
    expect(statusesWith({ deceased: onDay(60) })).toEqual(['missing', 'observed', 'missing', 'superseded']);
    // The last that is known of the patient is the answer on day 14.
    expect(statusesWith({ deceased: true })).toEqual(['missing', 'observed', 'superseded', 'superseded']);
  });

  test('clinical rule 9: a procedure whose code contradicts its words ends nothing and opens nothing', () => {
    const disputed = { ...leftInjection, text: 'Lumbar epidural steroid injection', performedEnd: undefined };
    const events = treatment('2', { ...disputed, performed: onDay(6) });
    const result = derived([...treatment('1'), pain(8, -1), ...events, pain(3, 7)], onDay(11));
    expect(outcome(result, 'W1')).toMatchObject({ status: 'observed', result: { baseline: 8 } });
  });
});

describe('clinical rule 14: the baseline is the latest before the needle, at most 30 days old', () => {
  const baselineOf = (...before: Parameters<typeof derived>[0][]) =>
    outcome(derived([...treatment('1'), ...before.flatMap((events) => [...events]), pain(4, 7)]), 'W1')?.result
      ?.baseline;

  test.each([
    ['30 days', pain(8, -30), 8],
    ['31 days', pain(8, -31), null],
    ['the day before', pain(8, -1), 8],
    ['the same day, without a clock time', pain(8, 0), null],
    ['the same day, said to be before', pain(8, 0, { timing: 'before' }), 8],
    ['the same day, said to be after', pain(8, 0, { timing: 'after' }), null],
    ['the same day, before the start by the clock', pain(8, 0, {}, 'T10:04:59-04:00'), 8],
    ['the same day, at the start by the clock', pain(8, 0, {}, 'T10:05:00-04:00'), null],
    ['the same day, before by a clock in another zone', pain(8, 0, {}, 'T09:04:59-05:00'), 8],
    ["the source's word counts more than its clock", pain(8, 0, { timing: 'before' }, 'T11:00:00-04:00'), 8],
    ['another day than it is said to be', pain(8, -31, { timing: 'before' }), null],
  ])('%s', (_, before, expected) => {
    expect(baselineOf([before])).toBe(expected);
  });

  test('the latest of several counts, by the clock within a day', () => {
    expect(baselineOf([pain(9, -20), pain(7, -2), pain(8, -10)])).toBe(7);
    const [early, late] = [pain(6, 0, {}, 'T08:00:00-04:00'), pain(5, 0, {}, 'T09:00:00-04:00')];
    expect(baselineOf([late, early, pain(7, -2)])).toBe(5);
  });

  test('a procedure without a clock time has no same-day baseline but by word', () => {
    const events = [...treatment('1', { performed: injectionDay, performedEnd: undefined }), pain(4, 7)];
    const clocked = pain(8, 0, {}, 'T08:00:00-04:00');
    expect(outcome(derived([...events, clocked]), 'W1')?.result?.doubt).toBe('no-baseline');
    expect(outcome(derived([...events, pain(8, 0, { timing: 'before' })]), 'W1')?.result?.baseline).toBe(8);
  });

  test('in the chart a baseline stands with its procedure, an old score stands alone', () => {
    const partsOf = (day: number) => derived([...treatment('1'), pain(8, day)]).observations[0]?.partOf?.length;
    expect(partsOf(-30)).toBe(1);
    expect(partsOf(-31)).toBeUndefined();
  });
});

describe('clinical rule 14: what is a baseline', () => {
  test('of a fusion is at most 60 days old', () => {
    const fusion = procedure({ id: '1' }, { ...leftInjection, codes: [{ system: 'C4', code: '27279' }] });
    const baselineOf = (day: number) =>
      outcome(derived([fusion, pain(8, day), pain(4, 7)], onDay(11)), 'W1')?.result?.baseline;
    expect([-60, -61].map(baselineOf)).toEqual([8, null]);
  });

  test('that comes late is the baseline of what was answered before it came', () => {
    const events = [...treatment('1'), pain(4, 7)];
    expect(outcome(derived(events), 'W1')?.result?.doubt).toBe('no-baseline');
    expect(outcome(derived([...events, pain(8, -1)]), 'W1')?.result?.percentBetter).toBe(50);
  });

  test('indices of another value set are not compared', () => {
    const index = (value: number, day: number, valueSet: string) =>
      pain(value, day, { measure: { system: 'SCT', code: '736534008' }, valueSet });
    const resultOf = (valueSet: string) =>
      outcome(derived([...treatment('1'), index(0.4, -1, 'US'), index(0.7, 7, valueSet)]), 'W1', 'eq-5d-index')?.result;
    expect(resultOf('us')?.betterBy).toBe(0.3);
    expect(resultOf('DE')?.doubt).toBe('other-value-set');
  });
});
