import { expect, it } from '@jest/globals';
import { Pulse } from './pulse.js';

it('a pulse is felt for as long as the tenth of a second after it goes on, then no more', () => {
  let now = 1_000;
  const pulse = new Pulse(() => now);
  expect(pulse.perSecond).toBe(0);
  pulse.add(30);
  pulse.add(20);
  expect(pulse.perSecond).toBe(500);
  now += 100;
  pulse.add(10);
  expect(pulse.perSecond).toBe(500);
  now += 100;
  expect(pulse.perSecond).toBe(100);
  now += 200;
  expect(pulse.perSecond).toBe(0);
});
