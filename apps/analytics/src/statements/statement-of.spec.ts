import { defaultRules } from '@ilium/clinical';
import { describe, expect, it } from '@jest/globals';
import type { Counts } from '../questions/counts.js';
import type { WindowCounts } from '../questions/counts.repository.js';
import { counterNames, type CounterName } from '../rollups/counters.js';
import { sentences, subjects, type Sentence, type Subject } from './sentences.js';
import { statementOf, type Asked } from './statement-of.js';
import type { StatementSettings } from './statement-settings.js';

const settings: StatementSettings = {
  primaryWindows: defaultRules.primaryWindows,
  measures: { condition: 'pgic', pain: 'nrs', function: 'odi', 'quality-of-life': 'eq-vas' },
  ...{ leastFollowUp: 0.6, leastAnswers: 30, release: 'test', smallestCell: 11 },
};
const asked = { of: 'patients', from: '2026', to: '2026' } as const;
const sessions = { sessions: 200, count: 12 };

function countsOf(changes: Partial<Record<CounterName, number>>): Counts {
  return Object.fromEntries(counterNames.map((name) => [name, BigInt(changes[name] ?? 0)])) as Record<
    CounterName,
    bigint
  >;
}

function group(counts: Partial<Record<CounterName, number>>, changes: Partial<WindowCounts> = {}): WindowCounts {
  return {
    ...{ procedureType: 'si-joint-injection', measure: 'nrs', family: 'pain', painLocation: null, recall: null },
    ...{ window: 'W6', counts: countsOf(counts) },
    ...changes,
  };
}

const lessPain = {
  observed: 80,
  missing: 20,
  anyBetterAnswered: 80,
  anyBetter: 60,
  improvedAnswered: 78,
  improved: 40,
};

const sentence = (id: Sentence['id']): Sentence => found(sentences.find((one) => one.id === id));
const subject = (id: Subject['id']): Subject => found(subjects.find((one) => one.id === id));

function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('There is none of that id.');
  return value;
}

function said(groups: readonly WindowCounts[], id: Sentence['id'] = 'less-pain', more: Partial<Asked> = {}) {
  return statementOf(sentence(id), subject('si-joint'), { ...asked, ...more }, groups, sessions, settings);
}

describe('a statement', () => {
  it('says its rate with its interval, what stands beside it, and who is missing', () => {
    expect(said([group(lessPain)])).toMatchObject({
      text: '75 % of SI joint injection patients report less pain (60 of 80, 95 % interval 65 % to 83 %).',
      claim: 'Over 70 % of SI joint injection patients report less pain.',
      rate: { count: 60, of: 80, bounds: { worst: 0.6, best: 0.8 } },
      beside: [{ rule: 'improved', rate: { count: 40, of: 78 } }],
      ...{ expected: 100, observed: 80, followUpRate: 0.8, complications: { sessions: 200, count: 12 }, refusals: [] },
    });
  });

  it('is about the windows of the site, where it has others than the usual ones', () => {
    const primaryWindows = { ...defaultRules.primaryWindows, 'si-joint-injection': 'M3' };
    const groups = [group({ observed: 40 }), group(lessPain, { window: 'M3' })];
    const statement = statementOf(sentence('less-pain'), subject('si-joint'), asked, groups, sessions, {
      ...settings,
      primaryWindows,
    });
    expect(statement).toMatchObject({ windows: [{ window: 'M3' }], expected: 100, rate: { of: 80 } });
  });

  it.each([
    [91, 100, 'Over 90 %'],
    [90, 100, 'Over 85 %'],
    [100, 100, 'Over 95 %'],
  ])('clinical rule 24: claims of %d in %d: %s', (anyBetter, of, claim) => {
    const counts = { observed: of, anyBetterAnswered: of, anyBetter };
    expect(said([group(counts)]).claim).toMatch(new RegExp(`^${claim} `));
  });

  it.each<[string, Partial<Record<CounterName, number>>, string]>([
    ['too few answers', { observed: 29, missing: 5, anyBetterAnswered: 29, anyBetter: 20 }, 'too-few-answers'],
    ['too many missing', { ...lessPain, missing: 60 }, 'too-little-follow-up'],
    ['nobody', {}, 'nobody-expected'],
  ])('clinical rule 24: is refused for %s, and then tells no figures', (_, counts, reason) => {
    expect(said([group(counts)])).toMatchObject({
      refusals: [{ reason }],
      ...{ text: null, claim: null, rate: null, beside: [] },
    });
  });

  it('never says that it is true of all, or of nobody, where it is not quite so', () => {
    const of = (anyBetter: number) => said([group({ observed: 400, anyBetterAnswered: 400, anyBetter })]).text;
    expect(of(399)).toMatch(/^> 99 % of SI joint injection patients/);
    expect(of(400)).toMatch(/^100 % of/);
    expect(of(1)).toMatch(/^< 1 % of/);
    expect(of(0)).toMatch(/^0 % of/);
  });

  it('does not round a follow-up that is too little up to one that is enough', () => {
    const counts = { observed: 596, missing: 404, anyBetterAnswered: 596, anyBetter: 300 };
    expect(said([group(counts)]).refusals).toMatchObject([{ why: expect.stringMatching(/^59 % of the expected/) }]);
  });

  it('tells nothing of a rule that nobody could be judged by, rather than that it was true of nobody', () => {
    expect(said([group({ ...lessPain, improvedAnswered: 0, improved: 0 })])).toMatchObject({
      refusals: [],
      beside: [],
    });
  });

  it('is refused where scores are of several locations', () => {
    const both = [group(lessPain, { painLocation: 'back' }), group(lessPain, { painLocation: 'leg' })];
    expect(said(both).refusals).toMatchObject([{ reason: 'several-scales' }]);
  });

  it.each<[string, Partial<Record<CounterName, number>>]>([
    ['that nobody asked for', { ...lessPain, observedUnasked: 1 }],
  ])('is refused for answers %s: nobody knows of how many', (_, counts) => {
    expect(said([group(counts)]).refusals).toMatchObject([{ reason: 'unasked-answers' }]);
  });

  it('leaves out scores of a location that the site asks nobody for', () => {
    const leg = { observed: 17, observedUnasked: 17, anyBetterAnswered: 17, anyBetter: 17 };
    expect(said([group(lessPain), group(leg, { painLocation: 'leg' })])).toMatchObject({
      rate: { of: 80 },
      painLocation: null,
    });
  });

  it('takes an open window for one that is expected: early answers are no follow-up', () => {
    const early = { observed: 40, open: 160, anyBetterAnswered: 40, anyBetter: 36 };
    expect(said([group(early)])).toMatchObject({
      ...{ expected: 200, observed: 40, followUpRate: 0.2 },
      refusals: [{ reason: 'too-little-follow-up' }],
    });
  });

  it('is refused where scores came, and few of them say what is asked', () => {
    const withoutBaseline = { observed: 90, missing: 10, anyBetterAnswered: 35, anyBetter: 30 };
    expect(said([group(withoutBaseline)]).refusals).toMatchObject([{ reason: 'too-little-follow-up' }]);
  });

  it('counts who neither answered nor had a baseline among those of the location that is asked for', () => {
    const groups = [
      group({ ...lessPain, missing: 0 }, { painLocation: 'back' }),
      group({ observed: 50, anyBetterAnswered: 50, anyBetter: 50 }, { painLocation: 'leg' }),
      group({ missing: 20 }),
      // What a correction has emptied.
      group({}, { painLocation: 'overall' }),
    ];
    expect(said(groups).refusals).toMatchObject([{ reason: 'several-scales' }]);
    expect(said(groups, 'less-pain', { painLocation: 'back' })).toMatchObject({ expected: 100, rate: { of: 80 } });
  });

  it('counts the missing of its own scale, whether that was asked for or is the only one with answers', () => {
    const groups = [
      group({ ...lessPain, missing: 0 }, { painLocation: 'back', recall: '7d' }),
      group({ missing: 20 }, { painLocation: 'back' }),
      group({ missing: 30 }, { painLocation: 'leg' }),
      group({ missing: 10 }),
    ];
    for (const more of [{}, { painLocation: 'back' }, { painLocation: 'back', recall: '7d' }] as const)
      expect(said(groups, 'less-pain', more)).toMatchObject({ expected: 110, painLocation: 'back', recall: '7d' });
  });

  it('is narrowed by a location of pain only where it is about pain', () => {
    const ofFunction = group(lessPain, { measure: 'odi', family: 'function' });
    const more = { painLocation: 'back', recall: '7d' } as const;
    expect(said([ofFunction], 'better-function', more)).toMatchObject({
      refusals: [],
      expected: 100,
      painLocation: null,
    });
    expect(said([group(lessPain)], 'less-pain', more)).toMatchObject({ rate: null, observed: 0 });
  });

  it('loses none of them where somebody answers and names no location', () => {
    const answered = { observed: 1, anyBetterAnswered: 1, anyBetter: 1 };
    const groups = [group({ ...lessPain, missing: 0 }, { painLocation: 'back' }), group({ ...answered, missing: 70 })];
    const { refusals, expected, observed } = said(groups, 'less-pain', { painLocation: 'back' });
    expect([expected, observed]).toEqual([150, 80]);
    expect(refusals).toMatchObject([{ reason: 'too-little-follow-up' }]);
  });

  it.each([
    ['patients of several years', { from: '2025', to: '2026' }, 'si-joint', 'several-years'],
    ['patients of several types', {}, 'overall', 'several-types'],
  ] as const)('is not said of %s, who would count twice', (_, more, whom, reason) => {
    const refused = statementOf(
      sentence('less-pain'),
      subject(whom),
      { ...asked, ...more },
      [group(lessPain)],
      sessions,
      settings,
    );
    expect(refused.refusals).toMatchObject([{ reason }]);
  });

  it('of treatments does not speak of so many patients', () => {
    expect(said([group(lessPain)], 'less-pain', { of: 'treatments', from: null, to: null })).toMatchObject({
      text: 'After 75 % of SI joint injections, patients report less pain (60 of 80, 95 % interval 65 % to 83 %).',
      claim: 'After over 70 % of SI joint injections, patients report less pain.',
    });
  });

  it('is of the primary window of each type, and of its own measure only', () => {
    const groups = [
      group(lessPain),
      group(lessPain, { window: 'M3' }),
      group(lessPain, { measure: 'vas' }),
      group(lessPain, { procedureType: 'facet-rfa', window: 'M3' }),
      group(lessPain, { procedureType: 'medial-branch-block' }),
    ];
    expect(said(groups)).toMatchObject({ rate: { of: 80 } });
    const ofTreatments = { ...asked, of: 'treatments' } as const;
    const overall = statementOf(sentence('less-pain'), subject('overall'), ofTreatments, groups, sessions, settings);
    expect(overall).toMatchObject({ rate: { of: 160 } });
  });

  it('clinical rule 23: of more than half is of all who stated their relief, whatever the measure of improvement is', () => {
    const stated = { observed: 60, percentAnswered: 60, over50: 45, improvedAnswered: 60, improved: 55 };
    const relief = group(stated, { measure: 'stated-relief', family: 'condition' });
    expect(said([relief], 'improved-over-half')).toMatchObject({
      measure: 'stated-relief',
      rate: { count: 45, of: 60 },
    });
    expect(said([relief], 'report-improvement')).toMatchObject({ measure: 'pgic', rate: null });
  });
});
