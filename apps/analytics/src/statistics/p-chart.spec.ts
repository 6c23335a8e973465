import { describe, expect, it } from '@jest/globals';
import { type MonthCounts, pChart } from './p-chart.js';
import { reference } from './references.samples.js';

interface ChartCase {
  name: string;
  centre: number;
  months: { successes: number; total: number; lower: number | null; upper: number | null; tooSmall: boolean }[];
}

const charts = reference<ChartCase[]>('p-chart');

function monthsOf(counts: readonly { successes: number; total: number }[]): MonthCounts[] {
  return counts.map(({ successes, total }, index) => ({ month: `month ${index + 1}`, successes, total }));
}

function rates(...percents: number[]) {
  return monthsOf(percents.map((percent) => ({ successes: percent, total: 100 })));
}

describe('the p-chart', () => {
  it.each(charts)('$name: centre and limits', (expected) => {
    const chart = pChart(monthsOf(expected.months));
    expect(chart?.centre).toBeCloseTo(expected.centre, 12);
    for (const [index, { lower, upper, tooSmall }] of expected.months.entries()) {
      const month = chart?.months[index];
      expect(month?.tooSmall).toBe(tooSmall);
      expect(month?.lower === null).toBe(lower === null);
      expect(month?.upper === null).toBe(upper === null);
      expect(month?.lower ?? 0).toBeCloseTo(lower ?? 0, 12);
      expect(month?.upper ?? 0).toBeCloseTo(upper ?? 0, 12);
    }
  });

  it('the orange juice cans of Montgomery’s table 7.1: samples 15 and 23 are outside', () => {
    const chart = pChart(monthsOf(charts[0]?.months ?? []));
    expect(chart?.centre.toFixed(4)).toBe('0.2313');
    expect(chart?.months[0]).toMatchObject({ lower: expect.closeTo(0.0524, 4), upper: expect.closeTo(0.4102, 4) });
    expect(chart?.months.filter(({ outside }) => outside === 'above').map(({ month }) => month)).toEqual([
      'month 15',
      'month 23',
    ]);
    expect(chart?.months.some(({ outside }) => outside === 'below')).toBe(false);
  });

  it('eight months in a row on one side are a run, seven are none', () => {
    const high = Array.from({ length: 8 }, () => 60);
    const low = Array.from({ length: 7 }, () => 40);
    const chart = pChart(rates(...high, ...low));
    expect(chart?.months.map(({ run }) => run)).toEqual([...high.map(() => 'above'), ...low.map(() => null)]);
  });

  it('a month on the centre ends a run, and a month without answers does not', () => {
    const [high, low] = [
      { successes: 60, total: 100 },
      { successes: 40, total: 100 },
    ];
    const four = [high, high, high, high];
    const balance = Array.from({ length: 8 }, () => low);
    const withGap = pChart(monthsOf([...four, { successes: 0, total: 0 }, ...four, ...balance]));
    expect(withGap?.months.slice(0, 4).map(({ run }) => run)).toEqual(['above', 'above', 'above', 'above']);
    expect(withGap?.months[4]).toMatchObject({ rate: null, lower: null, upper: null, outside: null, run: null });
    const withCentre = pChart(monthsOf([...four, { successes: 50, total: 100 }, ...four, ...balance]));
    expect(withCentre?.months.slice(0, 9).every(({ run }) => run === null)).toBe(true);
  });

  it('says nothing of a month of which fewer than five of either kind are expected', () => {
    const chart = pChart(
      monthsOf([...Array.from({ length: 6 }, () => ({ successes: 90, total: 100 })), { successes: 0, total: 4 }]),
    );
    expect(chart?.months.at(-1)).toMatchObject({ tooSmall: true, outside: null, rate: 0 });
  });

  it('says no more of several such months in a row', () => {
    const rare = [...Array.from({ length: 10 }, () => ({ successes: 0, total: 8 })), { successes: 8, total: 300 }];
    expect(pChart(monthsOf(rare))?.months.map(({ run }) => run)).toEqual(rare.map(() => null));
  });

  it('means nothing without any answer', () => {
    expect(pChart([])).toBeNull();
    expect(pChart(monthsOf([{ successes: 0, total: 0 }]))).toBeNull();
  });
});
