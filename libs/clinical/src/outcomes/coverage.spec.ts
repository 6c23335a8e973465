import { describe, expect, test } from '@jest/globals';
import { coverageOf, type Missing } from './coverage.js';
import type { Policy, PolicyRules } from './policy.js';
import type { CourseFacts, JointFacts, ScoreFacts, SessionFacts } from './session-facts.js';

/** A policy that asks for nothing. Somebody vouches for it, as nobody does for those that are shipped. */
const policy = (rules: PolicyRules, more: Partial<Policy> = {}): Policy => ({
  name: 'test policy',
  payer: 'Test Payer',
  source: 'made up for tests',
  effectiveFrom: '2023-03-19',
  verifiedBy: 'A. Tester',
  verifiedOn: '2026-01-05',
  types: ['si-joint-injection', 'si-nerve-block'],
  countBy: 'session',
  rules,
  notChecked: [],
  ...more,
});

const joint = (side: JointFacts['side'], more: Partial<JointFacts> = {}): JointFacts => ({
  type: 'si-joint-injection',
  side,
  modifiers: [],
  ...more,
});

const session = (day: string, more: Partial<SessionFacts> = {}): SessionFacts => ({
  session: day,
  day,
  joints: [joint('left')],
  intent: 'therapeutic',
  agents: 'both',
  guidance: undefined,
  hasContrast: false,
  blocks: [],
  scores: [],
  courses: [],
  ...more,
});
const diagnostic = (day: string, more: Partial<SessionFacts> = {}) => session(day, { intent: 'diagnostic', ...more });

/** What the policy finds missing for the last of these sessions. */
function missing(of: Policy, ...sessions: readonly SessionFacts[]): readonly Missing[] {
  const last = coverageOf(sessions, [of]).findLast((answer) => answer.session === sessions.at(-1)?.session);
  return last?.answer === 'missing' ? last.missing : [];
}

function codes(of: Policy, ...sessions: readonly SessionFacts[]) {
  return missing(of, ...sessions).map(({ code, side }) => (side === undefined ? code : `${code} ${side}`));
}

function answers(of: Policy, ...sessions: readonly SessionFacts[]) {
  return coverageOf(sessions, [of]).map(({ answer }) => answer);
}

describe('clinical rule 26: the answer is "documentation complete" or "missing", never "covered"', () => {
  test('nothing missing is documentation complete, and says what nobody looked at', () => {
    const notChecked = ['three positive provocation tests'];
    expect(coverageOf([session('2026-03-12')], [policy({}, { notChecked })])).toEqual([
      { policy: 'test policy', session: '2026-03-12', notChecked, answer: 'documentation complete' },
    ]);
  });

  test('what is missing comes as a code and in words', () => {
    expect(missing(policy({ contrast: true }), session('2026-03-12'))).toEqual([
      { code: 'contrast', words: 'contrast, or what it showed' },
    ]);
  });

  test.each([{ verifiedBy: undefined }, { verifiedOn: undefined }, { verifiedBy: '' }])(
    'a policy that nobody vouches for is shown and never active (%j)',
    (unverified) => {
      expect(answers(policy({ contrast: true }, unverified), session('2026-03-12'))).toEqual(['policy not verified']);
    },
  );

  test('a policy speaks by the date of service, both ends included', () => {
    const limited = policy({}, { effectiveFrom: '2026-03-12', effectiveTo: '2026-03-13' });
    const days = ['2026-03-11', '2026-03-12', '2026-03-13', '2026-03-14'];
    expect(
      coverageOf(
        days.map((day) => session(day)),
        [limited],
      ).map((one) => one.session),
    ).toEqual(days.slice(1, 3));
  });

  test('and of its own types only', () => {
    const other = session('2026-03-12', { joints: [joint('left', { type: 'facet-injection' })] });
    expect(answers(policy({ mostTherapeutic: { count: 0 } }), other)).toEqual([]);
  });
});

describe('limits', () => {
  const four = policy({ mostTherapeutic: { count: 4, within: { months: 12 } } });
  const quarterly = ['2025-03-12', '2025-06-12', '2025-09-12', '2025-12-12'].map((day) => session(day));

  test('the fifth therapeutic session of a rolling year is one too many', () => {
    expect(missing(four, ...quarterly, session('2026-03-11'))).toEqual([
      { code: 'therapeutic-limit', words: 'no more than 4 therapeutic sessions within 12 months (this is number 5)' },
    ]);
    expect(codes(four, ...quarterly)).toEqual([]);
  });

  test('a year later to the day the first no longer counts', () => {
    expect(codes(four, ...quarterly, session('2026-03-12'))).toEqual([]);
  });

  test('trap 8: a nerve block and a joint injection share the limit', () => {
    const blocks = quarterly.map((one) => ({ ...one, joints: [joint('left', { type: 'si-nerve-block' })] }));
    expect(codes(four, ...blocks, session('2026-03-11'))).toEqual(['therapeutic-limit']);
  });

  test('trap 6: a visit to both sides is one session for who counts sessions, and one of each joint for who counts joints', () => {
    const both = quarterly.map((one) => ({ ...one, joints: [joint('left'), joint('right')] }));
    const right = session('2026-03-11', { joints: [joint('right')] });
    const byJoint = { ...four, countBy: 'joint' } as const;
    expect(codes(four, ...both.slice(1), right)).toEqual([]);
    expect(codes(byJoint, ...both, right)).toEqual(['therapeutic-limit']);
    expect(codes(byJoint, ...quarterly, right)).toEqual([]);
    expect(codes(byJoint, ...quarterly, { ...right, joints: [joint('left'), joint('right')] })).toEqual([
      'therapeutic-limit left',
    ]);
  });

  test('trap 7: a joint of unknown side may be either, and is missing its side', () => {
    const unknown = quarterly.map((one) => ({ ...one, joints: [joint('unknown')] }));
    const byJoint = { ...four, countBy: 'joint' } as const;
    expect(codes(byJoint, ...unknown, session('2026-03-11'))).toEqual(['therapeutic-limit']);
    expect(codes(byJoint, session('2026-03-11', { joints: [joint('unknown')] }))).toEqual(['side']);
  });

  test('a third diagnostic session is one too many, however long ago the others were', () => {
    const two = policy({ mostDiagnostic: { count: 2 } });
    const earlier = [diagnostic('2023-04-01'), diagnostic('2023-05-01')];
    expect(missing(two, ...earlier, diagnostic('2026-03-12'))).toEqual([
      { code: 'diagnostic-limit', words: 'no more than 2 diagnostic sessions (this is number 3)' },
    ]);
    expect(codes(two, ...earlier, session('2026-03-12'))).toEqual([]);
  });

  test('what is not known to be the one or the other counts as both, and is missing', () => {
    const rules = policy({ mostDiagnostic: { count: 1 }, mostTherapeutic: { count: 1 } });
    const unknown = session('2026-03-01', { intent: 'unknown', agents: 'unknown' });
    expect(codes(rules, session('2026-02-01'), diagnostic('2026-02-02'), unknown)).toEqual(['intent']);
    expect(codes(rules, unknown, session('2026-03-12'))).toEqual(['therapeutic-limit']);
    expect(codes(rules, unknown, diagnostic('2026-03-12'))).toEqual(['diagnostic-limit']);
  });

  test('what was given says it where nothing was declared', () => {
    const rules = policy({ mostDiagnostic: { count: 0 } });
    const undeclared = (agents: SessionFacts['agents']) => session('2026-03-12', { intent: 'unknown', agents });
    expect(codes(rules, undeclared('both'))).toEqual([]);
    expect(codes(rules, undeclared('anaesthetic'))).toEqual(['diagnostic-limit']);
  });

  test('no diagnostic session after treatment has begun', () => {
    const rules = policy({ noDiagnosticAfterTreatment: true });
    expect(codes(rules, session('2026-03-01'), diagnostic('2026-03-12'))).toEqual(['diagnostic-after-treatment']);
    expect(codes(rules, diagnostic('2026-03-01'), diagnostic('2026-03-12'))).toEqual([]);
  });

  test('time between therapeutic sessions is counted in calendar months', () => {
    const rules = policy({ betweenTherapeutic: { months: 2 } });
    expect(missing(rules, session('2025-12-31'), session('2026-02-27'))).toEqual([
      { code: 'time-between', words: '2 months since the last therapeutic session' },
    ]);
    expect(codes(rules, session('2025-12-31'), session('2026-02-28'))).toEqual([]);
  });
});

describe('what has to be shown before treatment', () => {
  const rules = policy({ positiveBlock: { atLeastPercent: 75 } });
  const block = (percentRelief: number) => diagnostic('2026-03-01', { blocks: [{ percentRelief }] });

  test('an earlier block with at least 75 % relief: "at least", and the payer’s own threshold', () => {
    expect(codes(rules, block(75), session('2026-03-12'))).toEqual([]);
    expect(missing(rules, block(74.9), session('2026-03-12'))).toEqual([
      { code: 'positive-block', words: 'an earlier diagnostic block with at least 75 % relief' },
    ]);
    expect(codes(rules, session('2026-03-12', { blocks: [{ percentRelief: 90 }] }))).toEqual(['positive-block']);
  });

  test('a diagnostic session needs none', () => {
    expect(codes(rules, diagnostic('2026-03-12'))).toEqual([]);
  });

  test('by joint, a block of the other side shows nothing, nor does one that may be either’s', () => {
    const byJoint = { ...rules, countBy: 'joint' } as const;
    const both = [joint('left'), joint('right')];
    const ofRight = diagnostic('2026-03-01', { joints: both, blocks: [{ percentRelief: 90, side: 'right' }] });
    const ofBoth = diagnostic('2026-03-01', { joints: both, blocks: [{ percentRelief: 90 }] });
    expect(codes(byJoint, ofRight, session('2026-03-12'))).toEqual(['positive-block']);
    expect(codes(byJoint, ofBoth, session('2026-03-12'))).toEqual(['positive-block']);
    expect(codes(byJoint, ofRight, session('2026-03-12', { joints: [joint('right')] }))).toEqual([]);
  });
});

describe('what has to be shown before treatment is repeated', () => {
  const rules = policy({
    repeatTherapeutic: { atLeastPercent: 50, lasting: { months: 3 }, anyOf: ['pain', 'function'] },
  });
  const course = (
    family: CourseFacts['family'],
    ...improvements: readonly (readonly [day: string, percent: number])[]
  ) => ({ courses: [{ family, improvements: improvements.map(([day, percent]) => ({ day, percent })) }] });
  const repeated = (first: Partial<SessionFacts>) => codes(rules, session('2026-03-12', first), session('2026-07-12'));

  test('at least 50 % of pain or function that still holds three months later', () => {
    expect(repeated(course('pain', ['2026-04-12', 60], ['2026-06-12', 50]))).toEqual([]);
    expect(repeated(course('function', ['2026-06-12', 50]))).toEqual([]);
  });

  test('a flare before relief sets in takes nothing from it', () => {
    expect(repeated(course('pain', ['2026-03-14', -10], ['2026-04-12', 60], ['2026-06-12', 55]))).toEqual([]);
  });

  test.each([
    ['that is too small', course('pain', ['2026-06-12', 49.9])],
    ['that is not followed for so long', course('pain', ['2026-06-11', 80])],
    ['that was gone in between', course('pain', ['2026-04-12', 60], ['2026-05-12', 20], ['2026-06-12', 60])],
    ['in another family', course('quality-of-life', ['2026-06-12', 80])],
    ['that nobody asked for', {}],
  ])('relief %s is not enough', (_, first) => {
    expect(repeated(first)).toEqual(['sustained-relief']);
  });

  test('the first treatment needs none', () => {
    expect(codes(rules, diagnostic('2026-03-12'), session('2026-07-12'))).toEqual([]);
  });

  test('the words name the policy’s own figures', () => {
    expect(missing(rules, session('2026-03-12'), session('2026-07-12'))[0]?.words).toBe(
      'at least 50 % improvement of pain or function for 3 months after the last therapeutic session',
    );
  });
});

describe('what has to be documented of the session itself', () => {
  test('image guidance by what the payer accepts', () => {
    const rules = policy({ guidance: ['fluoroscopy', 'ct'] });
    expect(codes(rules, session('2026-03-12', { guidance: 'ct' }))).toEqual([]);
    expect(codes(rules, session('2026-03-12', { guidance: 'ultrasound' }))).toEqual(['guidance']);
    expect(missing(rules, session('2026-03-12'))).toEqual([
      { code: 'guidance', words: 'image guidance by fluoroscopy or ct' },
    ]);
  });

  test('KX on each diagnostic line, and on no other', () => {
    const rules = policy({ diagnosticModifier: 'KX' });
    const joints = [joint('left', { modifiers: ['LT', 'KX'] }), joint('right', { modifiers: ['RT'] })];
    expect(missing(rules, diagnostic('2026-03-12', { joints }))).toEqual([
      { code: 'diagnostic-modifier', words: 'modifier KX on each diagnostic line' },
    ]);
    expect(codes(rules, diagnostic('2026-03-12', { joints: joints.slice(0, 1) }))).toEqual([]);
    expect(codes(rules, session('2026-03-12', { joints }))).toEqual([]);
  });

  test('a score before, and one after once it is due', () => {
    const rules = policy({ baselineScores: ['pain', 'function'], followUpScores: ['pain'] });
    const pain = (followUp: ScoreFacts['followUp']): SessionFacts =>
      session('2026-03-12', { scores: [{ family: 'pain', hasBaseline: true, followUp }] });
    expect(missing(rules, pain('absent'))).toEqual([
      { code: 'baseline-score', words: 'a score of function before the session' },
      { code: 'follow-up-score', words: 'a score of pain after the session' },
    ]);
    expect(codes(rules, pain('not-due'))).toEqual(['baseline-score']);
    expect(codes(rules, session('2026-03-12'))).toEqual(['baseline-score', 'follow-up-score']);
  });
});
