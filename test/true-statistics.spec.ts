import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ratesAnswer } from '../apps/analytics/src/answers/window-rates.js';
import { trueStatistics, type TrueRate } from '../apps/hospital/src/feed/believable/true-statistics.js';
import { RunningSystem } from './running-system.js';

/** The whole way: the statistics that the API answers are those of the answers that the hospital's patients gave. */

const courses = 120;
let system: RunningSystem;

beforeAll(async () => {
  system = await RunningSystem.prepare({ courses, profile: 'believable' });
  await system.start('hospital');
  await system.judgeByLastDay();
  await system.start('mapper', 'fhir-sync', 'analytics');
  await system.settled();
}, 300_000);

afterAll(() => system.close(), 120_000);

interface Row {
  readonly group: string;
  readonly expected: number;
  readonly observed: number;
  readonly comparable: number;
  readonly improved: number;
  readonly atLeast50: number;
}

function toRow({ procedureType, measure, window, expected, answered, comparable, ofAnswered }: TrueRate): Row {
  const count = (share: number | null) => Math.round((share ?? 0) * comparable);
  return {
    group: `${procedureType} ${measure} ${window}`,
    ...{ expected, observed: answered, comparable },
    improved: count(ofAnswered.improved),
    atLeast50: count(ofAnswered.atLeast50),
  };
}

/** Windows of the first hours are nobody's duty, and those in which nobody is expected are no rates. */
async function answered(measure: string): Promise<readonly Row[]> {
  const answer = await system.read('analytics', `/v1/statistics/rates?measure=${measure}&painLocation=none`);
  return ratesAnswer
    .parse(answer)
    .groups.filter(({ window, expected }) => /^[WMY]/.test(window) && expected > 0)
    .map(({ procedureType, window, expected, observed, improved, atLeast50 }) => ({
      group: `${procedureType} ${measure} ${window}`,
      ...{ expected, observed, comparable: atLeast50.of },
      improved: improved.count,
      atLeast50: atLeast50.count,
    }));
}

const byGroup = (a: Row, b: Row): number => a.group.localeCompare(b.group);

describe(`the statistics of ${courses} believable courses`, () => {
  it.each(['nrs', 'odi', 'stated-relief'])('are of the answers that were given: %s', async (measure) => {
    const { rates } = trueStatistics({ seed: 1, courses });
    const truth = rates.filter((rate) => rate.measure === measure && rate.stratum === undefined).map(toRow);
    expect(truth.length).toBeGreaterThan(20);
    expect((await answered(measure)).toSorted(byGroup)).toEqual(truth.toSorted(byGroup));
  });
});
