import { describe, expect, it } from '@jest/globals';
import type { Dimensions } from './ask.js';
import { ofScale, scaleKey, selectionOf, viewOf, yearsOf } from './view.js';

const nrs = { measure: 'nrs', family: 'pain', painLocation: 'back', recall: '7d' } as const;
const odi = { measure: 'odi', family: 'function', painLocation: null, recall: null } as const;
const dimensions: Dimensions = {
  from: '2024',
  to: '2026',
  sites: [],
  scales: [
    { procedureType: 'facet-rfa', ...odi, windows: ['W6', 'M3'], primaryWindow: 'M3' },
    { procedureType: 'si-joint-injection', ...odi, windows: ['W2', 'W6', 'M3'], primaryWindow: 'W6' },
    { procedureType: 'si-joint-injection', ...nrs, windows: ['W2', 'M3'], primaryWindow: 'W6' },
  ],
};

function shown(address: string) {
  const view = viewOf(address, dimensions);
  if (view === undefined) throw new Error('The dimensions have scales.');
  return view;
}

describe('what the page shows', () => {
  it('begins with pain after SI joint injections, at the window that sentences are about', () => {
    const { scale, window, of, rule, from, to, agents } = shown('');
    expect([scale.procedureType, scaleKey(scale), window, of, rule, from, to, agents]).toEqual([
      ...['si-joint-injection', 'nrs.back.7d', 'W2', 'treatments', 'improved'],
      ...[undefined, undefined, undefined],
    ]);
    expect(shown('?measure=odi').window).toBe('W6');
    expect(shown('?type=facet-rfa').window).toBe('M3');
  });

  it('is what the address says', () => {
    const view = shown(
      '?type=si-joint-injection&measure=odi&window=M3&of=patients&from=2025&to=2026&agents=both&by=age',
    );
    expect([view.by.id, view.window]).toEqual(['age', 'M3']);
    expect(selectionOf(view)).toEqual({
      ...{ procedureType: 'si-joint-injection', measure: 'odi', of: 'patients', painLocation: 'none', recall: 'none' },
      ...{ agents: ['both'], from: '2025', to: '2026' },
    });
  });

  it.each([
    ['a type that there is not', '?type=epidural-injection'],
    ['another measure', '?measure=vas'],
    ['another window', '?window=Y3'],
    ['what every object has', '?rule=constructor&agents=toString'],
    ['years that there are not', '?from=1999&to=x'],
  ])('passes over %s', (_, address) => {
    expect(shown(address)).toEqual(shown(''));
  });

  it('leaves out scores of other locations and recall periods', () => {
    const [any, back] = [
      { painLocation: null, recall: null },
      { painLocation: 'back', recall: '7d' },
    ] as const;
    expect(ofScale(shown('?measure=odi'), [any, back])).toEqual([any]);
    expect(ofScale(shown('?measure=nrs.back.7d'), [any, back])).toEqual([back]);
  });

  it('never ends before it begins', () => {
    expect(shown('?from=2026&to=2024').to).toBeUndefined();
  });

  it('is nothing where there are no outcomes', () => {
    const none: Dimensions = { from: null, to: null, sites: [], scales: [] };
    expect([viewOf('', none), yearsOf(none)]).toEqual([undefined, []]);
  });

  it('knows all years between the first and the last', () => {
    expect(yearsOf(dimensions)).toEqual(['2024', '2025', '2026']);
  });
});
