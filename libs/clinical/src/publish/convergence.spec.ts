import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { derive, type PatientOutputs } from '../derive/derive.js';
import { addDays, daysBetween } from '../derive/reports/moments.js';
import { defaultRules } from '../rules.js';
import { injectionDay } from '../testing/contents.js';
import { known } from '../testing/derived.js';
import { anyArrival, anyHistory } from '../testing/histories.js';
import { plainIds } from '../testing/plain-ids.js';
import { StoreModel } from '../testing/store-model.js';

const asOf = addDays(injectionDay, 140);
const arrivals = anyHistory.chain((history) =>
  fc.tuple(fc.constant(history), anyArrival(history), anyArrival(history)),
);

describe('convergence, stated exactly', () => {
  test('deriving sees a set: the order and repetition of events leave no trace', () => {
    fc.assert(
      fc.property(arrivals, ([history, arrival]) => {
        expect(outputs(arrival.flat())).toEqual(outputs(history));
      }),
      { numRuns: 150 },
    );
  });

  test('however events arrive, the live keys are those that follow from all of them; every other key is retracted', () => {
    fc.assert(
      fc.property(arrivals, ([history, arrival, otherArrival]) => {
        const expected = liveKeys(outputs(history));
        for (const batches of [[history], arrival, otherArrival]) {
          const store = new StoreModel();
          for (const batch of batches) store.receive(batch, asOf);
          expect(sorted(store.live())).toEqual(expected);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('with days going by between the batches, a sweep of those who are due ends in the same place', () => {
    fc.assert(
      fc.property(
        arrivals,
        fc.array(fc.integer({ min: -3, max: 140 }), { maxLength: 8 }),
        ([history, arrival], days) => {
          const store = new StoreModel();
          const passing = days.sort((a, b) => a - b).map((day) => addDays(injectionDay, day));
          for (const [index, batch] of arrival.entries()) {
            const today = passing[Math.min(index, passing.length - 1)] ?? asOf;
            store.sweep(today);
            store.receive(batch, today);
          }
          for (const today of passing) store.sweep(today);
          store.sweep(asOf);
          expect(sorted(store.live())).toEqual(liveKeys(outputs(history)));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('a reader who keeps the highest revision of each key holds the live keys, in whatever order the records come', () => {
    const shuffled = arrivals.chain(([, arrival]) => {
      const store = new StoreModel();
      for (const batch of arrival) store.receive(batch, asOf);
      const { sent } = store;
      return fc.tuple(fc.constant(store), fc.shuffledSubarray(sent, { minLength: sent.length }));
    });
    fc.assert(
      fc.property(shuffled, ([store, records]) => {
        const held = new Map<string, (typeof records)[number]>();
        for (const record of records) {
          if (record.revision > (held.get(record.key)?.revision ?? 0)) held.set(record.key, record);
        }
        const live = [...held].flatMap(([key, { digest }]) => (digest === undefined ? [] : [[key, digest] as const]));
        expect(sorted(live)).toEqual(sorted(store.live()));
      }),
    );
  });

  test('every output has a key of its own', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const keys = outputs(history).flatMap(({ resources, outcomes }) =>
          [...resources, ...outcomes].map(({ key }) => key),
        );
        expect(keys).toEqual([...new Set(keys)]);
      }),
      { numRuns: 150 },
    );
  });

  test('nothing changes by itself before the due day', () => {
    fc.assert(
      fc.property(
        anyHistory,
        fc.integer({ min: -40, max: 130 }),
        fc.integer({ min: 1, max: 900 }),
        (history, now, later) => {
          const today = addDays(injectionDay, now);
          for (const patient of outputs(history, today)) {
            const beforeDue = patient.dueDay === undefined ? later : daysBetween(today, patient.dueDay) - 1;
            const then = addDays(today, Math.min(later, beforeDue));
            const same = outputs(history, then).find(({ survivor }) => survivor === patient.survivor);
            expect({ ...same, dueDay: undefined }).toEqual({ ...patient, dueDay: undefined });
            expect(patient.dueDay === undefined || patient.dueDay > today).toBe(true);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

function outputs(history: Parameters<typeof known>[0], day = asOf): readonly PatientOutputs[] {
  return derive(known(history), defaultRules, day, plainIds);
}

function liveKeys(patients: readonly PatientOutputs[]) {
  return sorted(
    patients.flatMap(({ resources, outcomes }) =>
      [...resources, ...outcomes].map(({ key, digest }) => [key, digest] as const),
    ),
  );
}

function sorted(pairs: Iterable<readonly [string, string]>) {
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));
}
