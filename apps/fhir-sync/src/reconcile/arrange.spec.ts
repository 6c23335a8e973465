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

  it('counts what goes along with the records', () => {
    const doubled = arrange(
      ['a', 'b', 'c'].map((key) => record(key)),
      limits,
      () => ({ entries: 2, bytes: 20 }),
    );
    expect(doubled.flat().map(({ length }) => length)).toEqual([2, 1]);
    const heavy = arrange([record('a'), record('b', ['a'])], limits, () => ({ entries: 1, bytes: 600 }));
    expect(heavy).toHaveLength(1);
    expect(heavy.flat().map(({ length }) => length)).toEqual([1, 1]);
  });

  it('sends a record alone whose company would be too large for what goes along', () => {
    const alone = arrange([record('a'), record('b')], { entries: 1, bytes: 1_000 }, () => ({ entries: 2, bytes: 20 }));
    expect(alone.map((run) => run.flat().length)).toEqual([1, 1]);
  });
});
