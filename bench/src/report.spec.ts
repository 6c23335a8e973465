import { describe, expect, it } from '@jest/globals';
import { tell } from './report.js';

describe('the report', () => {
  it('shows each rate with its spread, and the ratios of the medians', () => {
    const rate = (median: number) => ({ min: median * 0.9, median, max: median * 1.1 });
    const rates = {
      courses: 10,
      events: 150,
      runs: 3,
      eventsPerSecond: { relay: rate(40_000), naive: rate(200), mapper: rate(4000), system: rate(1000) },
      mapperToRelay: 0.1,
      mapperToNaive: 20,
      systemToRelay: 0.025,
      systemToNaive: 5,
    };
    const text = tell({ rates });
    expect(text).toMatch(/mapper, Kafka to Kafka +3600 +4000 +4400/);
    expect(text).toContain('mapper: 0.10 × the relay, 20 × the naive consumer');
    expect(text).toContain('whole system: 0.025 × the relay, 5.0 × the naive consumer');
  });

  it('shows what a score costs against the history of its patient', () => {
    const bySize = { 20: 5, 200: 5.5, 2_000: 6 };
    const measured = {
      ms: { first: bySize, next: bySize, everything: bySize },
      growth: { first: 1.2, next: 1.2, everything: 1.2 },
    };
    const text = tell({ history: { courses: measured, diary: measured } });
    expect(text).toMatch(/many courses of treatment: a score +5\.00 +5\.50 +6\.00 +1\.2 ×/);
    expect(text).toMatch(/one course with a diary: the next score +5\.00/);
  });

  it('shows deliveries beside the plain loop', () => {
    const rate = (median: number) => ({ min: median * 0.9, median, max: median * 1.1 });
    const way = { bundlesPerSecond: rate(1_000), cpuMsPerBundle: rate(0.5), ratio: 0.8 };
    const text = tell({ delivery: { plain: way, single: way, folded: way } });
    expect(text).toMatch(/one bundle in a request, bundles\/s +900 +1000 +1100 +0\.80 ×/);
    expect(text).toMatch(/fhir-sync, folded, ms of CPU a bundle +0\.45 +0\.50 +0\.55/);
  });

  it('shows the door for HL7 v2 beside its floor', () => {
    const rate = (median: number) => ({ min: median * 0.9, median, max: median * 1.1 });
    const shape = { floor: rate(4_000), intake: rate(3_000), ratio: 0.75 };
    const doors = { one: shape, eight: shape, pipelined: shape };
    const reading = { floor: rate(10), intake: rate(30), ratio: 3 };
    const text = tell({ mllp: { doors, lasting: rate(2_000), reading } });
    expect(text).toMatch(/published +1800 +2000 +2200/);
    expect(text).toMatch(/map and write one: intake +27\.0 +30\.0 +33\.0 +3\.0 ×/);
    expect(text).toMatch(/eight senders, each answer awaited: intake +2700 +3000 +3300 +0\.75 ×/);
  });

  it('shows what statistics of many facts cost, and what it costs to take them in', () => {
    const cost = {
      storedPerSecond: 12_000,
      countedPerSecond: 9_000,
      copiedPerSecond: 36_000,
      ratio: 0.25,
      peakMiB: 180,
    };
    const text = tell({
      statistics: {
        ...{ facts: 10_000_000, recountSeconds: 240, ms: { trend: { median: 5, p95: 7 } }, peakMiB: undefined },
        firstViewMs: { median: 700, p95: 800 },
        ingestion: [{ beside: 1_000_000, ...cost }],
      },
    });
    expect(text).toMatch(/trend +5\.0 +7\.0/);
    expect(text).toMatch(/first view of \/outcomes, in a browser +700\.0 +800\.0/);
    expect(text).toMatch(/1000000 +12000 +9000 +36000 +0\.25 +180/);
  });
});
