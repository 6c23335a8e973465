import { describe, expect, it } from '@jest/globals';
import { components, partByReferences, referredFirst } from './by-reference.js';

const record = (key: string, ...refersTo: string[]) => ({ key, refersTo });
const keysOf = (records: readonly { key: string }[]) => records.map(({ key }) => key).join(' ');

describe('references', () => {
  it('what refers to each other, also through others, is one component', () => {
    const groups = components([record('a'), record('x'), record('b', 'a'), record('c', 'b'), record('y', 'x', 'z')]);
    expect(groups.map(keysOf)).toEqual(['a b c', 'x y']);
  });

  it('two that refer to the same are together with it, whatever the order', () => {
    expect(components([record('b', 'p'), record('c', 'p'), record('p')]).map(keysOf)).toEqual(['b c p']);
  });

  it('the referred come first', () => {
    expect(keysOf(referredFirst([record('c', 'b'), record('b', 'a'), record('a'), record('d', 'else')]))).toBe(
      'a b c d',
    );
  });

  it('a circle keeps all its members', () => {
    expect(referredFirst([record('a', 'b'), record('b', 'a')])).toHaveLength(2);
  });

  it('a record is held when what it refers to is neither there nor going along, and what refers to it as well', () => {
    const records = [record('a', 'gone'), record('b', 'a'), record('c', 'there'), record('d', 'c')];
    const { ready, held } = partByReferences(records, (key) => key === 'there');
    expect(keysOf(ready)).toBe('c d');
    expect(keysOf(held)).toBe('a b');
  });

  it('a circle goes together', () => {
    const { ready } = partByReferences([record('a', 'b'), record('b', 'a')], () => false);
    expect(keysOf(ready)).toBe('a b');
  });
});
