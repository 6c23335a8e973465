import { expect, it } from '@jest/globals';
import { RegularWork } from './regular-work.js';

it('work is done again and again until it is stopped, and stopping waits for the round that is under way', async () => {
  const log: string[] = [];
  const third = Promise.withResolvers<void>();
  const work = new RegularWork(async (signal) => {
    log.push('begins');
    if (log.length === 5) {
      third.resolve();
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    }
    log.push('ends');
    return 1;
  });
  work.start();
  work.start();
  await third.promise;
  await work.stop();
  expect(log).toEqual(['begins', 'ends', 'begins', 'ends', 'begins', 'ends']);
});

it('work that is stopped before its first round does nothing', async () => {
  let rounds = 0;
  const work = new RegularWork(() => Promise.resolve((rounds += 1)), 60_000);
  work.start();
  await work.stop();
  expect(rounds).toBe(0);
});
