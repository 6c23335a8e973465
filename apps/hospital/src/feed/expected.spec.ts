import { describe, expect, it } from '@jest/globals';
import { expectedCounts, truthOf } from './expected.js';
import type { Act, Administration, Course, Score, Visit } from './story.js';

const person = { mrn: 'SIM-1', birthDate: '1960-01-01', sex: 'female' } as const;
const needle = '2026-01-10';

const steroid: Administration = {
  number: 'ADM-1',
  agent: 'triamcinolone',
  into: 'joint',
  side: 'left',
  status: 'completed',
  tiedBy: 'procedure',
  isWithdrawn: false,
};

const act: Act = {
  number: 'PRC-1',
  orderNumber: 'ORD-1',
  sides: ['left'],
  isAnonymous: false,
  isSideCorrected: false,
  isToldInParts: false,
  facility: undefined,
};

function visit(more: Partial<Visit> = {}): Visit {
  return {
    number: 'V-1',
    tellsNumber: true,
    day: needle,
    clock: { start: 600, end: 615 },
    status: 'completed',
    record: 'patient',
    acts: [act],
    administrations: [steroid],
    isWithdrawn: false,
    ...more,
  };
}

function nrs(day: string, more: Partial<Score> = {}): Score {
  return {
    number: `SCR-${day}`,
    measure: 'nrs',
    day,
    minute: undefined,
    timing: undefined,
    value: 8,
    names: undefined,
    namedBy: 'visit',
    record: 'patient',
    isWithdrawn: false,
    toldFirst: undefined,
    isToldInUtc: false,
    ...more,
  };
}

function course(visits: readonly Visit[], scores: readonly Score[] = []): Course {
  return {
    index: 1,
    patient: person,
    secondRecord: undefined,
    wrongChart: undefined,
    visits,
    scores,
    codeStyle: 'fhir',
    hasDemographics: false,
  };
}

describe('what a story implies', () => {
  it('a joint is a procedure: one line for both sides is two, an untold side is one', () => {
    expect(truthOf(course([visit({ acts: [{ ...act, sides: ['left', 'right'] }] })]), needle).procedures).toBe(2);
    expect(truthOf(course([visit({ acts: [{ ...act, sides: [] }] })]), needle).procedures).toBe(1);
    expect(truthOf(course([visit({ acts: [act, { ...act, sides: ['right'] }] })]), needle).procedures).toBe(2);
  });

  it('each window that has opened is an outcome, for pain and for disability', () => {
    const one = course([visit()]);
    // Days 4, 5, 27, 28, 840 and 1004, 1005 (the third year's first) after the needle.
    const days = ['2026-01-14', '2026-01-15', '2026-02-06', '2026-02-07', '2028-04-29', '2028-10-10', '2028-10-11'];
    expect(days.map((day) => truthOf(one, day).outcomes)).toEqual([0, 2, 4, 6, 14, 14, 16]);
  });

  it('a percentage stands where a follow-up has a baseline above zero, at most 30 days old', () => {
    const followUp = nrs('2026-01-24', { value: 3 });
    const observations = (baseline: Score) =>
      truthOf(course([visit()], [baseline, followUp]), '2026-02-01').observations;
    expect(observations(nrs('2025-12-11'))).toBe(3);
    expect(observations(nrs('2025-12-10'))).toBe(2);
    expect(observations(nrs('2026-01-05', { value: 0 }))).toBe(2);
    expect(observations(nrs(needle))).toBe(2);
    expect(observations(nrs(needle, { timing: 'before' }))).toBe(3);
    expect(observations(nrs(needle, { minute: 599 }))).toBe(3);
    expect(observations(nrs(needle, { minute: 601 }))).toBe(2);
  });

  it('a follow-up counts within its window only, and not when it has no answer or was withdrawn', () => {
    const baseline = nrs('2026-01-05');
    const observations = (followUp: Score) =>
      truthOf(course([visit()], [baseline, followUp]), '2026-06-01').observations;
    expect(observations(nrs('2026-01-31'))).toBe(3);
    expect(observations(nrs('2026-02-01'))).toBe(2);
    expect(observations(nrs('2026-01-31', { value: undefined }))).toBe(2);
    expect(observations(nrs('2026-01-31', { isWithdrawn: true }))).toBe(1);
  });

  it('the next injection takes the scores that follow it, unless they name the first, which counts for neither', () => {
    const second = visit({ number: 'V-2', day: '2026-02-20' });
    const scores = [nrs('2026-01-05'), nrs('2026-02-15'), nrs('2026-03-06')];
    // Day 36 of the first (its second baseline too), and day 14 of the second.
    expect(truthOf(course([visit(), second], scores), '2026-03-10').observations).toBe(3 + 2);
    const late = nrs('2026-03-06', { names: 0 });
    expect(truthOf(course([visit(), second], [...scores.slice(0, 2), late]), '2026-03-10').observations).toBe(3 + 1);
  });

  it('only a completed injection with steroid in the joint has outcomes', () => {
    const outcomes = (more: Partial<Visit>) => truthOf(course([visit(more)]), '2026-02-01').outcomes;
    expect(outcomes({})).toBe(4);
    expect(outcomes({ status: 'stopped' })).toBe(0);
    expect(outcomes({ isWithdrawn: true })).toBe(0);
    expect(outcomes({ administrations: [{ ...steroid, agent: 'bupivacaine' }] })).toBe(0);
    expect(outcomes({ administrations: [{ ...steroid, into: 'unknown' }] })).toBe(0);
    expect(outcomes({ administrations: [{ ...steroid, status: 'not-done' }] })).toBe(0);
    expect(outcomes({ administrations: [{ ...steroid, isWithdrawn: true }] })).toBe(0);
  });

  it('a withdrawn visit leaves nothing but its scores', () => {
    expect(truthOf(course([visit({ isWithdrawn: true })], [nrs('2026-01-05')]), '2026-06-01')).toEqual({
      procedures: 0,
      medicationAdministrations: 0,
      observations: 1,
      outcomes: 0,
    });
  });
});

describe('what a feed implies', () => {
  it('is the sum of its courses', () => {
    const one = expectedCounts({ seed: 1, courses: 1 });
    expect(one).toMatchObject({ courses: 1, procedures: 1, observations: 4 + 2, outcomes: 4, skipped: 0, parked: 0 });
    const many = expectedCounts({ seed: 1, courses: 60 });
    expect(many.events).toBeGreaterThan(many.skipped);
    expect(many).toEqual(expectedCounts({ seed: 1, courses: 60, asOf: '2026-10-30' }));
  });

  it('has fewer outcomes on an earlier day, and the same records of what was done', () => {
    const [early, late] = [
      expectedCounts({ seed: 3, courses: 60, asOf: '2025-01-01' }),
      expectedCounts({ seed: 3, courses: 60, asOf: '2026-10-30' }),
    ];
    expect(early.outcomes).toBeLessThan(late.outcomes);
    expect([early.procedures, early.medicationAdministrations]).toEqual([
      late.procedures,
      late.medicationAdministrations,
    ]);
  });
});
