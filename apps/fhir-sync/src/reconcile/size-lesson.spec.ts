import { describe, expect, it } from '@jest/globals';
import { SizeLesson } from './size-lesson.js';

describe('size lesson', () => {
  it('is the largest transaction that was taken, once one was too large', () => {
    const size = new SizeLesson();
    size.taken(20);
    expect(size.lesson()).toBeUndefined();
    size.tooLarge(40);
    expect(size.lesson()).toBe(20);
  });

  it('is none when a record was too large on its own', () => {
    const size = new SizeLesson();
    for (const entries of [40, 20, 2, 1]) size.tooLarge(entries);
    expect(size.lesson()).toBeUndefined();
  });
});
