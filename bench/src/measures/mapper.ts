import { ledger, type Ledger } from '@ilium/contracts';
import { startService } from '../../../dev/dist/start/service-process.js';
import { services } from '../../../dev/dist/start/services.js';
import { until } from '../../../dev/dist/until.js';
import type { Bench, Workplace } from '../workplace.js';

/**
 * Events per second through the mapper, from Kafka to Kafka: from the first batch in its ledger until every event has a
 * fate and all that follows from it is published.
 */
export async function measureMapper({ folder }: Bench, { around }: Workplace, events: number): Promise<number> {
  const mapper = await startService(services.mapper, { folder, around, env: process.env, watch: false });
  try {
    const look = () => readLedger(mapper.url);
    const first = await until('the first batch', look, { accept: ({ received }) => received > 0, ...often });
    const since = performance.now();
    await until('all events to be mapped and published', look, {
      accept: ({ received, outboxPending }) => received >= events && outboxPending === 0,
      ...often,
    });
    return (events - first.received) / ((performance.now() - since) / 1000);
  } finally {
    await mapper.process.stop();
  }
}

const often = { timeoutMs: 600_000, intervalMs: 20 };

async function readLedger(url: string): Promise<Pick<Ledger, 'outboxPending'> & { received: number }> {
  const { topics, outboxPending } = ledger.parse(await (await fetch(`${url}/v1/ledger`)).json());
  return { received: topics.reduce((total, { received }) => total + received, 0), outboxPending };
}
