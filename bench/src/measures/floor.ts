import { join } from 'node:path';
import { topicName } from '@ilium/contracts';
import { ManagedProcess } from '../../../dev/dist/processes/managed-process.js';
import { projectRoot } from '../../../dev/dist/project.js';
import type { FloorTask } from '../floors/floor.js';
import type { Bench, Workplace } from '../workplace.js';

export type Floor = 'raw-relay' | 'naive-nest';

const atMostMs = 600_000;

/** Runs a floor over the first messages of the events' topic, in a process of its own as the services are. */
export async function measureFloor(
  floor: Floor,
  { folder }: Bench,
  { around, databaseUrl }: Workplace,
  messages: number,
): Promise<number> {
  const task: FloorTask = {
    brokers: around.brokers.split(','),
    databaseUrl,
    from: topicName(around.topicPrefix, 'procedure-events'),
    // Not read by anybody here; its partitions are as many as the events'.
    to: topicName(around.topicPrefix, 'fhir-bundles'),
    messages,
  };
  const child = await ManagedProcess.start({
    name: floor,
    command: process.execPath,
    args: [join(projectRoot, 'bench', 'dist', 'floors', `${floor}.js`), JSON.stringify(task)],
    cwd: projectRoot,
    logFile: join(folder.logs, `${floor}.log`),
    stopSignal: 'SIGTERM',
    graceMs: 10_000,
  });
  try {
    return await child.waitForLine(readRate, atMostMs);
  } finally {
    await child.stop();
  }
}

function readRate(line: string): number | undefined {
  const rate = /^\{"messagesPerSecond":([\d.e+]+)\}$/.exec(line)?.[1];
  return rate === undefined ? undefined : Number(rate);
}
