import { join } from 'node:path';
import { topicName } from '@ilium/contracts';
import { ManagedProcess } from '../../../dev/dist/processes/managed-process.js';
import { projectRoot } from '../../../dev/dist/project.js';
import { startService } from '../../../dev/dist/start/service-process.js';
import { fhirBase, services } from '../../../dev/dist/start/services.js';
import { until } from '../../../dev/dist/until.js';
import type { FloorTask } from '../floors/floor.js';
import { openWorkplace, type Bench, type Workplace } from '../workplace.js';
import { fillBundles, recordsOfBundle } from './fhir-bundles.js';

/**
 * How bundles are delivered: by a loop that keeps no state, by fhir-sync with one bundle in a request, and by fhir-sync
 * with records of many patients folded into one transaction. 32 requests in flight each.
 */
export const deliveryWays = ['plain', 'single', 'folded'] as const;
export type DeliveryWay = (typeof deliveryWays)[number];

export interface DeliveryRate {
  readonly bundlesPerSecond: number;
  /** Of the process that delivers, its start included. */
  readonly cpuMsPerBundle: number;
}

const bundles = 5_000;
const latencyMs = 20;
const inFlight = 32;

/** From the first request that arrives at a server of 20 ms latency until the last record is there. */
export async function measureDelivery(bench: Bench, way: DeliveryWay): Promise<DeliveryRate> {
  const place = await openWorkplace(bench);
  await fillBundles(place, bundles);
  const sink = await startChild(bench, 'fhir-sink', [String(place.around.ports.hospital), String(latencyMs)]);
  await sink.waitForLine((line) => (line.includes('listening') ? line : undefined), 30_000);
  try {
    const cpuSeconds = way === 'plain' ? await deliverPlainly(bench, place) : await deliver(bench, place, way);
    const { firstAt, lastAt } = await countsOf(place);
    return {
      bundlesPerSecond: bundles / ((lastAt - firstAt) / 1_000),
      cpuMsPerBundle: (cpuSeconds * 1_000) / bundles,
    };
  } finally {
    await sink.stop();
  }
}

async function deliverPlainly(bench: Bench, { around }: Workplace): Promise<number> {
  const task: FloorTask = {
    brokers: around.brokers.split(','),
    databaseUrl: '',
    from: topicName(around.topicPrefix, 'fhir-bundles'),
    to: fhirBase(around.ports),
    messages: bundles,
  };
  const floor = await startChild(bench, 'plain-delivery', [JSON.stringify(task)]);
  try {
    const line = await floor.waitForLine((text) => (text.includes('cpuSeconds') ? text : undefined), 300_000);
    return readCpu(/"cpuSeconds":([\d.]+)/, line);
  } finally {
    await floor.stop();
  }
}

async function deliver({ folder }: Bench, place: Workplace, way: DeliveryWay): Promise<number> {
  const { around } = place;
  const single = { FHIR_MAX_ENTRIES: String(recordsOfBundle) };
  const settings = { FHIR_CONCURRENCY: String(inFlight), ...(way === 'single' ? single : {}) };
  const options = { folder, around, env: process.env, settings, watch: false };
  const sync = await startService(services['fhir-sync'], options);
  try {
    await until('every record to be there', async () => (await countsOf(place)).records, {
      accept: (records) => records === bundles * recordsOfBundle,
      timeoutMs: 300_000,
      intervalMs: 50,
    });
    return readCpu(/^process_cpu_seconds_total(?:\{.*\})? (\S+)$/m, await (await fetch(`${sync.url}/metrics`)).text());
  } finally {
    await sync.process.stop();
  }
}

function startChild({ folder }: Bench, name: string, args: readonly string[]): Promise<ManagedProcess> {
  return ManagedProcess.start({
    name,
    command: process.execPath,
    args: [join(projectRoot, 'bench', 'dist', 'floors', `${name}.js`), ...args],
    cwd: projectRoot,
    logFile: join(folder.logs, `${name}.log`),
    stopSignal: 'SIGTERM',
    graceMs: 10_000,
  });
}

interface Counts {
  readonly records: number;
  readonly transactions: number;
  readonly batches: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

async function countsOf({ around }: Workplace): Promise<Counts> {
  const response = await fetch(new URL('/counts', fhirBase(around.ports)));
  return (await response.json()) as Counts;
}

function readCpu(pattern: RegExp, text: string): number {
  return Number(pattern.exec(text)?.[1] ?? Number.NaN);
}
