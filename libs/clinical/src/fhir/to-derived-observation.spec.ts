import { describe, expect, test } from '@jest/globals';
import { figureDoubts, type OutcomeResult } from '@ilium/contracts';
import type { Observation } from '@medplum/fhirtypes';
import { conformanceProblems } from '../conformance/conformance-problems.js';
import type { Outcome } from '../derive/scores/outcomes.js';
import type { DerivedResult } from '../derive/results/results.js';
import { defaultRules, derivedKinds, type DerivedKind, type Rules } from '../rules.js';
import { mrn } from '../testing/events.js';
import { madeJoint, madeScore, madeSession, onDay } from '../testing/made-sessions.js';
import { plainIds } from '../testing/plain-ids.js';
import { problemsIn } from '../testing/r4-problems.js';
import { isUcum } from '../testing/ucum.js';
import { derivedObservations } from './to-derived-observation.js';

const session = madeSession([madeJoint('left'), madeJoint('right', { side: 'right' })]);
const baseline = madeScore(8, onDay(-3));
const followUp = madeScore(3, onDay(42));

const better: OutcomeResult = {
  baseline: 8,
  value: 3,
  betterBy: 5,
  percentBetter: 62.5,
  baselineBand: 'usual',
  improved: true,
  over50: true,
  atLeast50: true,
  atLeast75: false,
  origin: 'computed',
};
const unknown: OutcomeResult = {
  ...better,
  baseline: null,
  betterBy: null,
  percentBetter: null,
  baselineBand: 'none',
  improved: null,
  over50: null,
  atLeast50: null,
  atLeast75: null,
  doubt: 'no-baseline',
};

const observed: Outcome = {
  key: 'the-outcome',
  session,
  procedureType: 'si-joint-injection',
  measure: baseline.measure,
  painLocation: undefined,
  recall: undefined,
  side: undefined,
  isExpected: true,
  window: 'W6',
  status: 'observed',
  asOfDay: onDay(42),
  baseline,
  followUp,
  result: better,
};

const about = { session, joint: undefined, derivedFrom: [baseline.id, followUp.id], asOfDay: onDay(42) };
const scale = { measure: baseline.measure, painLocation: undefined, recall: undefined, side: undefined };
const positive = { answer: 'positive', percentRelief: 80, thresholdPercent: 75, repetition: 'confirmed' } as const;
const results: readonly DerivedResult[] = [
  { ...about, key: 'b', kind: 'block', scale, result: positive },
  { ...about, key: 'r', kind: 'return-of-pain', scale, result: { days: 0.25 } },
  { ...about, key: 's', kind: 'steroid-onset', scale, result: { days: null, doubt: 'not-returned' } },
  {
    ...about,
    key: 'd',
    kind: 'relief-duration',
    scale,
    result: { end: 'score-below', lastDayWith: 14, firstDayWithout: 42 },
  },
];

function inChart(
  derivedInChart: readonly DerivedKind[],
  outcomes: readonly Outcome[] = [observed],
  derived: readonly DerivedResult[] = results,
): readonly Observation[] {
  const rules: Rules = { ...defaultRules, derivedInChart };
  const context = { rules, subject: mrn('A') };
  return derivedObservations(outcomes, derived, context, plainIds)
    .map(({ record }) => record)
    .filter((record) => record.resourceType === 'Observation');
}

function one(kind: DerivedKind, outcome: Partial<Outcome> = {}): Observation | undefined {
  return inChart([kind], [{ ...observed, ...outcome }])[0];
}

const codesIn = (concept: Observation['valueCodeableConcept']) => concept?.coding?.map(({ code }) => code);

describe('derived figures in the chart', () => {
  test('are written only where the site asks for them', () => {
    expect(inChart([])).toEqual([]);
    expect(inChart(derivedKinds)).toHaveLength(derivedKinds.length);
  });

  test('each is an Observation of its own, under an id and a code of its own', () => {
    const all = inChart(derivedKinds);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.map(({ code }) => codesIn(code)?.[0])).toEqual(derivedKinds);
  });

  test('each names its scores, its procedures, the rules, and that no person measured it', () => {
    for (const record of inChart(derivedKinds.filter((kind) => kind !== 'follow-up-status'))) {
      expect(record).toMatchObject({
        partOf: [{ reference: 'Procedure/left' }, { reference: 'Procedure/right' }],
        derivedFrom: [{ reference: `Observation/${baseline.id}` }, { reference: `Observation/${followUp.id}` }],
        method: { coding: [{ code: defaultRules.version }] },
        device: { type: 'Device', identifier: { value: 'ilium' } },
        effectiveDateTime: onDay(42),
      });
    }
  });

  test('are valid FHIR R4, and conform to the profile that they name', () => {
    const ends = ['censored', 'non-responder', 'intervention'] as const;
    const others: readonly DerivedResult[] = [
      { ...about, key: 'b', kind: 'block', scale: undefined, derivedFrom: [], result: indeterminate },
      ...ends.map((end): DerivedResult => {
        const result = { end, lastDayWith: 0, firstDayWithout: end === 'censored' ? null : 0 };
        return { ...about, key: end, kind: 'relief-duration', scale, result };
      }),
    ];
    const records = [
      ...inChart(derivedKinds),
      ...inChart(derivedKinds, [{ ...observed, key: 'other', result: unknown, baseline: undefined }], others),
      ...inChart(['follow-up-status'], [{ ...observed, key: 'missing', status: 'missing', followUp: undefined }], []),
    ];
    expect(records.flatMap((record) => problemsIn({ ...record, id: record.id ?? '' }))).toEqual([]);
    expect(conformanceProblems(records, { isUcum, isStored: () => true })).toEqual([]);
  });

  test('the percentage keeps the id that it always had', () => {
    expect(one('percent-improvement')?.id).toBe(
      plainIds.identify(['Observation', 'percent-improvement', observed.key]),
    );
  });

  test('a figure of one joint is part of its procedure', () => {
    expect(one('change', { side: 'right' })?.partOf).toEqual([{ reference: 'Procedure/right' }]);
  });
});

describe('figures of a window', () => {
  test('are points, a percentage and flags', () => {
    expect(one('change')?.valueQuantity).toMatchObject({ value: 5, code: '{score}' });
    expect(one('percent-improvement')?.valueQuantity).toMatchObject({ value: 62.5, code: '%' });
    expect(one('improved')?.valueBoolean).toBe(true);
  });

  test('trap 10: more than 50, at least 50 and at least 75 are named apart', () => {
    expect(inChart(['over-50', 'at-least-50', 'at-least-75']).map(({ valueBoolean }) => valueBoolean)).toEqual([
      true,
      true,
      false,
    ]);
  });

  const computed = ['change', 'percent-improvement', 'improved', 'over-50', 'at-least-50', 'at-least-75'] as const;

  test.each(computed)('%s without a baseline says why it is missing: no zero, and not "not improved"', (kind) => {
    for (const result of [unknown, null]) {
      const record = one(kind, { baseline: undefined, result });
      expect(codesIn(record?.dataAbsentReason)).toEqual(['unknown', 'no-baseline']);
      expect([record?.valueQuantity, record?.valueBoolean]).toEqual([undefined, undefined]);
      expect(record?.derivedFrom).toEqual([{ reference: `Observation/${followUp.id}` }]);
    }
  });

  test.each(figureDoubts)('%s is said in one of FHIR’s words, one of ours, and in words', (doubt) => {
    const reason = one('percent-improvement', { result: { ...better, percentBetter: null, doubt } })?.dataAbsentReason;
    expect(codesIn(reason)).toEqual([expect.stringMatching(/^(unknown|not-applicable)$/), doubt]);
    expect(reason?.text).not.toBe('');
  });

  test('the change stands where only the percentage means nothing', () => {
    const result = { ...better, percentBetter: null, doubt: 'no-percentage-of-this-measure' } as const;
    expect(one('change', { result })?.valueQuantity?.value).toBe(5);
    expect(codesIn(one('percent-improvement', { result })?.dataAbsentReason)).toContain('not-applicable');
  });

  test.each(['open', 'missing', 'superseded'] as const)('there are none where the window is %s', (status) => {
    expect(inChart(computed, [{ ...observed, status, followUp: undefined, result: null }], [])).toEqual([]);
  });

  test('clinical rule 16: what the patient states is no computed figure', () => {
    const measure = madeScore(60, onDay(42), { scale: 'stated-relief' }).measure;
    expect(inChart(computed, [{ ...observed, measure }], [])).toEqual([]);
  });
});

describe('clinical rule 21: the status of a follow-up', () => {
  const statuses = [
    ['observed', 'expected'],
    ['missing', 'missing'],
    ['superseded', 'superseded'],
  ] as const;
  test.each(statuses)('%s is told as %s, since its day', (status, code) => {
    const record = one('follow-up-status', { status });
    expect(codesIn(record?.valueCodeableConcept)).toEqual([code]);
    expect(record?.effectiveDateTime).toBe(observed.asOfDay);
  });

  test('is told only of what is asked for, in the windows in which it is', () => {
    expect(one('follow-up-status', { isExpected: false })).toBeUndefined();
    expect(one('follow-up-status', { window: '4H' })).toBeUndefined();
  });

  test('an open window is neither expected nor missing yet', () => {
    expect(one('follow-up-status', { status: 'open' })).toBeUndefined();
  });
});

const indeterminate = {
  answer: 'indeterminate',
  doubt: 'no-score-before',
  percentRelief: null,
  thresholdPercent: 75,
  repetition: 'single',
} as const;

describe('clinical rule 17: the answer of a block', () => {
  const components = (result: Extract<DerivedResult, { kind: 'block' }>['result']) => {
    const [record] = inChart(['block-result'], [], [{ ...about, key: 'b', kind: 'block', scale, result }]);
    const beside = record?.component?.map(({ code, valueQuantity, valueCodeableConcept }) => [
      codesIn(code)?.[0],
      valueQuantity?.value ?? codesIn(valueCodeableConcept)?.[0],
    ]);
    return { answer: codesIn(record?.valueCodeableConcept)?.[0], beside };
  };

  test('has its relief, its threshold and its repetition beside it', () => {
    expect(components(positive)).toEqual({
      answer: 'positive',
      beside: [
        ['percent-relief', 80],
        ['threshold', 75],
        ['repetition', 'confirmed'],
      ],
    });
  });

  test('is indeterminate with its reason, and without a figure', () => {
    expect(components(indeterminate)).toEqual({
      answer: 'indeterminate',
      beside: [
        ['threshold', 75],
        ['doubt', 'no-score-before'],
      ],
    });
  });
});

describe('clinical rules 18 and 19: times', () => {
  const duration = (result: Extract<DerivedResult, { kind: 'relief-duration' }>['result']) =>
    inChart(['relief-duration'], [], [{ ...about, key: 'd', kind: 'relief-duration', scale, result }])[0];

  test('are days, or the reason why there are none', () => {
    const [returned, onset] = inChart(['return-of-pain', 'steroid-onset'], []);
    expect(returned?.valueQuantity).toMatchObject({ value: 0.25, code: 'd' });
    expect(codesIn(onset?.dataAbsentReason)).toEqual(['not-applicable', 'not-returned']);
  });

  test('relief ended between two days', () => {
    const record = duration({ end: 'score-below', lastDayWith: 14, firstDayWithout: 42 });
    expect(record?.valueRange).toMatchObject({ low: { value: 14, code: 'd' }, high: { value: 42, code: 'd' } });
    expect(codesIn(record?.component?.[0]?.valueCodeableConcept)).toEqual(['score-below']);
  });

  test('relief that lasts has no upper bound', () => {
    const range = duration({ end: 'censored', lastDayWith: 14, firstDayWithout: null })?.valueRange;
    expect([range?.low?.value, range?.high]).toEqual([14, undefined]);
  });

  test('non-responders have 0 days', () => {
    const record = duration({ end: 'non-responder', lastDayWith: 0, firstDayWithout: 0 });
    expect(record?.valueQuantity).toMatchObject({ value: 0, code: 'd' });
  });

  test('relief without a baseline has no days, and is not censored at 0', () => {
    const record = duration({ end: 'censored', lastDayWith: null, firstDayWithout: null, doubt: 'no-baseline' });
    expect(codesIn(record?.dataAbsentReason)).toEqual(['unknown', 'no-baseline']);
    expect([record?.valueRange, record?.component]).toEqual([undefined, undefined]);
  });
});
