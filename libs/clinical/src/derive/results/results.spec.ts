import { describe, expect, test } from '@jest/globals';
import { defaultRules, type Rules } from '../../rules.js';
import { at, madeDrug, madeJoint, madeScore, madeSession, ofClass, onDay } from '../../testing/made-sessions.js';
import { injectionDay, intraArticular } from '../../testing/contents.js';
import { plainIds } from '../../testing/plain-ids.js';
import type { Series } from '../scores/episodes.js';
import { momentOf } from '../reports/moments.js';
import { resultsOf, type DerivedResult } from './results.js';
import type { Score } from '../scores/scores.js';
import type { Session } from '../sessions/sessions.js';

const left = madeSession([madeJoint('left')]);
const positive = () => [madeScore(8, at('09:45')), madeScore(1, at('10:30'))];

function results(
  sessions: readonly Session[],
  scores: readonly Score[],
  series: readonly Series[] = [],
  rules: Rules = defaultRules,
): readonly DerivedResult[] {
  return resultsOf(sessions, series, scores, rules, plainIds);
}

/** Answer or doubt of each block, with its side. */
function blocks(sessions: readonly Session[], scores: readonly Score[]) {
  return results(sessions, scores).flatMap(({ kind, joint, result }) =>
    kind === 'block' && 'answer' in result ? [[joint?.side, result.doubt ?? result.answer].join(' ').trim()] : [],
  );
}

describe('clinical rule 17: the block of a session', () => {
  test('is judged wherever an anaesthetic went into the target, and rests on its two scores', () => {
    const scores = positive();
    const [block] = results([left], scores);
    expect(block).toMatchObject({
      kind: 'block',
      session: left,
      result: { answer: 'positive', percentRelief: 87.5 },
      derivedFrom: scores.map(({ id }) => id),
      asOfDay: injectionDay,
    });
  });

  test('shows without any score, as indeterminate', () => {
    expect(blocks([left], [])).toEqual(['no-score-before']);
  });

  const silent: readonly [string, Session][] = [
    ['no anaesthetic in the target', { ...left, isDiagnostic: false }],
    ['sources that contradict each other', { ...left, isDisputed: true }],
    ['no day', { ...left, start: undefined }],
    ['an epidural', madeSession([madeJoint('e', { type: 'epidural-injection' })])],
    ['an ablation', madeSession([madeJoint('r', { type: 'si-joint-rfa' })])],
  ];
  test.each(silent)('is none with %s', (_, session) => {
    expect(blocks([session], positive())).toEqual([]);
  });

  test('has the answer of the scale that has one', () => {
    const scores = [
      madeScore(8, at('09:45')),
      madeScore(80, at('09:45'), { scale: 'vas' }),
      madeScore(10, at('10:30'), { scale: 'vas' }),
    ];
    expect(blocks([left], scores)).toEqual(['positive']);
  });

  test('has the answer of the pain that was worst before', () => {
    const buttock = { painLocation: 'buttock' } as const;
    const scores = [
      madeScore(5, at('09:45')),
      madeScore(5, at('10:30')),
      madeScore(8, at('09:45'), buttock),
      madeScore(1, at('10:30'), buttock),
    ];
    expect(blocks([left], scores)).toEqual(['positive']);
  });

  test('has the answer of the place of the joint, however bad the leg was', () => {
    const leg = { painLocation: 'leg' } as const;
    const scores = [
      madeScore(6, at('09:45'), { painLocation: 'buttock' }),
      madeScore(1, at('10:30'), { painLocation: 'buttock' }),
      madeScore(8, at('09:45'), leg),
      madeScore(8, at('10:30'), leg),
    ];
    expect(blocks([left], scores)).toEqual(['positive']);
  });

  test('compares no score with one of another place, recall or measure', () => {
    const others = [{ painLocation: 'leg' }, { recall: 'now' }, { scale: 'vas' }] as const;
    for (const other of others) {
      expect(blocks([left], [madeScore(8, at('09:45')), madeScore(1, at('10:30'), other)])).toEqual(['no-score-after']);
    }
  });

  test('asks for pain now: the last day or week is mostly the time before the needle', () => {
    const scores = [madeScore(8, at('09:45'), { recall: '24h' }), madeScore(8, at('10:30'), { recall: '24h' })];
    expect(blocks([left], scores)).toEqual(['no-score-before']);
  });

  test('keeps its key when another scale comes to have the answer', () => {
    const [one] = results([left], []);
    const [other] = results([left], positive());
    expect(one?.key).toBe(other?.key);
  });
});

describe('clinical rule 17: doubts of a session', () => {
  const given = (report: Parameters<typeof madeDrug>[1]) => ({ ...left, administrations: [madeDrug('left', report)] });
  const millilitres = (value: number) =>
    given({ medication: ofClass('anaesthetic'), route: intraArticular, dose: { value, unit: 'mL' } });
  const facet = madeJoint('facet', { type: 'facet-injection' });

  const doubts: readonly [string, string, Session][] = [
    ['contrast beside the joint', 'contrast-not-intra-articular', { ...left, contrast: 'peri-articular' }],
    ['contrast in a vessel', 'contrast-not-intra-articular', { ...left, contrast: 'vascular' }],
    ['contrast in the joint', 'positive', { ...left, contrast: 'intra-articular' }],
    ['contrast not told of', 'positive', left],
    ['a sedative', 'sedation-or-opioid', given({ medication: ofClass('sedative'), start: at('09:50') })],
    ['an opioid at no known time', 'sedation-or-opioid', given({ medication: ofClass('opioid') })],
    ['a sedative in the evening', 'positive', given({ medication: ofClass('sedative'), start: at('20:00') })],
    ['a sedative not given', 'positive', given({ medication: ofClass('sedative'), status: 'not-done' })],
    ['a facet injection beside it', 'another-block', madeSession([madeJoint('left'), facet])],
    ['two on one side', 'another-block', madeSession([madeJoint('left'), madeJoint('again')])],
    ['more than 2.5 mL', 'volume-too-large', millilitres(2.6)],
    ['2.5 mL', 'positive', millilitres(2.5)],
    ['milligrams', 'positive', given({ route: intraArticular, dose: { value: 40, unit: 'mg' } })],
    ['no clock time', 'no-clock-time', { ...left, start: momentOf(injectionDay, 'UTC') }],
  ];
  test.each(doubts)('%s: %s', (_, answer, session) => {
    expect(blocks([session], positive())).toEqual([answer]);
  });

  test('another session within the hours of the scores', () => {
    const next = madeSession([madeJoint('next', { type: 'si-joint-rfa' })], {
      start: momentOf(at('12:00'), defaultRules.timeZone),
    });
    expect(blocks([left, next], positive())).toEqual(['another-block']);
  });

  test('contrast beside the joint is where the nerves are', () => {
    const nerves = madeSession([madeJoint('n', { type: 'si-nerve-block' })], { contrast: 'peri-articular' });
    expect(blocks([nerves], positive())).toEqual(['positive']);
  });
});

describe('clinical rule 11: a block of both sides', () => {
  const both = madeSession([madeJoint('left'), madeJoint('right', { side: 'right' })]);

  test('has no answer with one score for both', () => {
    expect(blocks([both], positive())).toEqual(['bilateral-one-score']);
  });

  test('has an answer for each joint where the scores name the side', () => {
    const scores = [
      madeScore(8, at('09:45'), { side: 'left' }),
      madeScore(1, at('10:30'), { side: 'left' }),
      madeScore(8, at('09:45'), { side: 'right' }),
      madeScore(7, at('10:30'), { side: 'right' }),
    ];
    expect(blocks([both], scores)).toEqual(['left positive', 'right negative']);
    const keys = results([both], scores).map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
  });

  test('says nothing of the other side', () => {
    const scores = [madeScore(8, at('09:45'), { side: 'right' }), madeScore(1, at('10:30'), { side: 'right' })];
    expect(blocks([left], scores)).toEqual(['no-score-before']);
  });
});

describe('clinical rule 17: repetition', () => {
  const later = (joint: ReturnType<typeof madeJoint>) =>
    madeSession([joint], { start: momentOf(`${onDay(14)}T10:00:00-04:00`, defaultRules.timeZone) });
  const again = (value: number) => [
    madeScore(8, `${onDay(14)}T09:50:00-04:00`),
    madeScore(value, `${onDay(14)}T10:30:00-04:00`),
  ];
  const repetitions = (session: Session, value = 1) =>
    results([left, session], [...positive(), ...again(value)]).map(
      ({ result }) => 'repetition' in result && result.repetition,
    );

  test('two positive blocks of one joint confirm each other', () => {
    expect(repetitions(later(madeJoint('second')))).toEqual(['confirmed', 'confirmed']);
  });

  const apart: readonly [string, Session, number][] = [
    ['a negative one', later(madeJoint('second')), 8],
    ['the other side', later(madeJoint('second', { side: 'right' })), 1],
    ['another target', later(madeJoint('second', { type: 'si-nerve-block' })), 1],
    ['a side that nobody named', later(madeJoint('second', { side: 'unknown' })), 1],
  ];
  test.each(apart)('%s confirms nothing', (_, session, value) => {
    expect(repetitions(session, value)).toEqual(['single', 'single']);
  });
});

describe('results of a series', () => {
  const { measure: nrs } = madeScore(8, onDay(0));
  const { measure: odi } = madeScore(40, onDay(0), { scale: 'odi' });

  function seriesOf(followed: Readonly<Record<number, number>>, more: Partial<Series> = {}): Series {
    return {
      session: left,
      day: injectionDay,
      measure: nrs,
      joint: undefined,
      painLocation: undefined,
      recall: undefined,
      side: undefined,
      isExpected: true,
      baseline: madeScore(8, onDay(-3)),
      followUps: Object.entries(followed).map(([day, value]) => ({
        score: madeScore(value, onDay(Number(day))),
        age: Number(day),
      })),
      end: undefined,
      elsewhere: [],
      unanswered: [],
      ...more,
    };
  }
  const ofKind = (kind: DerivedResult['kind'], series: Series, rules: Rules = defaultRules) =>
    results([left], [], [series], rules).filter((result) => result.kind === kind);

  test('clinical rule 19: duration rests on the baseline and the scores until its end', () => {
    const series = seriesOf({ 7: 3, 42: 6, 91: 2 });
    const [duration] = ofKind('relief-duration', series);
    expect(duration).toMatchObject({
      result: { end: 'score-below', lastDayWith: 7, firstDayWithout: 42 },
      asOfDay: onDay(42),
      derivedFrom: [series.baseline?.id, series.followUps[0]?.score.id, series.followUps[1]?.score.id],
    });
  });

  test('clinical rule 19: a further intervention ends it on its own day', () => {
    const [duration] = ofKind('relief-duration', seriesOf({ 7: 3 }, { end: { day: onDay(30), by: 'intervention' } }));
    expect(duration).toMatchObject({
      result: { end: 'intervention', lastDayWith: 7, firstDayWithout: 30 },
      asOfDay: onDay(30),
    });
  });

  test('clinical rule 19: is of pain only', () => {
    expect(ofKind('relief-duration', seriesOf({ 7: 3 }, { measure: odi }))).toEqual([]);
  });

  test('a session without a score has no result but its block', () => {
    expect(results([left], [], [seriesOf({})]).map(({ kind }) => kind)).toEqual(['block']);
  });

  const kept = Object.fromEntries(Array.from({ length: 14 }, (_, day) => [day + 1, day < 3 ? 7 : 2]));

  test('clinical rule 18: return of pain and onset are told where there is a diary', () => {
    const series = seriesOf(kept);
    const hour = { score: madeScore(1, at('11:00')), age: 0, minutes: 60 };
    const diary = { ...series, followUps: [hour, ...series.followUps] };
    expect(ofKind('return-of-pain', diary)).toMatchObject([{ result: { days: 1 }, asOfDay: onDay(1) }]);
    expect(ofKind('steroid-onset', diary)).toMatchObject([{ result: { days: 4 } }]);
  });

  test('clinical rule 18: pain returns only from an anaesthetic', () => {
    const steroidOnly = seriesOf(kept, { session: { ...left, isDiagnostic: false } });
    expect(ofKind('return-of-pain', steroidOnly)).toEqual([]);
    expect(ofKind('steroid-onset', steroidOnly)).toHaveLength(1);
  });

  test('clinical rule 18: a diary that breaks off says so, and routine follow-up says nothing', () => {
    const broken = Object.fromEntries(Object.entries(kept).slice(0, 9));
    expect(ofKind('steroid-onset', seriesOf(broken))).toMatchObject([{ result: { days: null, doubt: 'no-diary' } }]);
    expect(ofKind('steroid-onset', seriesOf({ 1: 7, 7: 3, 14: 3 }))).toEqual([]);
  });

  test('clinical rule 18: no steroid sets in where none was given', () => {
    const ablation = seriesOf(kept, { session: { ...left, agents: 'none' } });
    expect(ofKind('steroid-onset', ablation)).toEqual([]);
  });

  test('clinical rule 18: where every patient is asked for a diary, each without one is told', () => {
    const rules = { ...defaultRules, diaryExpected: true };
    expect(ofKind('steroid-onset', seriesOf({ 7: 3 }), rules)).toMatchObject([{ result: { doubt: 'no-diary' } }]);
    expect(ofKind('steroid-onset', seriesOf({ 7: 3 }, { isExpected: false }), rules)).toEqual([]);
  });

  test('keys differ by kind, place of the pain, recall and side', () => {
    const places = [{}, { painLocation: 'leg' }, { recall: '24h' }, { side: 'left', joint: left.joints[0] }] as const;
    const keys = places.flatMap((place) => results([], [], [seriesOf(kept, place)]).map(({ key }) => key));
    expect(new Set(keys).size).toBe(3 * places.length);
  });
});
