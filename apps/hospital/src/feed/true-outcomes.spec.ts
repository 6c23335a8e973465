import { describe, expect, it } from '@jest/globals';
import { addDays } from './calendar.js';
import { course, needle, nrs, steroid, visit } from './stories.samples.js';
import type { Administration, Course, Score } from './story.js';
import { truthOf, type OutcomeKind } from './truth.js';

const anaesthetic: Administration = { ...steroid, number: 'ADM-2', agent: 'bupivacaine' };

function outcomes(one: Course, kind: OutcomeKind): number {
  return truthOf(one, '2026-06-30').outcomesByKind[kind];
}

/** A score so many days after the needle. */
function after(days: number, more: Partial<Score> = {}): Score {
  return nrs(addDays(needle, days), { number: `SCR-${days}`, names: 0, ...more });
}

describe('what a story implies besides its windows', () => {
  const five = 2 * 5;

  it('the first hours count by the clock, where somebody answered, after a block as well', () => {
    const hour = nrs(needle, { minute: 600 + 30, names: 0 });
    expect(outcomes(course([visit()], [hour]), 'score')).toBe(five + 1);
    expect(outcomes(course([visit({ administrations: [anaesthetic] })], [hour]), 'score')).toBe(1);
    expect(outcomes(course([visit()], [{ ...hour, minute: 600 + 14 }]), 'score')).toBe(five);
    expect(outcomes(course([visit()], [nrs(needle, { timing: 'after', names: 0 })]), 'score')).toBe(five);
    expect(outcomes(course([visit({ clock: undefined })], [hour]), 'score')).toBe(five);
  });

  it('what nobody names belongs to what was done the day before, else to the latest treatment', () => {
    const block = visit({ number: 'V-2', day: '2026-03-01', administrations: [anaesthetic] });
    const unnamed = nrs('2026-03-02', { minute: 600 });
    // Twelve and more hours after the block; without a clock, too late for the injection.
    expect(outcomes(course([visit(), block], [unnamed]), 'score')).toBe(five + 1);
    expect(outcomes(course([visit(), block], [{ ...unnamed, minute: undefined }]), 'score')).toBe(five);
  });

  it('an anaesthetic in the joint is a block; one in the skin, of an operation, or not completed, is none', () => {
    const blocks = (more: Parameters<typeof visit>[0]) => outcomes(course([visit(more)]), 'block');
    expect(blocks({ administrations: [anaesthetic] })).toBe(1);
    expect(blocks({ administrations: [{ ...anaesthetic, into: 'skin' }] })).toBe(0);
    expect(blocks({ administrations: [anaesthetic], status: 'stopped' })).toBe(0);
    const atNerve = [{ ...anaesthetic, into: 'nerve' as const }];
    expect(blocks({ procedure: 'si-nerve-block', administrations: atNerve })).toBe(1);
    expect(blocks({ procedure: 'si-joint-rfa', administrations: atNerve })).toBe(0);
  });

  it('relief has a duration for each scale of pain that was answered from the fifth day on', () => {
    const durations = (...scores: Score[]) => outcomes(course([visit()], scores), 'relief-duration');
    expect(durations(after(4))).toBe(0);
    expect(durations(after(5), after(20))).toBe(1);
    expect(durations(after(5), after(20, { measure: 'vas' }), after(21, { painLocation: 'leg' }))).toBe(3);
    expect(durations(after(20, { measure: 'odi' }))).toBe(0);
  });

  it('a diary, begun on half of its days, tells when pain came back and when the steroid set in', () => {
    const diary = (days: number) => Array.from({ length: days }, (_, day) => after(day + 1));
    const both = visit({ administrations: [steroid, anaesthetic] });
    expect(outcomes(course([visit()], diary(6)), 'steroid-onset')).toBe(0);
    expect(outcomes(course([visit()], diary(7)), 'steroid-onset')).toBe(1);
    expect(outcomes(course([visit()], diary(14)), 'return-of-pain')).toBe(0);
    expect(outcomes(course([both], diary(14)), 'return-of-pain')).toBe(1);
  });

  it('a question about the past week says nothing of a visit in that week', () => {
    expect(outcomes(course([visit()], [after(6, { measure: 'peg' })]), 'score')).toBe(five);
    expect(outcomes(course([visit()], [after(7, { measure: 'peg' })]), 'score')).toBe(five + 1);
  });

  it('a score that names a joint counts for the joint alone, where it was injected, and leaves nothing missing', () => {
    const left = course([visit()], [after(14, { side: 'left' })]);
    expect([outcomes(left, 'score'), outcomes(left, 'joint')]).toEqual([five - 1, 1]);
    expect(outcomes(course([visit()], [after(14, { side: 'right' })]), 'joint')).toBe(0);
  });
});

describe('figures in the chart', () => {
  const one = course([visit({ administrations: [steroid, anaesthetic] })], [after(14), after(15, { measure: 'pgic' })]);

  it.each([
    ['percent-improvement', 1],
    ['follow-up-status', 6],
    ['block-result', 1],
    ['relief-duration', 1],
    ['steroid-onset', 0],
  ] as const)('%s: %i', (kind, count) => {
    const { observations } = truthOf(one, '2026-04-01', [kind]);
    expect(observations - truthOf(one, '2026-04-01', []).observations).toBe(count);
  });
});
