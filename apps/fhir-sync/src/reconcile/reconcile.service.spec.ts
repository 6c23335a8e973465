import { silentLogger } from '@ilium/observability';
import { describe, expect, it } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import type { Claim } from '../desired/desired-records.repository.js';
import { Lease } from '../desired/lease.js';
import type { Settlement } from '../desired/settlement.js';
import { claimedRecord } from '../testing/claimed-record.js';
import { alwaysThere } from '../target/target-watch.js';
import { ReconcileService } from './reconcile.service.js';

const limits = { entries: 50, bytes: 1_000_000 };

function claimOf(count: number): Claim {
  const records = Array.from({ length: count }, (_, index) => claimedRecord(`Procedure/p${index}`));
  return { lease: new Lease('l', 60_000), records, present: new Map(), identities: new Map() };
}

describe('a stop', () => {
  it('gives back at once all that was taken and not begun', async () => {
    const claims = [claimOf(100)];
    const settled: (readonly Settlement[])[] = [];
    const held = Promise.withResolvers<void>();
    let begun = 0;
    const service = new ReconcileService(
      {
        records: {
          claim: async () => claims.shift() ?? claimOf(0),
          settle: async (_lease, some) => void settled.push(some),
          msUntilDue: async () => undefined,
        },
        watch: alwaysThere,
        lanes: {
          repository: (records) =>
            records.map((record) => ({
              records: [record],
              deliver: () => {
                begun += 1;
                return held.promise;
              },
            })),
        },
        size: { limits },
        lookAhead: undefined,
        close: async () => undefined,
        logger: silentLogger,
      },
      { concurrency: 2, leaseMs: 60_000, limits, idleMs: 60_000, stopWithinMs: 60_000 },
    );
    service.start();
    await until('all slots to be taken', () => begun === 4);
    const stopped = service.stop();
    // What is in flight is waited for; what is not, is not.
    await until('the others to be given back', () => settled.length > 0);
    held.resolve();
    await stopped;
    expect(begun).toBe(4);
    expect(settled.map((some) => some.map(({ state }) => state))).toEqual([Array.from({ length: 96 }, () => null)]);
  });
});
