import { describe, expect, it } from '@jest/globals';
import { Backlog } from './backlog.js';

const rowOf = (id: string, ...sizes: number[]) => ({
  id,
  sequence: 1,
  messages: sizes.map((size) => ({
    ...{ id, sequence: 1, site: 's', door: 'd', receivedAt: 0 },
    body: Buffer.alloc(size),
  })),
});

function open(limits: Partial<ConstructorParameters<typeof Backlog>[0]> = {}) {
  return new Backlog({ memoryBytes: 1_000, messages: 3, bytes: 100, ...limits });
}

describe('the backlog', () => {
  it('takes rows up to a number of messages, in their order', () => {
    const backlog = open();
    for (const row of [rowOf('a', 1, 1), rowOf('b', 1), rowOf('c', 1)]) backlog.add(row);
    expect(backlog.messages).toBe(4);
    expect(backlog.take().map(({ id }) => id)).toEqual(['a', 'b']);
    expect(backlog.take().map(({ id }) => id)).toEqual(['c']);
    expect(backlog.isEmpty).toBe(true);
  });

  it('takes rows up to a number of bytes, also of those whose messages are not in memory', () => {
    const backlog = open({ memoryBytes: 0 });
    for (const id of ['a', 'b', 'c']) backlog.add(rowOf(id, 60));
    expect(backlog.take()).toMatchObject([{ id: 'a', count: 1, bytes: 60, messages: undefined }]);
  });

  it('takes one row that is larger than all limits', () => {
    const backlog = open();
    backlog.add({ id: 'a', sequence: 1, count: 500, bytes: 4_000_000 });
    backlog.add(rowOf('b', 1));
    expect(backlog.take()).toHaveLength(1);
  });

  it('has room in memory again for what was taken', () => {
    const backlog = open({ memoryBytes: 60 });
    backlog.add(rowOf('a', 60));
    backlog.take();
    backlog.add(rowOf('b', 60));
    backlog.add(rowOf('c', 60));
    expect(backlog.take()).toMatchObject([{ messages: [{ id: 'b' }] }]);
    expect(backlog.take()).toMatchObject([{ messages: undefined }]);
  });

  it('has a row once, however often it is added, until it is forgotten', () => {
    const backlog = open();
    backlog.add(rowOf('a', 1));
    backlog.add(rowOf('a', 1));
    const taken = backlog.take();
    backlog.add(rowOf('a', 1));
    expect(backlog.isEmpty).toBe(true);
    backlog.forget(taken);
    backlog.add(rowOf('a', 1));
    expect(backlog.messages).toBe(1);
  });

  it('puts back in front what could not be settled', () => {
    const backlog = open({ messages: 1 });
    for (const id of ['a', 'b']) backlog.add(rowOf(id, 1));
    backlog.putBack(backlog.take());
    expect(backlog.take().map(({ id }) => id)).toEqual(['a']);
  });
});
