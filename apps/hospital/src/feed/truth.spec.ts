import { describe, expect, it } from '@jest/globals';
import type { Act, Bill, Complication, Course, FlagName, ProcedureName, Score, Steps, Visit } from './story.js';
import { act, bill, complication, course, needle, nrs, steps, steroid, visit } from './stories.samples.js';
import type { FigureKind } from './true-figures.js';
import { truthOf as truthWith, type Truth } from './truth.js';

/** Where the chart has one kind of figure. */
function truthOf(one: Course, asOf: string, figures: readonly FigureKind[] = ['percent-improvement']): Truth {
  return truthWith(one, asOf, figures);
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

  it('a figure stands beside each window that was answered, with or without a baseline', () => {
    const followUp = nrs('2026-01-24', { value: 3 });
    const observations = (scores: readonly Score[]) => truthOf(course([visit()], scores), '2026-02-01').observations;
    expect(observations([nrs('2026-01-05'), followUp])).toBe(3);
    expect(observations([followUp])).toBe(2);
    expect(observations([nrs('2026-01-05')])).toBe(1);
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

  it.each<[ProcedureName, number, number]>([
    ['si-joint-injection', 1, 4],
    ['si-nerve-block', 1, 0],
    ['si-joint-rfa', 1, 4],
    ['facet-injection', 1, 4],
    ['medial-branch-block', 1, 0],
    ['miscoded-epidural', 1, 0],
    ['trigger-point', 0, 0],
    ['large-joint', 0, 0],
  ])('%s: %i procedures, and %i windows after three weeks with a steroid in a joint', (procedure, records, windows) => {
    expect(truthOf(course([visit({ procedure })]), '2026-02-01')).toMatchObject({
      procedures: records,
      medicationAdministrations: 1,
      outcomes: windows,
    });
  });

  it('what is told of the steps: imaging is a procedure, the position and what contrast showed are observations', () => {
    const told = (more: Partial<Steps>) => {
      const acts: [Act] = [{ ...act, steps: { ...steps, ...more } }];
      const { procedures, observations } = truthOf(course([visit({ acts })]), needle);
      return { procedures, observations };
    };
    expect(told({ isGuidanceTold: true })).toEqual({ procedures: 2, observations: 0 });
    expect(told({ isPositionTold: true, spread: 'vascular' })).toEqual({ procedures: 1, observations: 2 });
    expect(told({ declaredBy: 'purpose', isOrderTold: true })).toEqual({ procedures: 1, observations: 0 });
  });

  it('another intervention ends what came before; a miscoded one, and one of another trade, do not', () => {
    const seen = (procedure: ProcedureName) => {
      const other = visit({ procedure, number: 'V-2', day: '2026-01-20', administrations: [] });
      return truthOf(course([visit(), other], [nrs('2026-01-24', { names: 0 })]), '2026-02-01').observations;
    };
    expect([seen('si-nerve-block'), seen('si-joint-rfa')]).toEqual([1, 1]);
    expect([seen('miscoded-epidural'), seen('trigger-point')]).toEqual([2, 2]);
  });

  it('a withdrawn visit leaves nothing but its scores', () => {
    expect(truthOf(course([visit({ isWithdrawn: true })], [nrs('2026-01-05')]), '2026-06-01')).toMatchObject({
      procedures: 0,
      medicationAdministrations: 0,
      observations: 1,
      outcomes: 0,
    });
  });

  it.each<[FlagName, boolean, number]>([
    ['opt-out', false, 0],
    ['vip', false, 0],
    ['test', false, 0],
    ['interpreter', false, 4],
    ['opt-out', true, 4],
  ])(
    'with the flag %s (taken back: %s) %i windows are told, and the chart stays as it is',
    (name, isTakenBack, told) => {
      const flagged: Course = { ...course([visit()]), flag: { name, day: needle, isTakenBack } };
      expect(truthOf(flagged, '2026-02-01')).toMatchObject({ procedures: 1, outcomes: told });
    },
  );

  it('a complication stands in the chart; it counts within a month, and not after a miscoded visit', () => {
    const complicated = (more: Partial<Complication>, procedure: ProcedureName = 'si-joint-injection') => {
      const one: Complication = { ...complication, ...more };
      const { observations, outcomesByKind } = truthOf(
        { ...course([visit({ procedure })]), complications: [one] },
        '2026-06-01',
      );
      return [observations, outcomesByKind.complication];
    };
    expect(complicated({})).toEqual([1, 1]);
    expect(complicated({ isToldTwice: true })).toEqual([1, 1]);
    expect(complicated({ day: '2026-02-10' })).toEqual([1, 0]);
    expect(complicated({ isWithdrawn: true })).toEqual([0, 0]);
    expect(complicated({}, 'miscoded-epidural')).toEqual([1, 0]);
  });

  it('a visit that was begun is a session, be it stopped; neither one not done nor a miscoded one', () => {
    const sessions = (more: Partial<Visit>) => truthOf(course([visit(more)]), '2026-06-01').outcomesByKind.session;
    expect(sessions({})).toBe(1);
    expect(sessions({ status: 'stopped' })).toBe(1);
    expect(sessions({ status: 'not-done' })).toBe(0);
    expect(sessions({ procedure: 'miscoded-epidural' })).toBe(0);
  });

  it('death ends the follow-up: nothing stays open', () => {
    const died: Course = { ...course([visit()]), deathDay: '2026-01-20' };
    const open = ({ observations }: Truth) => observations;
    expect(open(truthOf(died, '2026-02-01', ['follow-up-status']))).toBe(4);
    expect(open(truthOf(course([visit()]), '2026-02-01', ['follow-up-status']))).toBe(4);
    expect(open(truthOf(died, '2026-02-07', ['follow-up-status']))).toBe(6);
    expect(open(truthOf(course([visit()]), '2026-02-07', ['follow-up-status']))).toBe(4);
  });

  it('what only a bill tells is a procedure without outcomes, until a credit has settled; a bill again is the same', () => {
    const billed = (correction: Bill['correction'], asOf: string) => {
      const one = visit({ status: 'billed', administrations: [], bill: { ...bill, correction } });
      const { procedures, outcomes } = truthOf(course([one]), asOf);
      return { procedures, outcomes };
    };
    expect(billed('none', '2026-06-01')).toEqual({ procedures: 1, outcomes: 0 });
    expect(billed('credited', '2026-02-12')).toEqual({ procedures: 1, outcomes: 0 });
    expect(billed('credited', '2026-02-13')).toEqual({ procedures: 0, outcomes: 0 });
    expect(billed('rebilled', '2026-06-01')).toEqual({ procedures: 1, outcomes: 0 });
  });

  it('a bill, and a credit, change nothing of what the note tells', () => {
    const one = (more: Partial<Visit>) => truthOf(course([visit(more)]), '2026-06-01');
    expect(one({ bill: { ...bill, correction: 'credited' } })).toEqual(one({}));
  });

  it('two procedures in one visit are two records, and one visit to follow up', () => {
    const acts: Visit['acts'] = [act, { ...act, number: 'PRC-2', procedure: 'facet-injection' }];
    expect(truthOf(course([visit({ acts })]), '2026-02-01')).toMatchObject({ procedures: 2, outcomes: 4 });
  });
});
