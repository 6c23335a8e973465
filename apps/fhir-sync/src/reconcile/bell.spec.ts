import { describe, expect, it } from '@jest/globals';
import { Bell } from './bell.js';

const forEver = 2_000_000_000;

describe('bell', () => {
  it('wakes who sleeps', async () => {
    const bell = new Bell();
    const sleep = bell.sleep(forEver);
    bell.ring();
    await expect(sleep).resolves.toBeUndefined();
  });

  it('is not lost on who is about to sleep', async () => {
    const bell = new Bell();
    bell.ring();
    await expect(bell.sleep(forEver)).resolves.toBeUndefined();
  });

  it('rings once for several rings', async () => {
    const bell = new Bell();
    bell.ring();
    bell.ring();
    await bell.sleep(forEver);
    const began = performance.now();
    await bell.sleep(30);
    expect(performance.now() - began).toBeGreaterThan(25);
  });
});
