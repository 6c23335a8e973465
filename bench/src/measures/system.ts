import { openItems } from '../../../dev/dist/start/balance.js';
import { startService, type RunningService } from '../../../dev/dist/start/service-process.js';
import { services, type ServiceName } from '../../../dev/dist/start/services.js';
import { readSnapshot } from '../../../dev/dist/start/snapshot.js';
import { until } from '../../../dev/dist/until.js';
import type { Bench, Workplace } from '../workplace.js';

const parts: readonly ServiceName[] = ['hospital', 'mapper', 'fhir-sync', 'analytics'];

/**
 * Events per second through the whole system, its start included: until every record is on the FHIR server and every
 * outcome counted.
 */
export async function measureSystem({ folder }: Bench, { around }: Workplace): Promise<number> {
  const running: RunningService[] = [];
  try {
    const since = performance.now();
    await Promise.all(
      parts.map(async (name) => {
        running.push(await startService(services[name], { folder, around, env: process.env, watch: false }));
      }),
    );
    const snapshot = await until('everything to be accounted for', () => readSnapshot(around.ports), {
      accept: (seen) => openItems(seen).length === 0,
      timeoutMs: 600_000,
      intervalMs: 100,
    });
    return snapshot.feed.events / ((performance.now() - since) / 1000);
  } finally {
    for (const { process } of running) await process.stop();
  }
}
