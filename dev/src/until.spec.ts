import { describe, expect, it } from '@jest/globals';
import { until } from './until.js';

describe('until', () => {
  it('returns the first value that is accepted', async () => {
    let count = 0;
    expect(await until('three looks', () => ++count, { accept: (n) => n === 3, intervalMs: 1 })).toBe(3);
  });

  it('takes anything truthy by default', async () => {
    const answers = [0, '', 'yes'];
    expect(await until('an answer', () => answers.shift(), { intervalMs: 1 })).toBe('yes');
  });

  it('goes on after a look that throws', async () => {
    let looks = 0;
    const look = (): boolean => {
      if (++looks < 2) throw new Error('not there');
      return true;
    };
    expect(await until('it', look, { intervalMs: 1 })).toBe(true);
  });

  it('names what it waited for and what it saw last', async () => {
    const waiting = until('all events', () => ({ received: 7 }), { accept: () => false, timeoutMs: 5, intervalMs: 1 });
    await expect(waiting).rejects.toThrow('Waited 5 ms for all events. Seen last: { received: 7 }');
  });
});
