import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LeftDocument } from './documents.repository.js';
import { LeftDocuments } from './left-documents.js';

const patience = { firstMs: 15_000, longestMs: 600_000 };

let left: readonly LeftDocument[];
let looks: number;
let made: string[];
let counts: number[];
let failing: readonly string[];
let documents: LeftDocuments;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  [left, looks, made, counts, failing] = [[], 0, [], [], []];
  documents = new LeftDocuments(
    {
      maker: {
        left: async () => {
          looks += 1;
          return left;
        },
        make: async (told) => {
          if (told.some((key) => failing.includes(key))) throw new Error('The font is gone. Install it.');
          made.push(...told);
          return { documents: [], members: new Set<string>(), behind: new Set<string>(), isOtherBehind: false };
        },
      },
      logger: { warn: () => undefined },
      tell: (count) => void counts.push(count),
    },
    patience,
  );
});

afterEach(async () => {
  await documents.stop();
  jest.useRealTimers();
});

const waiting = (id: string, isThere = false): LeftDocument => ({
  key: `DocumentReference/d${id}`,
  told: [`Procedure/${id}`],
  isThere,
});

/** How often is looked while so many seconds go by. */
async function looksWithin(seconds: number): Promise<number> {
  const before = looks;
  for (let second = 0; second < seconds; second += 1) {
    jest.advanceTimersByTime(1_000);
    for (let turn = 0; turn < 3; turn += 1) await nextTurn();
  }
  return looks - before;
}

async function start(...all: readonly LeftDocument[]): Promise<void> {
  left = all;
  documents.start();
  await nextTurn();
}

describe('documents that are left', () => {
  it('are looked at ever more rarely while nothing changes, and are counted', async () => {
    await start(waiting('p1'));
    expect([looks, counts]).toEqual([1, [1]]);
    // After 15 s, 30 s, 60 s, 120 s, 240 s, 480 s; then each 600 s.
    expect(await looksWithin(945)).toBe(6);
    expect(await looksWithin(3_600)).toBe(6);
  });

  it('are looked at soon again when others are left, or some of them can be withdrawn', async () => {
    await start(waiting('p1'), waiting('p2'));
    await looksWithin(945);
    left = [waiting('p1')];
    expect(await looksWithin(600)).toBe(1);
    expect(await looksWithin(15)).toBe(1);
  });

  it('are looked at as soon as records have gone their own way, but not all the time', async () => {
    await start(waiting('p1'));
    await looksWithin(945);
    left = [waiting('p1', true)];
    documents.recordsWent();
    expect(await looksWithin(1)).toBe(1);
    expect(made).toEqual(['Procedure/p1']);
    left = [];
    for (let time = 0; time < 10; time += 1) documents.recordsWent();
    expect(await looksWithin(14)).toBe(0);
    expect(await looksWithin(1)).toBe(1);
    expect(counts.at(-1)).toBe(0);
    documents.recordsWent();
    expect(await looksWithin(599)).toBe(0);
  });

  it('are withdrawn also where others can not be', async () => {
    failing = ['Procedure/p1'];
    await start(waiting('p1', true), waiting('p2', true));
    await looksWithin(1);
    expect(made).toEqual(['Procedure/p2']);
  });
});
