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

async function records(): Promise<RecordsStatus> {
  return recordsStatus.parse(await system.read('fhir-sync', '/v1/records'));
}

/** The FHIR server drops every connection, or answers again. */
async function makeFhirServer(mode: 'down' | 'none'): Promise<void> {
  const response = await fetch(`${system.url('hospital')}/admin/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mode }),
  });
  expect(response.ok).toBe(true);
}

describe('services that are killed in mid-feed, and a FHIR server that is away for a while', () => {
  it('lose nothing and count nothing twice', async () => {
    await system.start('mapper', 'fhir-sync', 'analytics');
    await killInMidWork('mapper', () => decidedBy('mapper'), 200);
    await killInMidWork('fhir-sync', delivered, 50);
    await makeFhirServer('down');
    await until(
      'fhir-sync to notice that the FHIR server is away',
      async () => !(await records()).targets.every(({ reachable }) => reachable),
    );
    await killInMidWork('analytics', () => decidedBy('analytics'), 100);
    await until('the feed to be sent', async () => JSON.stringify(await system.read('hospital', '/feed/status')), {
      accept: (status) => status.includes('"done":true'),
      timeoutMs: 120_000,
    });
    // The topic is still taken in, and what the server should have waits for it.
    const during = await records();
    expect((during.byState.pending ?? 0) + (during.byState.waiting ?? 0)).toBeGreaterThan(0);
    expect(during.byState.refused ?? 0).toBe(0);
    await system.kill('fhir-sync');
    await makeFhirServer('none');
    await system.start('fhir-sync');
    await system.settled();
    // The server itself is killed too: what it has answered it still has.
    await system.kill('hospital');
    await system.start('hospital');
    expect(countsIn(await system.settled())).toEqual(await expectedCounts({ courses }));
  }, 400_000);
});
