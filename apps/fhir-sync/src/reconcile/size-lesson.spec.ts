import { describe, expect, it } from '@jest/globals';
import { SizeLesson } from './size-lesson.js';

describe('size lesson', () => {
  it('is the largest transaction that was taken, once one was too large', () => {
    const size = new SizeLesson();
    size.taken({ entries: 20, bytes: 900 });
    expect(size.lesson()).toBeUndefined();
    size.tooLarge({ entries: 40, bytes: 1_500 });
    expect(size.lesson()).toEqual({ entries: 20, bytes: 900 });
  });

  it('is half the bytes of what was too large, when nothing was taken', () => {
    const size = new SizeLesson();
    for (const entries of [40, 20]) size.tooLarge({ entries, bytes: 100 * entries });
    expect(size.lesson()).toEqual({ entries: 1, bytes: 1_000 });
  });

  it('is none when a record was too large on its own', () => {
    const size = new SizeLesson();
    for (const entries of [40, 20, 2, 1]) size.tooLarge({ entries, bytes: 100 * entries });
    expect(size.lesson()).toBeUndefined();
  });
});
