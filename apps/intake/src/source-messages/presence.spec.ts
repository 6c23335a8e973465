import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Presence } from './presence.js';

function presence(isBack = false) {
  const asked: boolean[] = [];
  const told: boolean[] = [];
  const state = { isBack };
  const one = new Presence(() => {
    asked.push(state.isBack);
    return Promise.resolve(state.isBack);
  }, 1);
  one.watch((isAway) => void told.push(isAway));
  return { one, asked, told, state };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(1);
}

describe('presence', () => {
  it('tells once that the database is away, and says why in the newest words', () => {
    const { one, told } = presence();
    expect(() => one.check()).not.toThrow();
    one.away('refused');
    one.away('set-up');
    one.late();
    expect(told).toEqual([true]);
    expect(() => one.check()).toThrow('PostgreSQL does not take what comes in: set-up');
    one.there();
    one.there();
    expect(told).toEqual([true, false]);
    expect(() => one.check()).not.toThrow();
  });

  it('asks until the database is back, and not after', async () => {
    const { one, asked, told, state } = presence();
    one.late();
    await until(() => asked.length > 2);
    state.isBack = true;
    await until(() => told.length === 2);
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(() => one.check()).not.toThrow();
  });

  it('takes no late answer for that of another time', async () => {
    let answer: (isBack: boolean) => void = () => undefined;
    const told: boolean[] = [];
    let asked = 0;
    const one = new Presence(() => {
      asked += 1;
      return new Promise((resolve) => (answer = resolve));
    }, 1);
    one.watch((isAway) => void told.push(isAway));
    one.away('refused');
    await until(() => asked === 1);
    one.there();
    answer(true);
    await new Promise(setImmediate);
    expect(told).toEqual([true, false]);
    expect(asked).toBe(1);
  });
});
