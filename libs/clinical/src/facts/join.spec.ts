import { describe, test } from '@jest/globals';
import type { ProcedureEvent } from '@ilium/contracts';
import * as fc from 'fast-check';
import { known } from '../testing/derived.js';
import { anyArrival, anyHistory } from '../testing/histories.js';
import { plainIds } from '../testing/plain-ids.js';
import { canonicalJson } from '../canonical-json.js';
import { nothingKnown, type Facts } from './fact.js';
import { factsFrom } from './from-event.js';
import { join, joinAll } from './join.js';

describe('convergence rule 7: knowledge joins as a set', () => {
  test('in any order: a joined with b is b joined with a', () => {
    fc.assert(
      fc.property(anyHistory, anyHistory, (first, second) => {
        const [a, b] = [known(first), known(second)];
        return isSame(join(a, b), join(b, a));
      }),
    );
  });

  test('in any grouping: (a, b), c is a, (b, c)', () => {
    fc.assert(
      fc.property(anyHistory, anyHistory, anyHistory, (first, second, third) => {
        const [a, b, c] = [known(first), known(second), known(third)];
        return isSame(join(join(a, b), c), join(a, join(b, c)));
      }),
    );
  });

  test('as often as you like: a joined with a is a', () => {
    fc.assert(fc.property(anyHistory, (history) => isSame(join(known(history), known(history)), known(history))));
  });

  test('event by event, or all at once', () => {
    fc.assert(
      fc.property(
        anyHistory.chain((history) => fc.tuple(fc.constant(history), anyArrival(history))),
        ([history, batches]) => {
          const arrived = batches.reduce((facts, batch) => joinAll(facts, batch.map(stated)), nothingKnown);
          const oneByOne = history.map(stated).reduce(join, nothingKnown);
          return isSame(arrived, oneByOne);
        },
      ),
    );
  });

  test('joining leaves what it joins as it was', () => {
    fc.assert(
      fc.property(anyHistory, anyHistory, (first, second) => {
        const [a, b] = [known(first), known(second)];
        const before = written(a);
        join(a, b);
        joinAll(a, [b]);
        return written(a) === before;
      }),
    );
  });

  test('a state that was stored with its keys in another order is the same state', () => {
    fc.assert(
      fc.property(anyHistory, anyHistory, (first, second) => {
        const [a, b] = [known(first), known(second)];
        return isSame(join(a, b), join(stored(a), b));
      }),
    );
  });
});

function stated(event: ProcedureEvent): Facts {
  return factsFrom(event, plainIds);
}

function isSame(a: Facts, b: Facts): boolean {
  return written(a) === written(b);
}

function written({ facts, links, patients }: Facts): string {
  const sorted = [facts, links, patients].map((map) => [...map].sort(([a], [b]) => (a < b ? -1 : 1)));
  return canonicalJson(sorted);
}

/** Databases keep objects, not the order of their keys. */
function stored(known: Facts): Facts {
  const facts = [...known.facts].map(([key, fact]) => [key, reversed(fact)] as const);
  return { ...known, facts: new Map(facts) };
}

function reversed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).reverse())
      : field,
  );
}
