import { describe, expect, it } from '@jest/globals';
import { type DayCounts, kaplanMeier, numbersAtRisk } from './kaplan-meier.js';
import { reference, relativeError, seeded } from './references.samples.js';
import { restrictedMean } from './restricted-mean.js';
import { survivalQuantile } from './survival-quantile.js';

interface SurvivalCase {
  name: string;
  n: number;
  confidence: number;
  steps: {
    day: number;
    atRisk: number;
    events: number;
    censored: number;
    survival: number;
    errorOfLog: number | null;
    lower: number | null;
    upper: number | null;
  }[];
  quantiles: { ended: number; day: number | null; lower: number | null; upper: number | null }[];
  mean: { horizon: number; days: number; standardError: number };
  atRisk: { day: number; count: number }[];
}

const cases = reference<SurvivalCase[]>('survival');

function counts(day: number, events: number, censored: number): DayCounts {
  return { day, events, censored };
}

/** Freireich et al. 1963: weeks in remission under 6-mercaptopurine. */
const freireich = [
  counts(6, 3, 1),
  ...[7, 13, 16, 22, 23].map((week) => counts(week, 1, 0)),
  counts(10, 1, 1),
  ...[9, 11, 17, 19, 20, 25, 32, 32, 34, 35].map((week) => counts(week, 0, 1)),
];

describe.each(cases)('Kaplan-Meier, $name at $confidence, as R’s survival package has it', (expected) => {
  const curve = kaplanMeier(expected.steps, expected.confidence);

  it('the curve, Greenwood’s variance and the log-log interval', () => {
    expect(curve?.n).toBe(expected.n);
    expect(curve?.steps.map(({ day, atRisk }) => [day, atRisk])).toEqual(
      expected.steps.map(({ day, atRisk }) => [day, atRisk]),
    );
    for (const [index, step] of expected.steps.entries()) {
      const { survival, logVariance, interval } = curve?.steps[index] ?? {};
      expect(survival).toBeCloseTo(step.survival, 12);
      expect(relativeError(logVariance, step.errorOfLog === null ? null : step.errorOfLog ** 2)).toBeLessThan(1e-9);
      expect(relativeError(interval?.lower, step.lower)).toBeLessThan(1e-9);
      expect(relativeError(interval?.upper, step.upper)).toBeLessThan(1e-9);
    }
  });

  it('median and quartiles with their intervals', () => {
    for (const { ended, ...quantile } of expected.quantiles)
      expect(curve && survivalQuantile(curve, ended)).toEqual(quantile);
  });

  it('the restricted mean with its error', () => {
    const mean = curve && restrictedMean(curve, expected.mean.horizon);
    expect(relativeError(mean?.days, expected.mean.days)).toBeLessThan(1e-9);
    expect(relativeError(mean?.standardError, expected.mean.standardError)).toBeLessThan(1e-9);
  });

  it('numbers at risk', () => {
    const days = expected.atRisk.map(({ day }) => day);
    expect(curve && numbersAtRisk(curve, days)).toEqual(expected.atRisk.map(({ count }) => count));
  });
});

describe('Kaplan-Meier', () => {
  it('the remissions of Freireich 1963 give the curve that textbooks print (Klein and Moeschberger 2003, section 4.2)', () => {
    const curve = kaplanMeier(freireich);
    const printed = curve?.steps
      .filter(({ events }) => events > 0)
      .map(({ day, survival, logVariance }) => [
        day,
        survival.toFixed(3),
        (survival * Math.sqrt(logVariance ?? NaN)).toFixed(4),
      ]);
    expect(printed).toEqual([
      [6, '0.857', '0.0764'],
      [7, '0.807', '0.0869'],
      [10, '0.753', '0.0963'],
      [13, '0.690', '0.1068'],
      [16, '0.627', '0.1141'],
      [22, '0.538', '0.1282'],
      [23, '0.448', '0.1346'],
    ]);
    expect(curve && survivalQuantile(curve, 0.5).day).toBe(23);
  });

  it('neither order nor grouping matters', () => {
    const single = freireich.flatMap(({ day, events, censored }) => [
      ...Array.from({ length: events }, () => counts(day, 1, 0)),
      ...Array.from({ length: censored }, () => counts(day, 0, 1)),
    ]);
    expect(kaplanMeier(single.toReversed())).toEqual(kaplanMeier(freireich));
  });

  it('another unit of time changes days and nothing else', () => {
    const inWeeks = kaplanMeier(freireich);
    const inDays = kaplanMeier(freireich.map((row) => ({ ...row, day: row.day * 7 })));
    expect(inDays?.steps.map((step) => ({ ...step, day: step.day / 7 }))).toEqual(inWeeks?.steps);
    const [weeks, days] = [inWeeks && restrictedMean(inWeeks, 30), inDays && restrictedMean(inDays, 210)];
    expect(relativeError(days?.days, (weeks?.days ?? 0) * 7)).toBeLessThan(1e-14);
  });

  it('without censoring, survival is the share that is left', () => {
    const random = seeded(9);
    const rows = Array.from({ length: 40 }, (_, day) => counts(day, random(50), 0));
    const n = rows.reduce((sum, { events }) => sum + events, 0);
    let left = n;
    for (const step of kaplanMeier(rows)?.steps ?? []) expect(step.survival).toBeCloseTo((left -= step.events) / n, 12);
  });

  it('people who never had relief end on day 0', () => {
    const curve = kaplanMeier([counts(0, 2, 0), counts(30, 0, 8)]);
    expect(curve?.steps[0]).toMatchObject({ day: 0, atRisk: 10, survival: 0.8 });
    expect(curve && numbersAtRisk(curve, [0, 1, 30, 31])).toEqual([10, 8, 8, 0]);
  });

  it('a median that is not reached is none, and a mean beyond the last day means nothing', () => {
    const curve = kaplanMeier([counts(5, 1, 0), counts(30, 0, 8)]);
    expect(curve && survivalQuantile(curve, 0.5)).toEqual({ day: null, lower: 5, upper: null });
    expect(curve && restrictedMean(curve, 31)).toBeNull();
    expect(curve && restrictedMean(curve, 30)).not.toBeNull();
  });

  it('once everybody’s end is seen, the mean is theirs', () => {
    const curve = kaplanMeier([counts(10, 1, 0), counts(20, 1, 0)]);
    expect(curve && restrictedMean(curve, 100)?.days).toBe(15);
  });

  it('means nothing without anybody, and refuses what can’t have been counted', () => {
    expect(kaplanMeier([])).toBeNull();
    expect(kaplanMeier([counts(4, 0, 0)])).toBeNull();
    expect(() => kaplanMeier([counts(4, 0.5, 0)])).toThrow('no count');
    expect(() => kaplanMeier([counts(-1, 1, 0)])).toThrow('a day from 0');
  });
});
