import { describe, expect, it } from '@jest/globals';
import { foundText } from './found-text.js';

const score = { status: 'observed', baseline: 7, value: 5, betterBy: 2, missingReason: null, result: null } as const;
const other = { ...score, baseline: null, value: null, betterBy: null } as const;

describe('what was found, in words', () => {
  it.each([
    [score, '7 to 5, better by 2'],
    [{ ...score, value: 8.5, betterBy: -1.5 }, '7 to 8.5, worse by 1.5'],
    [{ ...other, status: 'missing', missingReason: 'declined' } as const, 'Missing (declined to answer)'],
    [{ ...other, status: 'open' } as const, 'Open'],
    [{ ...other, result: { isCompleted: true, isDiagnostic: false } }, 'completed: yes, diagnostic: no'],
    [
      { ...other, result: { end: 'score-below', lastDayWith: 14, firstDayWithout: 42, baselineBand: 'usual' } },
      'ended by: a score with less relief, last day with relief: 14, first day without: 42, score before: usual',
    ],
    [
      { ...other, result: { answer: 'indeterminate', doubt: 'no-clock-time', percentRelief: null } },
      'result: cannot be judged, in doubt: no clock time',
    ],
    [
      { ...other, result: { category: 'dural-puncture', daysAfter: 3 } },
      'complication: dural puncture, days after the treatment: 3',
    ],
  ])('has no codes in it: %j', (outcome, words) => {
    expect(foundText(outcome)).toBe(words);
  });
});
