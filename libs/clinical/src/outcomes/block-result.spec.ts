import { describe, expect, test } from '@jest/globals';
import { blockDoubts } from '@ilium/contracts';
import { defaultRules } from '../rules.js';
import { blockCircumstances, blockResult, type Block, type BlockScore } from './block-result.js';

const at = (minutes: number | undefined, value: number, timing?: 'before' | 'after'): BlockScore => ({
  minutes,
  value,
  timing,
});

const usual: Block<BlockScore> = {
  scores: [at(-20, 8), at(30, 2)],
  isTimed: true,
  circumstances: [],
  range: [0, 10],
};

function judged(block: Partial<Block<BlockScore>>, thresholdPercent = 75) {
  return blockResult({ ...usual, ...block }, { ...defaultRules.block, thresholdPercent }).result;
}

describe('clinical rule 17: a positive block', () => {
  test('is at least the threshold below the score before, and exactly the threshold is enough', () => {
    expect(judged({})).toEqual({
      answer: 'positive',
      percentRelief: 75,
      thresholdPercent: 75,
      repetition: 'single',
    });
    expect(judged({ scores: [at(-20, 8), at(30, 2.1)] })).toMatchObject({ answer: 'negative', percentRelief: 73.75 });
  });

  test.each([
    [50, 'positive'],
    [75, 'positive'],
    [80, 'negative'],
  ])('takes the threshold of %s %% from the policy', (threshold, answer) => {
    expect(judged({}, threshold)).toMatchObject({ answer, thresholdPercent: threshold });
  });

  test('compares the latest score before with the best between 15 minutes and four hours', () => {
    const scores = [at(-110, 4), at(-5, 8), at(14, 0), at(15, 6), at(120, 2), at(240, 5), at(241, 0)];
    const { before, after } = blockResult({ ...usual, scores }, defaultRules.block);
    expect([before?.minutes, after?.minutes]).toEqual([-5, 120]);
  });

  test.each([
    [-120, 'positive'],
    [-121, 'indeterminate'],
  ])('with a score before at %s minutes is %s', (minutes, answer) => {
    expect(judged({ scores: [at(minutes, 8), at(30, 2)] }).answer).toBe(answer);
  });

  test('needs at least 4 of 10 before, on whatever scale', () => {
    expect(judged({ scores: [at(-20, 4), at(30, 1)] }).answer).toBe('positive');
    expect(judged({ scores: [at(-20, 3.9), at(30, 0)] }).doubt).toBe('score-before-too-low');
    expect(judged({ scores: [at(-20, 40), at(30, 10)], range: [0, 100] }).answer).toBe('positive');
    expect(judged({ scores: [at(-20, 39), at(30, 0)], range: [0, 100] }).doubt).toBe('score-before-too-low');
  });

  test('trap 9: relief of the first hours is read as an answer, and later scores are not looked at', () => {
    expect(judged({ scores: [at(-20, 8), at(30, 1), at(24 * 60, 8)] })).toMatchObject({ answer: 'positive' });
  });
});

describe('clinical rule 17: an indeterminate block', () => {
  test.each(blockCircumstances)('is never negative: %s', (circumstance) => {
    expect(judged({ circumstances: [circumstance], scores: [at(-20, 8), at(30, 8)] })).toEqual({
      answer: 'indeterminate',
      doubt: circumstance,
      percentRelief: null,
      thresholdPercent: 75,
      repetition: 'single',
    });
  });

  const ofScores: readonly [string, Partial<Block<BlockScore>>][] = [
    ['no-clock-time', { isTimed: false }],
    ['no-clock-time', { scores: [at(undefined, 8), at(30, 2)] }],
    ['no-clock-time', { scores: [at(-20, 8), at(undefined, 2)] }],
    ['no-score-before', { scores: [at(30, 2)] }],
    ['no-score-before', { scores: [] }],
    ['no-score-after', { scores: [at(-20, 8), at(10, 2)] }],
    ['score-before-too-low', { scores: [at(-20, 2)] }],
  ];
  test.each(ofScores)('says %s of its scores', (doubt, block) => {
    expect(judged(block)).toMatchObject({ answer: 'indeterminate', doubt, percentRelief: null });
  });

  test('names the first reason in the order of the closed words, in whatever order they were found', () => {
    const all = [...blockCircumstances].reverse();
    for (const [index, first] of blockCircumstances.entries()) {
      const left = all.filter((circumstance) => blockDoubts.indexOf(circumstance) >= index);
      expect(judged({ circumstances: left, isTimed: false, scores: [] }).doubt).toBe(first);
    }
  });

  test('a date-only score beside two with a clock time raises no doubt', () => {
    expect(judged({ scores: [at(undefined, 5), at(-20, 8), at(30, 2)] }).answer).toBe('positive');
  });

  test('a score whose label contradicts its clock is neither before nor after', () => {
    expect(judged({ scores: [at(-20, 8, 'after'), at(30, 2)] }).doubt).toBe('no-score-before');
    expect(judged({ scores: [at(-20, 8), at(30, 2, 'before')] }).doubt).toBe('no-score-after');
  });
});
