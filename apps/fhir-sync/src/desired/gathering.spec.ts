import { describe, expect, it } from '@jest/globals';
import { Gathering } from './gathering.js';

function open(work: (items: readonly number[]) => Promise<void> = () => new Promise(setImmediate)) {
  const rounds: (readonly number[])[] = [];
  const gathering = new Gathering<number>((items) => {
    rounds.push(items);
    return work(items);
  });
  return { rounds, gathering };
}

describe('a gathering', () => {
  it('does together what comes while two rounds are under way', async () => {
    const { rounds, gathering } = open();
    await Promise.all([[1], [2], [3, 4], [5]].map((items) => gathering.add(items)));
    expect(rounds).toEqual([[1], [2], [3, 4, 5]]);
    await gathering.add([6]);
    expect(rounds.at(-1)).toEqual([6]);
  });

  it('fails nobody for another one’s sake', async () => {
    const { rounds, gathering } = open((items) =>
      items.includes(3) ? Promise.reject(new RangeError('three')) : Promise.resolve(),
    );
    const ends = await Promise.allSettled([[1], [0], [2], [3], [4]].map((items) => gathering.add(items)));
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(rounds).toEqual([[1], [0], [2, 3, 4], [2], [3], [4]]);
  });

  it('tells all of them at once while the database is away', async () => {
    const away = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const { rounds, gathering } = open(() => Promise.reject(away));
    const ends = await Promise.allSettled([[1], [2], [3], [4]].map((items) => gathering.add(items)));
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
    expect(rounds).toEqual([[1], [2], [3, 4]]);
  });

  it('keeps a round from growing without bound', async () => {
    const { rounds, gathering } = open();
    const many = Array.from({ length: 1_500 }, (_, index) => index);
    await Promise.all([many, many, many, many, [1]].map((items) => gathering.add(items)));
    expect(rounds.map(({ length }) => length)).toEqual([1_500, 1_500, 1_500, 1_501]);
  });
});
