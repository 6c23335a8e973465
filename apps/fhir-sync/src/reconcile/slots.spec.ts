import { expect, it } from '@jest/globals';
import { Slots } from './slots.js';

it('slots let so many in at once, the others in their order', async () => {
  const slots = new Slots(2);
  const log: string[] = [];
  const enter = async (name: string) => {
    const free = await slots.take();
    log.push(`in ${name}`);
    return () => {
      log.push(`out ${name}`);
      free();
    };
  };
  const [first, second] = await Promise.all([enter('a'), enter('b')]);
  const waiting = [enter('c'), enter('d')];
  first?.();
  (await waiting[0])?.();
  await waiting[1];
  second?.();
  expect(log).toEqual(['in a', 'in b', 'out a', 'in c', 'out c', 'in d', 'out b']);
});
