import { describe, expect, it } from '@jest/globals';
import { boundsOf, countText, percentText } from './numbers.js';
import { byWindow, fateReason, windowName } from './words.js';

describe('percentText', () => {
  it.each([
    [0, '0%'],
    [0.004, '< 1%'],
    [0.5, '50%'],
    [0.666, '67%'],
    [0.996, '> 99%'],
    [1, '100%'],
  ])('shows %d as %s, never all or nothing of what is not quite so', (rate, text) => {
    expect(percentText(rate)).toBe(text);
  });
});

describe('boundsOf', () => {
  it('counts the missing as without and as with the result', () => {
    expect(boundsOf(26, { observed: 34, rated: 34, missing: 6 })).toEqual({ worst: 0.65, best: 0.8 });
  });

  it('counts those whose answer is in no rate among them, as analytics does', () => {
    expect(boundsOf(20, { observed: 34, rated: 30, missing: 6 })).toEqual({ worst: 0.5, best: 0.75 });
  });

  it('is one figure when nobody is missing, and none when nobody is counted', () => {
    expect(boundsOf(3, { observed: 4, rated: 4, missing: 0 })).toEqual({ worst: 0.75, best: 0.75 });
    expect(boundsOf(0, { observed: 0, rated: 0, missing: 0 })).toBeNull();
  });
});

describe('countText', () => {
  it('groups thousands', () => {
    expect(countText(1234567)).toBe('1,234,567');
  });
});

describe('words', () => {
  it('names windows, also yearly ones and such that it does not know', () => {
    expect(['W6', 'M12', 'Y3', '4h'].map(windowName)).toEqual(['6 weeks', '12 months', '3 years', '4h']);
  });

  it('puts windows in the order of time', () => {
    const windows = ['Y10', 'M3', 'W6', 'Y3', 'W1', 'M24'].map((window) => ({ window }));
    expect(windows.toSorted(byWindow).map(({ window }) => window)).toEqual(['W1', 'W6', 'M3', 'M24', 'Y3', 'Y10']);
  });

  it('says why a message was skipped or parked, also for a reason that it does not know', () => {
    expect(fateReason('parked:not-json')).toEqual({ fate: 'parked', words: 'not JSON' });
    expect(fateReason('skipped:too-late')).toEqual({ fate: 'skipped', words: 'too-late' });
  });
});
