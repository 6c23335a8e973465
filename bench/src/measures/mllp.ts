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
export const mllpShapes = {
  one: { connections: 1, window: 1 },
  eight: { connections: 8, window: 1 },
  pipelined: { connections: 1, window: 64 },
} as const satisfies Record<string, MllpShape>;
export type MllpShapeName = keyof typeof mllpShapes;

const warming = 2_000;
const messagesOf: Readonly<Record<MllpShapeName, number>> = { one: 3_000, eight: 10_000, pipelined: 20_000 };

/** Messages per second of each shape, accepted, committed and acknowledged. */
export type MllpRates = Readonly<Record<MllpShapeName, number>>;

/** The same, and `lasting`: messages per second until the last one is mapped, stored by itself and published. */
export type IntakeRates = MllpRates & { readonly lasting: number };

export async function measureIntake({ folder }: Bench, { around }: Workplace): Promise<IntakeRates> {
  const intake = await startService(services.intake, { folder, around, env: process.env, watch: false });
  try {
    let [messages, seconds] = [0, 0];
    const rates = await measureShapes(around.ports.mllp, async (count, since) => {
      await atRest(intake.url);
      messages += count;
      seconds += (performance.now() - since) / 1_000;
    });
    return { ...rates, lasting: messages / seconds };
  } finally {
    await intake.process.stop();
  }
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

export async function measureMllpFloor({ folder }: Bench, { databaseUrl }: Workplace): Promise<MllpRates> {
  const child = await ManagedProcess.start({
    name: 'mllp-floor',
    command: process.execPath,
    args: [join(projectRoot, 'bench', 'dist', 'floors', 'mllp.js'), databaseUrl],
    cwd: projectRoot,
    logFile: join(folder.logs, 'mllp-floor.log'),
    stopSignal: 'SIGTERM',
    graceMs: 10_000,
  });
  try {
    const port = await child.waitForLine((line) => /^\{"port":(\d+)\}$/.exec(line)?.[1], 30_000);
    return await measureShapes(Number(port));
  } finally {
    await child.stop();
  }
}

/** Shape after shape; `done` is told how many messages one had, and when it began, before the next begins. */
async function measureShapes(
  port: number,
  done: (messages: number, since: number) => Promise<void> = () => Promise.resolve(),
): Promise<MllpRates> {
  const rates: [string, number][] = [];
  // Both have compiled what they run by then.
  await loadMllp(port, mllpShapes.eight, warming, (index) => messageOf(`WARM-${index}`));
  await done(0, performance.now());
  for (const [name, shape] of Object.entries(mllpShapes)) {
    const messages = messagesOf[name as MllpShapeName];
    const since = performance.now();
    rates.push([name, await loadMllp(port, shape, messages, (index) => messageOf(`${name}-${index}`))]);
    await done(messages, since);
  }
  return Object.fromEntries(rates) as Record<MllpShapeName, number>;
}
