import { silentLogger } from '@ilium/observability';
import { describe, expect, it } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import type { Claim, ClaimSize } from '../desired/desired-records.repository.js';
import { Lease } from '../desired/lease.js';
import type { Settlement } from '../desired/settlement.js';
import { claimedRecord } from '../testing/claimed-record.js';
import { alwaysThere } from '../target/target-watch.js';
import type { Lanes } from './lane-run.js';
import { ReconcileService } from './reconcile.service.js';

const limits = { entries: 50, bytes: 1_000_000 };

function claimOf(count: number): Claim {
  const records = Array.from({ length: count }, (_, index) => claimedRecord(`Procedure/p${index}`));
  return { lease: new Lease('l', 60_000), records, present: new Map(), identities: new Map() };
}

/** One record a run. */
class SingleRuns {
  readonly sizes: ClaimSize[] = [];
  readonly settled: (readonly Settlement[])[] = [];
  readonly held = Promise.withResolvers<void>();
  begun = 0;
  readonly service: ReconcileService;

  constructor(count: number) {
    const claims = [claimOf(count)];
    const records = {
      claim: async (size: ClaimSize) => {
        this.sizes.push(size);
        return claims.shift() ?? claimOf(0);
      },
      settle: async (_lease: Lease, some: readonly Settlement[]) => void this.settled.push(some),
      msUntilDue: async () => undefined,
    };
    const deliver = () => {
      this.begun += 1;
      return this.held.promise;
    };
    const lanes: Lanes = { repository: (all) => all.map((record) => ({ records: [record], deliver })) };
    const parts = { records, watch: alwaysThere, lanes, size: { limits }, lookAhead: undefined };
    this.service = new ReconcileService(
      { ...parts, close: async () => undefined, logger: silentLogger },
      { concurrency: 2, leaseMs: 60_000, limits, idleMs: 60_000, stopWithinMs: 60_000 },
    );
    this.service.start();
  }
}

describe('a stop', () => {
  it('gives back at once all that was taken and not begun', async () => {
    const runs = new SingleRuns(100);
    await until('all slots to be taken', () => runs.begun === 8);
    const stopped = runs.service.stop();
    // What is in flight is waited for; what is not, is not.
    await until('the others to be given back', () => runs.settled.length > 0);
    runs.held.resolve();
    await stopped;
    expect(runs.begun).toBe(8);
    expect(runs.settled.map((some) => some.map(({ state }) => state))).toEqual([
      Array.from({ length: 92 }, () => null),
    ]);
  });
});

describe('a claim', () => {
  it('is as large as transactions for all runs, and as many requests for what goes alone', async () => {
    const runs = new SingleRuns(0);
    await until('a claim', () => runs.sizes.length > 0);
    await runs.service.stop();
    expect(runs.sizes[0]).toEqual({ records: 4 * limits.entries, bytes: 4 * limits.bytes, singles: 4 });
  });
});

describe('while places are found for a claim', () => {
  /** How many claims are taken beside one of so many records, whose places are still looked for. */
  async function takenBeside(count: number): Promise<number> {
    const claims = [claimOf(count)];
    let taken = 0;
    const records = {
      claim: async () => {
        taken += 1;
        return claims.shift() ?? claimOf(0);
      },
      settle: async () => undefined,
      msUntilDue: async () => undefined,
    };
    const [asked, found] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const lookAhead = () => {
      asked.resolve();
      return found.promise;
    };
    const lanes: Lanes = { repository: (all) => [{ records: all, deliver: async () => undefined }] };
    const service = new ReconcileService(
      {
        records,
        watch: alwaysThere,
        lanes,
        size: { limits },
        lookAhead,
        close: async () => undefined,
        logger: silentLogger,
      },
      { concurrency: 2, leaseMs: 60_000, limits, idleMs: 60_000, stopWithinMs: 60_000 },
    );
    service.start();
    await asked.promise;
    await new Promise(setImmediate);
    const beside = taken - 1;
    found.resolve();
    await service.stop();
    return beside;
  }

  it('takes the next, where as many were due as are taken at a time', async () => {
    expect(await takenBeside(4 * limits.entries)).toBe(1);
  });

  it('takes no other, where that was all', async () => {
    expect(await takenBeside(4 * limits.entries - 1)).toBe(0);
  });
});

describe('a target whose FHIR server is away', () => {
  it('gets what goes in its own time, and nothing else is taken', async () => {
    const claim = claimOf(1);
    const claims = [{ ...claim, records: claim.records.map((record) => ({ ...record, lane: 'hl7v2-out' as const })) }];
    const asked: string[] = [];
    const records = {
      claim: async (_size: ClaimSize, _leaseMs: number, which = 'any') => {
        asked.push(which);
        return claims.shift() ?? claimOf(0);
      },
      settle: async () => undefined,
      msUntilDue: async () => undefined,
    };
    const away = { ...alwaysThere, gate: () => ({ state: 'open', probeInMs: 60_000 }) as const };
    const told = Promise.withResolvers<void>();
    const lanes: Lanes = {
      'hl7v2-out': (all) => [{ records: all, deliver: async () => told.resolve() }],
      repository: (all) => [{ records: all, deliver: async () => told.resolve() }],
    };
    const parts = { records, watch: away, lanes, size: { limits }, lookAhead: undefined };
    const service = new ReconcileService(
      { ...parts, close: async () => undefined, logger: silentLogger },
      { concurrency: 2, leaseMs: 60_000, limits, idleMs: 60_000, stopWithinMs: 60_000 },
    );
    service.start();
    await told.promise;
    await until('it to be looked for more', () => asked.length > 1);
    await service.stop();
    expect(new Set(asked)).toEqual(new Set(['in-own-time']));
  });
});
