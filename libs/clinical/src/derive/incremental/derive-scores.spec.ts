import { describe, expect, test } from '@jest/globals';
import type { ProcedureEvent } from '@ilium/contracts';
import * as fc from 'fast-check';
import { defaultRules, derivedKinds, type Rules } from '../../rules.js';
import { injectionDay } from '../../testing/contents.js';
import { known } from '../../testing/derived.js';
import { plainIds } from '../../testing/plain-ids.js';
import { anyCourses, anyScores } from '../../testing/score-histories.js';
import { StoreModel } from '../../testing/store-model.js';
import { derive } from '../derive.js';
import { addDays } from '../reports/moments.js';

const rules: Rules = { ...defaultRules, derivedInChart: derivedKinds };
const asOf = addDays(injectionDay, 240);

describe('a new score derives only what it touches', () => {
  test('and ends where deriving everything ends, after each score, and mostly looks at a part', () => {
    let parts = 0;
    fc.assert(
      fc.property(anyCourses, anyScores, (courses, scores) => {
        const store = new StoreModel(rules);
        store.receive(courses, asOf);
        for (const [index, score] of scores.entries()) {
          store.receive([score], asOf);
          expect(stateOf(store)).toEqual(derivedState([...courses, ...scores.slice(0, index + 1)]));
        }
        parts += store.partsDerived;
      }),
      { numRuns: 150 },
    );
    expect(parts).toBeGreaterThan(150);
  });
});

/** Live keys, and what somebody should look at. */
function stateOf(store: StoreModel) {
  return [Object.fromEntries([...store.live()].sort()), [...store.work.keys()].sort()];
}

function derivedState(events: readonly ProcedureEvent[]) {
  const patients = derive(known(events), rules, asOf, plainIds);
  const outputs = patients.flatMap(({ resources, outcomes }) => [...resources, ...outcomes]);
  const live = outputs.map(({ key, digest }) => [key, digest] as const).sort();
  return [Object.fromEntries(live), [...new Set(patients.flatMap(({ work }) => work.map(({ key }) => key)))].sort()];
}
