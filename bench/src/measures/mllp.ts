import { join } from 'node:path';
import { ManagedProcess } from '../../../dev/dist/processes/managed-process.js';
import { projectRoot } from '../../../dev/dist/project.js';
import { startService } from '../../../dev/dist/start/service-process.js';
import { services } from '../../../dev/dist/start/services.js';
import { until } from '../../../dev/dist/until.js';
import type { Bench, Workplace } from '../workplace.js';
import { messageOf } from './hl7-message.js';
import { loadMllp, type MllpShape } from './mllp-load.js';

/** How a door is asked: by one sender that waits for each answer, by eight of them, and by one that does not wait. */
const mllpShapes = {
  one: { connections: 1, window: 1 },
  eight: { connections: 8, window: 1 },
  pipelined: { connections: 1, window: 64 },
} as const satisfies Record<string, MllpShape>;
export const mllpShapeNames = ['one', 'eight', 'pipelined'] as const;
export type MllpShapeName = (typeof mllpShapeNames)[number];

const messagesOf: Readonly<Record<MllpShapeName, number>> = { one: 3_000, eight: 10_000, pipelined: 20_000 };

/** Messages per second of each shape, accepted, committed and acknowledged. */
export type MllpRates = Readonly<Record<MllpShapeName, number>>;

/** What was measured in one round: the door and its floor in turn, shape after shape. */
export interface MllpRound {
  readonly floor: MllpRates;
  readonly intake: MllpRates;
  /** Messages per second until the last one is mapped, stored by itself and published. */
  readonly lasting: number;
}

/**
 * The door beside its floor, both running all the time, so that what disturbs the machine for a while disturbs both. A
 * service runs for months and has compiled what it runs: a round of its own goes before, and is not counted. Before each
 * shape the system is at rest.
 */
export async function* measureMllp(
  { folder }: Bench,
  { around, databaseUrl }: Workplace,
  rounds: number,
): AsyncGenerator<MllpRound> {
  const intake = await startService(services.intake, { folder, around, env: process.env, watch: false });
  const floor = await startFloor(folder.logs, databaseUrl);
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const measured = await measureRound(`R${round}`, { port: around.ports.mllp, url: intake.url }, floor.port);
      if (round > 0) yield measured;
    }
  } finally {
    await floor.process.stop();
    await intake.process.stop();
  }
}

async function measureRound(name: string, intake: { readonly port: number; readonly url: string }, floorPort: number) {
  const rates = { floor: noRates(), intake: noRates() };
  let [messages, seconds] = [0, 0];
  for (const shapeName of mllpShapeNames) {
    const [shape, count] = [mllpShapes[shapeName], messagesOf[shapeName]];
    const bodyOf = (index: number) => messageOf(`${name}-${shapeName}-${index}`);
    rates.floor[shapeName] = await loadMllp(floorPort, shape, count, bodyOf);
    const since = performance.now();
    rates.intake[shapeName] = await loadMllp(intake.port, shape, count, bodyOf);
    await atRest(intake.url);
    messages += count;
    seconds += (performance.now() - since) / 1_000;
  }
  return { ...rates, lasting: messages / seconds };
}

function noRates(): Record<MllpShapeName, number> {
  return { one: Number.NaN, eight: Number.NaN, pipelined: Number.NaN };
}

/** Gauges that are 0 when everything acknowledged is stored and published. */
const unfinished = ['ilium_intake_journal_messages', 'ilium_outbox_waiting_rows'];

async function atRest(url: string): Promise<void> {
  const lines = async () => (await (await fetch(`${url}/metrics`)).text()).split('\n');
  const waiting = (all: readonly string[]) =>
    unfinished.map((name) =>
      Number(/ (\S+)$/.exec(all.find((line) => line.startsWith(name)) ?? '')?.[1] ?? Number.NaN),
    );
  await until('everything to be stored and published', async () => waiting(await lines()), {
    accept: (counts) => counts.every((count) => count === 0),
    timeoutMs: 120_000,
    intervalMs: 20,
  });
}

async function startFloor(logs: string, databaseUrl: string) {
  const child = await ManagedProcess.start({
    name: 'mllp-floor',
    command: process.execPath,
    args: [join(projectRoot, 'bench', 'dist', 'floors', 'mllp.js'), databaseUrl],
    cwd: projectRoot,
    logFile: join(logs, 'mllp-floor.log'),
    stopSignal: 'SIGTERM',
    graceMs: 10_000,
  });
  const port = await child.waitForLine((line) => /^\{"port":(\d+)\}$/.exec(line)?.[1], 30_000);
  return { process: child, port: Number(port) };
}
