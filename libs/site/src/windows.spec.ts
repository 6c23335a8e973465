import { defaultRules } from '@ilium/clinical';
import { describe, expect, test } from '@jest/globals';
import type { SiteFile } from './site-file.js';
import { windowFaults, windowsOf } from './windows.js';

type Given = Partial<Pick<SiteFile, 'windows' | 'shortWindows' | 'primaryWindows'>>;

const filled = (given: Given) => ({ windows: {}, shortWindows: {}, primaryWindows: {}, ...given });
const faults = (given: Given) =>
  windowFaults(filled(given)).map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('the windows of a site', () => {
  test('are the default ones with what differs, by name', () => {
    const { windows } = windowsOf(filled({ windows: { W6: { lastDay: 60 } } }));
    expect(windows).toHaveLength(defaultRules.windows.length);
    expect(windows.find(({ name }) => name === 'W6')).toEqual({
      name: 'W6',
      firstDay: 28,
      lastDay: 60,
      nominalDay: 42,
    });
  });

  test('are the list that the site gives, whole', () => {
    const own = [{ name: 'M1', firstDay: 20, lastDay: 40, nominalDay: 30 }];
    expect(windowsOf(filled({ windows: own })).windows).toEqual(own);
  });

  test('do not overlap: one day belongs to one window', () => {
    expect(faults({ windows: { W1: { lastDay: 11 } } })).toEqual([
      'windows.W2.firstDay: more than lastDay of W1 expected: windows do not overlap',
    ]);
    expect(faults({ windows: { W1: { lastDay: 10 } } })).toEqual([]);
  });

  test('stand in the order of their days, with their nominal day inside', () => {
    const m1 = { name: 'M1', firstDay: 20, lastDay: 40, nominalDay: 30 };
    const w1 = { name: 'W1', firstDay: 5, lastDay: 9, nominalDay: 10 };
    expect(faults({ windows: [m1, w1], primaryWindows: { usual: 'M1' } })).toContain(
      'windows.1.firstDay: more than lastDay of M1 expected: windows do not overlap',
    );
    expect(faults({ windows: [m1, w1] })).toContain('windows.1.nominalDay: firstDay ≤ nominalDay ≤ lastDay expected');
  });

  test('have one name each, and another than the windows of the first hours', () => {
    const m1 = { name: '4H', firstDay: 20, lastDay: 40, nominalDay: 30 };
    const twice = faults({ windows: [m1, { ...m1, firstDay: 41, lastDay: 42, nominalDay: 42 }] });
    expect(twice).toContain('windows.1.name: there are two of the name 4H');
    expect(twice).toContain('shortWindows: 4H is also one of windows');
  });

  test('of the first hours follow the same rules', () => {
    expect(faults({ shortWindows: { '30MIN': { lastMinute: 120 } } })).toEqual([
      'shortWindows.4H.firstMinute: more than lastMinute of 30MIN expected: windows do not overlap',
    ]);
  });

  test('hold the primary ones', () => {
    expect(faults({ primaryWindows: { 'facet-rfa': 'M4' } })[0]).toContain(
      'primaryWindows.facet-rfa: none of the windows; there are W1, W2, W6',
    );
  });
});
