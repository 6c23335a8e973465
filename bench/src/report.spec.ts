import { describe, expect, it } from '@jest/globals';
import { tell } from './report.js';

describe('the report', () => {
  it('shows each rate with its spread, and the ratios of the medians', () => {
    const rate = (median: number) => ({ min: median * 0.9, median, max: median * 1.1 });
    const text = tell({
      courses: 10,
      events: 150,
      runs: 3,
      eventsPerSecond: { relay: rate(40_000), naive: rate(200), mapper: rate(4000), system: rate(1000) },
      mapperToRelay: 0.1,
      mapperToNaive: 20,
      systemToRelay: 0.025,
      systemToNaive: 5,
    });
    expect(text).toMatch(/mapper, Kafka to Kafka +3600 +4000 +4400/);
    expect(text).toContain('mapper: 0.10 × the relay, 20 × the naive consumer');
    expect(text).toContain('whole system: 0.025 × the relay, 5.0 × the naive consumer');
  });
});
