import { describe, expect, it } from '@jest/globals';
import { SumsOfUnknowns } from './sums-of-unknowns.js';

const of = (terms: Record<string, number>) => new Map(Object.entries(terms));

describe('sums of unknown counts', () => {
  it('tell what follows from them, and nothing of the rest', () => {
    const sums = new SumsOfUnknowns();
    sums.add(of({ january: 1, february: 1, march: 1 }), 60);
    sums.add(of({ february: 1, march: 1 }), 45);
    sums.add(of({ march: 2, april: 2 }), 40);
    expect(sums.valueOf(of({ january: 1 }))).toBe(15);
    expect(sums.valueOf(of({ march: 1, april: 1 }))).toBe(20);
    expect(sums.valueOf(of({ february: 1, april: -1 }))).toBe(25);
    expect(sums.valueOf(of({ march: 1 }))).toBeUndefined();
    expect(sums.valueOf(of({ may: 1 }))).toBeUndefined();
  });

  it('tell by how much one differs that follows from others', () => {
    const sums = new SumsOfUnknowns();
    expect(sums.add(of({ left: 1, right: 1 }), 30)).toBeUndefined();
    expect(sums.add(of({ left: 1 }), 10)).toBeUndefined();
    expect(sums.add(of({ right: 1 }), 23)).toBe(3);
    expect(sums.valueOf(of({ right: 1 }))).toBe(20);
  });
});
