import { describe, expect, it } from '@jest/globals';
import { FairQueue } from './fair-queue.js';

function queueOf(...names: string[]): FairQueue<string> {
  const queue = new FairQueue<string>();
  names.forEach((name, index) => queue.add(name, `${name}${index}`));
  return queue;
}

const atMost = (most: number) => (_: string, count: number) => count < most;

describe('a fair queue', () => {
  it('gives names their turns, each in its own order', () => {
    const queue = queueOf('a', 'a', 'a', 'a', 'b', 'c', 'b');
    expect(queue.take(atMost(4))).toEqual(['a0', 'b4', 'c5', 'a1']);
    expect(queue.size).toBe(3);
    expect(queue.take(atMost(4))).toEqual(['a2', 'b6', 'a3']);
    expect(queue.size).toBe(0);
    expect(queue.take(atMost(4))).toEqual([]);
  });

  it('serves a name that was left out first the next time', () => {
    const queue = queueOf('a', 'a', 'b');
    expect(queue.take(atMost(1))).toEqual(['a0']);
    expect(queue.take(atMost(1))).toEqual(['b2']);
    expect(queue.take(atMost(1))).toEqual(['a1']);
  });

  it('gives what fits nowhere alone', () => {
    const queue = queueOf('a', 'a');
    expect(queue.take(() => false)).toEqual(['a0']);
    expect([...queue]).toEqual(['a1']);
  });

  it('forgets what is over', () => {
    const queue = queueOf('a', 'b', 'a');
    queue.forget((item) => item.startsWith('a'));
    expect([...queue]).toEqual(['b1']);
    expect(queue.size).toBe(1);
  });
});
