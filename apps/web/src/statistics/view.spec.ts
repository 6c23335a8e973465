import { describe, expect, it } from '@jest/globals';
import type { Dimensions } from './ask.js';
import { onlyText } from './stratum.js';
import { episodesOf, hasYearsInPart, ofScale, scaleKey, selectionOf, viewOf, yearsOf } from './view.js';
import { viewText } from './view-text.js';

const nrs = { measure: 'nrs', family: 'pain', painLocation: 'back', recall: '7d' } as const;
const odi = { measure: 'odi', family: 'function', painLocation: null, recall: null } as const;
const dimensions: Dimensions = {
  from: '2024',
  to: '2026',
  hasMonths: true,
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

  it('is of years alone, where sessions are told by no more', () => {
    const view = viewOf('?from=2025-03&to=2026', { ...dimensions, hasMonths: false });
    expect(view && [view.from, view.to]).toEqual([undefined, '2026']);
  });

  it('is of one site, where there are several', () => {
    const view = viewOf('?site=RIV', { ...dimensions, sites: ['HILL', 'RIV'] });
    expect(view && [selectionOf(view).site, onlyText(view.only)]).toEqual(['RIV', 'only at RIV']);
    expect(shown('?site=RIV').only).toEqual([]);
  });

  it('is of first treatments or of further ones, where all treatments are counted', () => {
    expect(selectionOf(shown('?firstOrRepeat=repeat'))).toMatchObject({ of: 'treatments', firstOrRepeat: 'repeat' });
    expect(selectionOf(shown('?of=patients&firstOrRepeat=repeat'))).not.toHaveProperty('firstOrRepeat');
  });

  it.each([
    ['a type that there is not', '?type=epidural-injection'],
    ['another measure', '?measure=vas'],
    ['another window', '?window=Y3'],
    ['what every object has', '?rule=constructor&agents=toString'],
    ['years that there are not', '?from=1999&to=x'],
    ['months that there are not', '?from=2025-13&to=2025-1'],
    ['months of years that there are not', '?from=2023-12&to=2027-01'],
    ['parts that there are not', '?sex=constructor&ageBand=all&guidance=&intent=therapeutic,both'],
    ['parts of another type of procedure', '?region=lumbar-sacral&approach=caudal'],
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

  it.each([
    ['?from=2026&to=2024', undefined],
    ['?from=2026&to=2024-12', undefined],
    ['?from=2025-04&to=2025-03', undefined],
    ['?from=2025-04&to=2025', '2025'],
    ['?from=2025&to=2025-03', '2025-03'],
  ])('never ends before it begins: %s', (address, to) => {
    expect(shown(address).to).toBe(to);
  });

  it('knows months and years', () => {
    const { from, to } = selectionOf(shown('?from=2025-04&to=2026'));
    expect([from, to]).toEqual(['2025-04', '2026']);
    const inPart = ['?from=2025-04', '?to=2025-04', '?from=2025-12', '?to=2025-01'];
    const whole = ['?from=2025', '?from=2025-01&to=2025-12', ''];
    expect(inPart.map((address) => hasYearsInPart(shown(address)))).toEqual(inPart.map(() => true));
    expect(whole.map((address) => hasYearsInPart(shown(address)))).toEqual(whole.map(() => false));
  });

  it('is narrowed to whom the address names, in all pictures and behind all numbers', () => {
    const view = shown('?sex=female&ageBand=60-69&intent=therapeutic&sides=both&priorTreatment=rfa&steroid=other');
    const only = { sex: 'female', ageBand: '60-69', intent: ['therapeutic'], sides: 'both', priorTreatment: 'rfa' };
    expect(selectionOf(view)).toEqual({ ...selectionOf(shown('')), ...only, steroid: 'other' });
    expect(episodesOf(view, { counted: 'observed' })).toEqual({ ...selectionOf(view), counted: 'observed' });
    expect(onlyText(view.only)).toBe(
      'only women, aged 60 to 69, with another steroid, on both sides, where an ablation was tried before, meant to treat',
    );
  });

  it('is narrowed to a region where the type of procedure has one', () => {
    expect(selectionOf(shown('?type=facet-rfa&region=lumbar-sacral&approach=caudal')).region).toBe('lumbar-sacral');
    expect(shown('?type=facet-rfa&by=region').by.id).toBe('region');
    expect(shown('?by=region').by.id).toBe('sex');
  });

  it('compares a part with those that were left out', () => {
    expect(episodesOf(shown('?sex=female&ageBand=60-69'), { sex: 'male' })).toMatchObject({
      ...{ sex: 'male', ageBand: '60-69' },
    });
  });

  it('is said in a sentence', () => {
    expect(viewText(shown(''), dimensions)).toBe(
      'SI joint injection, Pain (NRS, 0 to 10), in the back, over the last 7 days, after 2 weeks, of all treatments, 2024 to 2026.',
    );
    expect(viewText(shown('?measure=odi&from=2025-03&agents=both&sex=female&ageBand=60-69'), dimensions)).toBe(
      'SI joint injection, Disability (ODI, 0 to 100 %), after 6 weeks, of all treatments, March 2025 to 2026. Given into the target: anaesthetic and steroid. Only women, aged 60 to 69.',
    );
  });

  it('is nothing where there are no outcomes', () => {
    const none: Dimensions = { from: null, to: null, hasMonths: false, sites: [], scales: [] };
    expect([viewOf('', none), yearsOf(none)]).toEqual([undefined, []]);
  });

  it('knows all years between the first and the last', () => {
    expect(yearsOf(dimensions)).toEqual(['2024', '2025', '2026']);
  });
});
