import { describe, expect, test } from '@jest/globals';
import { strataOf, type DescribedSession } from './strata.js';

const session = (day: string, more: Partial<DescribedSession> = {}): DescribedSession => ({
  start: { text: day, day },
  type: 'si-joint-injection',
  isCompleted: true,
  isTherapeutic: true,
  isDisputed: false,
  intent: 'unknown',
  agents: 'both',
  sides: 'left',
  done: [{ type: 'si-joint-injection' }],
  ...more,
});

const alone = { reasons: [], history: [] };
const strata = (one: DescribedSession) => strataOf(one, { ...alone, sessions: [one] });

/** Whether each of these sessions of one patient is its index. */
function indexes(...sessions: readonly DescribedSession[]) {
  return sessions.map((one) => strataOf(one, { ...alone, sessions }).isIndex);
}

describe('clinical rule 22: the index session of a patient', () => {
  test('is the first of its type in the calendar year', () => {
    expect(indexes(session('2026-03-12'), session('2026-06-12'), session('2027-01-04'))).toEqual([true, false, true]);
  });

  test('each type has its own', () => {
    expect(indexes(session('2026-03-12'), session('2026-06-12', { type: 'epidural-injection' }))).toEqual([true, true]);
  });

  test('is never one that opens no episode, nor a disputed one', () => {
    expect(
      indexes(
        session('2026-01-12', { isTherapeutic: false }),
        session('2026-02-12', { isDisputed: true }),
        session('2026-03-12'),
      ),
    ).toEqual([false, false, true]);
  });

  test('is none whose day is unknown', () => {
    expect(indexes(session('', { start: undefined }))).toEqual([false]);
  });
});

describe('strata of a session', () => {
  test.each([
    ['one', ['RIVHOSP', 'RIVHOSP'], { site: 'RIVHOSP' }],
    ['several', ['RIVHOSP', 'HILLTOP'], {}],
    ['none', [], {}],
    ['what is no name', ['Anna Example'], {}],
  ])('say the site where the messages name %s', (_, sites, expected) => {
    const one = session('2026-03-12');
    const { site } = strataOf(one, { ...alone, sessions: [one], sites });
    expect(site === undefined ? {} : { site }).toEqual(expected);
  });

  test('say who the patient is in bands, and how the needle was guided, as far as that is one thing', () => {
    const one = session('2026-03-12');
    const person = { birthDay: '1961-07-04', gender: 'female', steroid: 'triamcinolone' } as const;
    expect(strataOf(one, { ...alone, ...person, sessions: [one], modalities: ['ct', 'ct'] })).toMatchObject({
      ...{ ageBand: '60-69', sex: 'female', guidance: 'ct', steroid: 'triamcinolone' },
    });
    expect(strataOf(one, { ...alone, sessions: [one], modalities: ['ct', 'fluoroscopy'] })).not.toHaveProperty(
      'guidance',
    );
  });

  test('what is not known is left out', () => {
    expect(strata(session('2026-03-12'))).toEqual({
      intent: 'unknown',
      agents: 'both',
      sides: 'left',
      isIndex: true,
      reasons: [],
      priorTreatments: [],
    });
  });

  test('region, approach and levels are those that its procedures agree on; two sides of a level are one level', () => {
    const type = 'epidural-injection';
    const lumbar = { type, region: 'lumbar-sacral', approach: 'transforaminal', levels: 2 } as const;
    expect(strata(session('2026-03-12', { done: [lumbar, lumbar] }))).toMatchObject({
      region: 'lumbar-sacral',
      approach: 'transforaminal',
      levels: 2,
    });
    const { region, approach, levels } = strata(
      session('2026-03-12', { done: [lumbar, { ...lumbar, region: 'cervical-thoracic' }] }),
    );
    expect([region, approach, levels]).toEqual([undefined, 'transforaminal', undefined]);
  });

  test('lists are sorted and name each thing once, whatever the order of what was said', () => {
    const one = session('2026-03-12', { contrast: 'intra-articular' });
    const told = { treatment: 'surgery', performed: undefined } as const;
    const { reasons, priorTreatments, contrast } = strataOf(one, {
      sessions: [one],
      reasons: ['sacroiliitis', 'low-back-pain', 'sacroiliitis'],
      history: [told, { treatment: 'medication', performed: undefined }, told],
    });
    expect(reasons).toEqual(['low-back-pain', 'sacroiliitis']);
    expect(priorTreatments).toEqual(['medication', 'surgery']);
    expect(contrast).toBe('intra-articular');
  });
});
