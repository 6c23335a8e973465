import { describe, expect, test } from '@jest/globals';
import type { ProcedureEvent } from '@ilium/contracts';
import type { Policy, PolicyRules } from '../../outcomes/policy.js';
import { defaultRules, type Rules } from '../../rules.js';
import { leftInjection, nrs, steroid } from '../../testing/contents.js';
import { derived } from '../../testing/derived.js';
import { administration, procedure, score as scoreEvent } from '../../testing/events.js';
import { madeDrug, madeJoint, madeScore, madeSession, ofClass, onDay } from '../../testing/made-sessions.js';
import { coverageOfSessions, type Documentation } from './coverage-of-sessions.js';
import type { Series } from '../scores/episodes.js';
import type { Guidance } from '../sessions/guidances.js';
import { momentOf } from '../reports/moments.js';
import type { DerivedResult } from './results.js';
import type { Session } from '../sessions/sessions.js';

const policy = (rules: PolicyRules): Policy => ({
  name: 'test policy',
  payer: 'Test Payer',
  source: 'made up for tests',
  effectiveFrom: '2023-03-19',
  verifiedBy: 'A. Tester',
  verifiedOn: '2026-01-05',
  types: ['si-joint-injection', 'si-joint-rfa'],
  countBy: 'session',
  rules,
  notChecked: [],
});

const nothing: Documentation = { sessions: [], guidances: [], scores: [], series: [], results: [] };
const joint = madeJoint('J1');
const session = madeSession([joint]);

/** What is missing of the last session; `asOf` by default a year later. */
function missing(asks: PolicyRules, documentation: Partial<Documentation>, asOf = onDay(365)): readonly string[] {
  const rules: Rules = { ...defaultRules, policies: [policy(asks)] };
  const last = coverageOfSessions({ ...nothing, sessions: [session], ...documentation }, rules, asOf).at(-1);
  return last?.answer === 'missing' ? last.missing.map(({ code }) => code) : [last?.answer ?? 'no answer'];
}
const complete = ['documentation complete'];

const score = madeScore(8, onDay(-2));
const { measure } = score;

const seriesOf = (of: Session, ...followUps: readonly (readonly [age: number, value: number])[]): Series => ({
  session: of,
  elsewhere: [],
  unanswered: [],
  joint: undefined,
  day: onDay(0),
  measure,
  painLocation: undefined,
  recall: undefined,
  side: undefined,
  isExpected: true,
  baseline: { ...score, value: 8 },
  followUps: followUps.map(([age, value]) => ({
    score: { ...madeScore(value, onDay(age)), value },
    age,
  })),
  end: undefined,
});

const block: Extract<DerivedResult, { kind: 'block' }> = {
  kind: 'block',
  key: 'B1',
  session,
  joint: undefined,
  scale: undefined,
  result: { answer: 'positive', percentRelief: 80, thresholdPercent: 50, repetition: 'single' },
  derivedFrom: [],
  asOfDay: onDay(0),
};

describe('clinical rule 26: which sessions have an answer', () => {
  test('completed ones of a known day, and not those in dispute', () => {
    expect(missing({}, {})).toEqual(complete);
    const without: Partial<Session>[] = [{ isCompleted: false }, { isDisputed: true }, { start: undefined }];
    for (const more of without) {
      expect(missing({}, { sessions: [madeSession([joint], more)] })).toEqual(['no answer']);
    }
  });

  test('a site without policies has none', () => {
    expect(coverageOfSessions({ ...nothing, sessions: [session] }, defaultRules, onDay(1))).toEqual([]);
  });
});

describe('what documents a session', () => {
  test('image guidance that a message tells of; a code that includes imaging tells nothing', () => {
    const [source] = joint.reports;
    const guided: Guidance = {
      id: 'G1',
      source: source.source,
      said: { code: 'fluoroscopy' },
      modality: 'fluoroscopy',
      joints: [joint],
    };
    expect(missing({ guidance: ['fluoroscopy'] }, {})).toEqual(['guidance']);
    expect(missing({ guidance: ['fluoroscopy'] }, { guidances: [guided] })).toEqual(complete);
  });

  test('contrast that was given, or what it showed', () => {
    const given = madeDrug('J1', { medication: ofClass('contrast') });
    const notGiven = madeDrug('J1', { medication: ofClass('contrast'), status: 'not-done' });
    const of = (more: Partial<Session>) => missing({ contrast: true }, { sessions: [madeSession([joint], more)] });
    expect(of({ administrations: [notGiven] })).toEqual(['contrast']);
    expect(of({ administrations: [given] })).toEqual(complete);
    expect(of({ contrast: 'not-confirmed' })).toEqual(complete);
  });

  test('modifiers of any source of a line', () => {
    const [report] = joint.reports;
    const withKx = madeJoint('J1', { reports: [report, { ...report, modifiers: ['LT', 'KX'] }] });
    const diagnostic = { intent: 'diagnostic' } as const;
    const asks = { diagnosticModifier: 'KX' };
    expect(missing(asks, { sessions: [madeSession([joint], diagnostic)] })).toEqual(['diagnostic-modifier']);
    expect(missing(asks, { sessions: [madeSession([withKx], diagnostic)] })).toEqual(complete);
  });

  test('an ablation treats by being done', () => {
    const ablated = madeSession([madeJoint('J1', { type: 'si-joint-rfa' })], { agents: 'anaesthetic' });
    expect(missing({ mostTherapeutic: { count: 0 } }, { sessions: [ablated] })).toEqual(['therapeutic-limit']);
  });

  test('a score before it, and one after it once its primary window is over', () => {
    const asks: PolicyRules = { baselineScores: ['pain'], followUpScores: ['pain'] };
    expect(missing(asks, {})).toEqual(['baseline-score', 'follow-up-score']);
    expect(missing(asks, { scores: [score] }, onDay(56))).toEqual(complete);
    expect(missing(asks, { scores: [score] }, onDay(57))).toEqual(['follow-up-score']);
    expect(missing(asks, { scores: [score], series: [seriesOf(session, [42, 3])] })).toEqual(complete);
  });

  test('no score is missed after a further intervention', () => {
    const ended: Series = { ...seriesOf(session), end: { day: onDay(20), by: 'intervention' } };
    expect(missing({ followUpScores: ['pain'] }, { series: [ended] })).toEqual(complete);
  });
});

describe('what documents the sessions before it', () => {
  const second = madeSession([madeJoint('J2')], {
    key: 'second',
    start: momentOf(onDay(120), defaultRules.timeZone),
  });

  test('a block that could be judged', () => {
    const sessions = [session, second];
    const asks = { positiveBlock: { atLeastPercent: 75 } };
    expect(missing(asks, { sessions, results: [block] })).toEqual(complete);
    const unjudged = { ...block, result: { ...block.result, percentRelief: null } };
    expect(missing(asks, { sessions, results: [unjudged] })).toEqual(['positive-block']);
  });

  test('how the scores went, in percent of the baseline', () => {
    const asks: PolicyRules = {
      repeatTherapeutic: { atLeastPercent: 50, lasting: { months: 3 }, anyOf: ['pain'] },
    };
    const sessions = [session, second];
    expect(missing(asks, { sessions, series: [seriesOf(session, [42, 3], [100, 4])] })).toEqual(complete);
    expect(missing(asks, { sessions, series: [seriesOf(session, [42, 3], [100, 5])] })).toEqual(['sustained-relief']);
  });

  test('for a test, the answer of its block is the score after it', () => {
    const tested = madeSession([joint], { isTherapeutic: false, intent: 'diagnostic' });
    const ofTest = { sessions: [tested] };
    const asks: PolicyRules = { followUpScores: ['pain'] };
    expect(missing(asks, ofTest)).toEqual(['follow-up-score']);
    expect(missing(asks, { ...ofTest, results: [{ ...block, session: tested }] })).toEqual(complete);
  });
});

describe('from events to the answer', () => {
  const asks: PolicyRules = { contrast: true, baselineScores: ['pain'], diagnosticModifier: 'KX' };
  const rules: Rules = {
    ...defaultRules,
    policies: [policy(asks), { ...policy(asks), name: 'unverified', verifiedBy: undefined }],
  };
  const events = [
    procedure({ id: 'PRC1' }, { ...leftInjection, purpose: { code: 'D' } }),
    administration({ id: 'MED1' }, steroid),
    scoreEvent({ id: 'S1' }, nrs(8, '2026-03-10')),
  ];
  const answersTo = (...more: readonly ProcedureEvent[]) =>
    derived([...events, ...more], onDay(7), rules).patients.flatMap(({ coverage }) =>
      coverage.map((one) => (one.answer === 'missing' ? one.missing.map(({ code }) => code) : one.answer)),
    );

  test('what no message tells is missing, until a later one does', () => {
    expect(answersTo()).toEqual([['diagnostic-modifier', 'contrast'], 'policy not verified']);
    const told = procedure(
      { id: 'PRC1', at: '2026-03-13T00:00:00Z' },
      { modifiers: ['LT', 'KX'], contrastSpread: { code: 'intra-articular' } },
    );
    expect(answersTo(told)).toEqual(['documentation complete', 'policy not verified']);
  });
});
