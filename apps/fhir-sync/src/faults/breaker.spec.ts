import { beforeEach, describe, expect, it } from '@jest/globals';
import { Breaker } from './breaker.js';

const settings = { patience: 3, firstMs: 100, longestMs: 400 };

let breaker: Breaker;

beforeEach(() => {
  breaker = new Breaker(settings, () => 1);
});

/** A target that is known to be there. */
function closed(): void {
  breaker.probed(0, true);
  breaker.succeeded();
}

describe('breaker', () => {
  it('starts open and wants the target asked at once', () => {
    expect(breaker.gate(0)).toEqual({ state: 'open', probeInMs: 0 });
  });

  it('lets a trial through after the target answered, and everything after the trial succeeded', () => {
    breaker.probed(0, true);
    expect(breaker.gate(0).state).toBe('trial');
    breaker.succeeded();
    expect(breaker.gate(0).state).toBe('closed');
  });

  it('opens at once when the fault is the target’s', () => {
    closed();
    breaker.failed(1_000, 'target');
    expect(breaker.gate(1_000)).toEqual({ state: 'open', probeInMs: 100 });
    expect(breaker.gate(1_060)).toEqual({ state: 'open', probeInMs: 40 });
  });

  it('asks ever more seldom while the target stays away, up to a bound', () => {
    closed();
    breaker.failed(0, 'target');
    const waits: number[] = [];
    let now = 0;
    for (let probe = 0; probe < 4; probe += 1) {
      const gate = breaker.gate(now);
      if (gate.state !== 'open') throw new Error('The breaker should be open.');
      waits.push(gate.probeInMs);
      now += gate.probeInMs;
      breaker.probed(now, false);
    }
    expect(waits).toEqual([100, 200, 400, 400]);
  });

  it('waits as long as the server asked for', () => {
    closed();
    breaker.failed(0, 'target', 5_000);
    expect(breaker.gate(0)).toEqual({ state: 'open', probeInMs: 5_000 });
  });

  it('counts requests that fail together as one outage', () => {
    closed();
    for (let request = 0; request < 8; request += 1) breaker.failed(0, 'target');
    expect(breaker.gate(0)).toEqual({ state: 'open', probeInMs: 100 });
  });

  it('bears a few requests that fail for reasons of their own', () => {
    closed();
    breaker.failed(0, 'request');
    breaker.failed(0, 'request');
    expect(breaker.gate(0).state).toBe('closed');
    breaker.succeeded();
    breaker.failed(0, 'request');
    breaker.failed(0, 'request');
    expect(breaker.gate(0).state).toBe('closed');
    breaker.failed(0, 'request');
    expect(breaker.gate(0).state).toBe('open');
  });

  it('opens again when the trial fails, for longer', () => {
    closed();
    breaker.failed(0, 'target');
    breaker.probed(100, true);
    breaker.failed(100, 'request');
    expect(breaker.gate(100)).toEqual({ state: 'open', probeInMs: 200 });
  });

  it('closes when a request that was in flight succeeds after all', () => {
    closed();
    breaker.failed(0, 'target');
    breaker.succeeded();
    expect(breaker.gate(0).state).toBe('closed');
  });
});
