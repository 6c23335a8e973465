import { describe, expect, it } from '@jest/globals';
import { liveDoors } from './live-doors.js';

describe('live doors', () => {
  it('are busy while more messages come than an archive may go on beside', async () => {
    let [time, messages, looks] = [0, 1_000, 0];
    const count = async () => {
      looks += 1;
      return messages;
    };
    const isBusy = liveDoors({ count, now: () => time });
    expect(await isBusy()).toBe(false);
    [time, messages] = [1_000, 1_200];
    expect(await isBusy()).toBe(true);
    time = 1_999;
    expect(await isBusy()).toBe(true);
    expect(looks).toBe(2);
    [time, messages] = [3_000, 1_300];
    expect(await isBusy()).toBe(false);
    [time, messages] = [4_000, 1_351];
    expect(await isBusy()).toBe(true);
  });
});
