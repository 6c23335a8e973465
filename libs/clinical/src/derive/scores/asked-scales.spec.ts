import { describe, expect, test } from '@jest/globals';
import type { ProcedureEvent, Report } from '@ilium/contracts';
import { injectionDay, leftInjection, ofProcedure, ofVisit, steroid } from '../../testing/contents.js';
import { pain, treatment } from '../../testing/courses.js';
import { derived } from '../../testing/derived.js';
import { administration, procedure } from '../../testing/events.js';
import { addDays } from '../reports/moments.js';

const joint: Report<'score'> = { bodySite: [{ system: 'SCT', code: '39723000' }], laterality: { code: 'L' } };
const [back, leg, week] = [{ painLocation: 'back' }, { painLocation: 'leg' }, { recall: '7 days' }];

/** Window, place or side, and status of each score of pain on day 22. */
function rows(events: readonly ProcedureEvent[]): readonly string[] {
  return derived(events, addDays(injectionDay, 22))
    .outcomes.filter(({ about }) => about.measure === 'nrs')
    .map(({ about, status }) => {
      return [about.window, about.painLocation ?? about.recall ?? about.side ?? 'any', status].join(' ');
    })
    .sort();
}

describe('clinical rule 21: what is expected of no place or time in particular is answered about any', () => {
  test('clinical rule 12: where all answers are about one, that one is expected', () => {
    expect(rows([...treatment('1'), pain(8, -1, back), pain(3, 7, back)])).toEqual([
      'W1 back observed',
      'W2 back missing',
    ]);
    expect(rows([...treatment('1'), pain(8, -1), pain(3, 14, week)])).toEqual(['W1 7d missing', 'W2 7d observed']);
  });

  test('before the first answer the one of the baselines is expected', () => {
    expect(rows([...treatment('1'), pain(8, -1, back)])).toEqual(['W1 back missing', 'W2 back missing']);
    expect(rows([...treatment('1'), pain(8, -1, back), pain(8, -1)])).toEqual(['W1 any missing', 'W2 any missing']);
  });

  test('where answers are about several, each is told, and none is missing beside another', () => {
    const events = [...treatment('1'), pain(3, 7, back), pain(5, 7, leg)];
    expect(rows(events)).toEqual(['W1 back observed', 'W1 leg observed', 'W2 any missing']);
  });

  test('clinical rule 11: what is answered of a joint is not missing of its session', () => {
    expect(rows([...treatment('1'), pain(3, 7, joint)])).toEqual(['W1 left observed', 'W2 any missing']);
  });
});

describe('clinical rule 11: a joint has an outcome only where it was treated itself', () => {
  const routes = { '1': steroid.route, '2': { system: 'HL70162', code: 'EP' } };

  test.each([
    ['1', ['W1 left observed', 'W2 any missing']],
    ['2', ['W1 any missing', 'W2 any missing']],
  ] as const)('steroid into procedure %s of a mixed session', (treated, expected) => {
    const events = [
      procedure({ id: '1' }, { ...leftInjection, ...ofVisit('V') }),
      procedure({ id: '2' }, { ...leftInjection, ...ofVisit('V'), codes: [{ system: 'C4', code: '64483' }] }),
      administration({ id: 'M' }, { ...steroid, visit: undefined, ...ofProcedure(treated), route: routes[treated] }),
    ];
    expect(rows([...events, pain(8, -1, joint), pain(3, 7, joint)])).toEqual(expected);
  });
});
