import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ledger, recordsStatus, type Ledger, type RecordsStatus } from '@ilium/contracts';
import { until } from '../dev/src/test-environment.js';
import type { ServiceName } from '../dev/src/start/services.js';
import { countsIn, expectedCounts } from './expected-counts.js';
import { RunningSystem } from './running-system.js';

/** Large enough that each kill hits a service in the middle of its work. */
const courses = 300;
let system: RunningSystem;

beforeAll(async () => {
  system = await RunningSystem.prepare({ courses });
  await system.start('hospital');
  await system.judgeByLastDay();
}, 120_000);

afterAll(() => system.close(), 120_000);

async function decidedBy(name: ServiceName): Promise<number> {
  const read: Ledger = ledger.parse(await system.read(name, '/v1/ledger'));
  return read.topics.reduce((sum, { received }) => sum + received, 0);
}

async function delivered(): Promise<number> {
  const read: RecordsStatus = recordsStatus.parse(await system.read('fhir-sync', '/v1/records'));
  return read.byState.delivered ?? 0;
}

/** Kills a service as soon as it has done at least so much, and starts it again. */
async function killInMidWork(name: ServiceName, done: () => Promise<number>, atLeast: number): Promise<void> {
  await until(`${name} to be in the middle of its work`, done, {
    accept: (count) => count >= atLeast,
    timeoutMs: 120_000,
  });
  await system.kill(name);
  await system.start(name);
}

describe('services that are killed in mid-feed, and a FHIR server that is away for a while', () => {
  it('lose nothing and count nothing twice', async () => {
    await system.start('mapper', 'fhir-sync', 'analytics');
    await killInMidWork('mapper', () => decidedBy('mapper'), 200);
    await killInMidWork('fhir-sync', delivered, 50);
    await killInMidWork('analytics', () => decidedBy('analytics'), 100);
    await until('the feed to be sent', async () => JSON.stringify(await system.read('hospital', '/feed/status')), {
      accept: (status) => status.includes('"done":true'),
      timeoutMs: 120_000,
    });
    await system.kill('hospital');
    await until('fhir-sync to notice that the FHIR server is away', async () => {
      const { target } = recordsStatus.parse(await system.read('fhir-sync', '/v1/records'));
      return !target.reachable;
    });
    await system.start('hospital');
    const snapshot = await system.settled();
    expect(countsIn(snapshot)).toEqual(await expectedCounts({ courses }));
  }, 400_000);
});
