import { describe, expect, it } from '@jest/globals';
import type { ToldStatement } from '../statements/statements.service.js';
import { measureReportOf } from './measure-report.js';
import { publishedSample } from './measure-report.samples.js';

const settings = { base: 'https://clinic.example/fhir', reporter: undefined };

function reported(changes: Partial<ToldStatement['statement']> = {}) {
  return measureReportOf({ ...publishedSample, statement: { ...publishedSample.statement, ...changes } }, settings);
}

describe('the MeasureReport of a statement', () => {
  it('has the expected, the answers and those that said so, with the rate and its intervals', () => {
    const [group, beside, ...others] = reported().group ?? [];
    const codes = group?.population?.map(({ code, count }) => [code?.coding?.[0]?.code, count]);
    expect(codes).toEqual([
      ['initial-population', 75],
      ['denominator', 60],
      ['numerator', 40],
    ]);
    expect(group?.measureScore).toMatchObject({
      value: 40 / 60,
      extension: [
        { url: 'https://clinic.example/fhir/StructureDefinition/interval-95', valueRange: { low: { value: 0.54 } } },
        { url: expect.stringMatching(/bounds-for-missing$/), valueRange: { high: { value: 0.7333 } } },
      ],
    });
    expect([beside?.code?.text, others]).toEqual(['improved by nrs', []]);
  });

  it.each([
    ['months, both included', { from: '2026-01', to: '2026-02' }, { start: '2026-01-01', end: '2026-02-28' }],
    ['years', { from: '2024', to: '2025' }, { start: '2024-01-01', end: '2025-12-31' }],
    ['open at the start: not known', { from: null, to: '2024-02' }, { end: '2024-02-29' }],
    ['open at the end: until it was published', { from: '2026', to: null }, { start: '2026-01-01', end: '2026-11-30' }],
  ])('is of a period: %s', (_, said, period) => {
    expect(reported(said).period).toEqual(period);
  });

  it('counts those who answered unasked among those it could be said of', () => {
    const [group] = reported({ expected: 50 }).group ?? [];
    expect(group?.population?.[0]?.count).toBe(60);
  });

  it('tells in words what has to stand beside the sentence, and is safe to show', () => {
    const { text } = reported();
    expect(text?.div).toMatch(/^<div xmlns="http:\/\/www.w3.org\/1999\/xhtml"><p>67 % of SI joint injection patients/);
    expect(text?.div).toContain('Measure: nrs, back, 7d. Window: si-joint-injection W6. Of patients, period of the');
    expect(text?.div).toContain('sessions: 2026-01 to 2026-03.');
    expect(text?.div).toContain('Follow-up: 60 of 75 expected (80 %).');
    expect(text?.div).toContain('Complications within 30 days: 12 in 140 sessions that were begun.');
    expect(text?.div).toContain('Published by A. &lt;Person&gt; &amp; B.');
    expect(text?.div).not.toContain('correction');
  });

  it('clinical rule 10: does not keep quiet about complications whose number may not be told', () => {
    expect(reported({ complications: null }).text?.div).toContain('not told, as that would tell of a few');
  });

  it('says when a correction has moved what was published, and names who reports', () => {
    const report = measureReportOf(
      { ...publishedSample, corrected: [{ figure: 'improved', by: -1 }] },
      { ...settings, reporter: 'A clinic' },
    );
    expect(report.text?.div).toContain('A correction has changed these figures since');
    expect(report.reporter).toEqual({ type: 'Organization', display: 'A clinic' });
    expect(report.status).toBe('complete');
  });
});
