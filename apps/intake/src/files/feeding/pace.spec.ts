import { describe, expect, it } from '@jest/globals';
import { Pace } from './pace.js';

/** A clock that only waiting moves. */
function clock() {
  const waits: number[] = [];
  let time = 0;
  return {
    waits,
    now: () => time,
    wait: async (ms: number) => {
      waits.push(ms);
      time += ms;
    },
  };
}

describe('the pace of a file', () => {
  it('is the rate that was asked for, in small portions', async () => {
    const time = clock();
    const pace = new Pace({ rate: 100, ...time });
    const portion = pace.atOnce(256);
    expect(portion).toBe(25);
    for (let sent = 0; sent < 1_000; sent += portion) await pace.before(portion);
    await pace.before(portion);
    expect(time.now()).toBe(10_000);
  });

  it('is not limited unless it is asked for', async () => {
    const time = clock();
    const pace = new Pace(time);
    expect(pace.atOnce(256)).toBe(256);
    await pace.before(256);
    expect(time.waits).toEqual([]);
  });

  it('may be less than one message a second', () => {
    expect(new Pace({ rate: 0.5 }).atOnce(256)).toBe(1);
  });

  it('stands still while live doors have work', async () => {
    const time = clock();
    const busy = [true, true, true, false, false];
    const pace = new Pace({ isBusy: async () => busy.shift() ?? false, ...time });
    await pace.before(10);
    expect(time.waits).toHaveLength(3);
    await pace.before(10);
    expect(time.waits).toHaveLength(3);
  });
});
