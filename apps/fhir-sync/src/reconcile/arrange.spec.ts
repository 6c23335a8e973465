import { describe, expect, it } from '@jest/globals';
import { claimedRecord } from '../testing/claimed-record.js';
import { arrange } from './arrange.js';
import type { ClaimedRecord } from './claimed-record.js';

const limits = { entries: 4, bytes: 1_000 };

function record(key: string, refersTo: string[] = [], more: Partial<ClaimedRecord> = {}): ClaimedRecord {
  return claimedRecord(key, { body: 'x'.repeat(10), refersTo, ...more });
}

const shapeOf = (records: readonly ClaimedRecord[]) =>
  arrange(records, limits).map((run) => run.map((transaction) => transaction.map(({ key }) => key).join(' ')));

describe('arrange', () => {
  it('folds records of many patients into full transactions', () => {
    expect(shapeOf(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => record(key)))).toEqual([['a b c d'], ['e f']]);
  });

  it('keeps what refers to each other in one transaction', () => {
    const records = [record('a'), record('b'), record('c'), record('p'), record('o', ['p'])];
    expect(shapeOf(records)).toEqual([['a b c'], ['p o']]);
  });

  it('sends the referred first where what refers to each other is too much for one transaction', () => {
    const records = [...['o1', 'o2', 'o3', 'o4'].map((key) => record(key, ['p'])), record('p')];
    expect(shapeOf(records)).toEqual([['p o1 o2 o3', 'o4']]);
  });

  it('keeps to the limit of bytes, and lets a larger record go alone', () => {
    const records = [
      record('a', [], { body: 'x'.repeat(600) }),
      record('b', [], { body: 'x'.repeat(600) }),
      record('c', [], { body: 'x'.repeat(2_000) }),
    ];
    expect(shapeOf(records)).toEqual([['a'], ['b'], ['c']]);
  });

  it('lets records whose requests failed travel in ever smaller company', () => {
    const suspects = ['s', 't'].map((key) => record(key, [], { attempts: 1, suspect: true }));
    expect(shapeOf([...suspects, record('a'), record('b'), record('c')])).toEqual([['a b c'], ['s'], ['t']]);
  });

  it('does not suspect a record that waited', () => {
    expect(shapeOf([record('a', [], { attempts: 5 }), record('b')])).toEqual([['a b']]);
  });
});
