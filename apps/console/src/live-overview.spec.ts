import type { Overview } from '@ilium/contracts';
import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom, merge, take, toArray } from 'rxjs';
import { liveOverview } from './live-overview.js';
import { sampleOverview } from './services.samples.js';

const quick = { movingMs: 1, restingMs: 2, growth: 2, repeatMs: 60_000 };

/** An overview whose figure is `step` and whose time is `at` seconds. */
function overviewOf(step: number, at = 0): Overview {
  const hop = { received: step, done: 0, skipped: 0, parked: 0, reasons: {}, lag: 0, outboxPending: 0, losses: [] };
  return { ...sampleOverview, at: new Date(at * 1000).toISOString(), mapping: { state: 'here', data: hop } };
}

function received({ mapping }: Overview): number {
  return mapping.state === 'here' ? mapping.data.received : -1;
}

describe('liveOverview', () => {
  it('shows the first answer and then only what changed', async () => {
    const steps = [1, 1, 1, 2, 2, 3];
    let asked = 0;
    const read = async (): Promise<Overview> => overviewOf(steps[asked++] ?? 3, asked);
    const seen = await lastValueFrom(liveOverview(read, quick).pipe(take(3), toArray()));
    expect(seen.map(received)).toEqual([1, 2, 3]);
    expect(asked).toBe(6);
  });

  it('shows figures that rest again after a while, so that a viewer knows that they are live', async () => {
    let asked = 0;
    const read = async (): Promise<Overview> => overviewOf(1, asked++ * 30);
    const seen = await lastValueFrom(liveOverview(read, quick).pipe(take(2), toArray()));
    expect(seen.map(({ at }) => at)).toEqual(['1970-01-01T00:00:00.000Z', '1970-01-01T00:01:00.000Z']);
  });

  it('asks for all viewers together', async () => {
    let asked = 0;
    const live = liveOverview(async () => overviewOf(asked++), quick);
    const seen = await lastValueFrom(merge(live, live, live).pipe(take(6), toArray()));
    expect(seen.map(received)).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it('stops asking when the last viewer has gone', async () => {
    let asked = 0;
    const live = liveOverview(async () => overviewOf(asked++), quick);
    await firstValueFrom(live);
    const askedThen = asked;
    await firstValueFrom(liveOverview(async () => overviewOf(0), quick).pipe(take(1)));
    expect(asked).toBe(askedThen);
  });

  it('hands an error on to the viewers', async () => {
    const live = liveOverview(() => Promise.reject(new Error('no answer')), quick);
    await expect(firstValueFrom(live)).rejects.toThrow('no answer');
  });
});
