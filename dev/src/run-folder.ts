import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dockerAnswers, removeVolume } from './docker.js';
import { volumeOf } from './local-kafka.js';
import { dataFolderOf } from './local-postgres.js';
import { elsewhereFolder, findHome } from './postgres/home.js';
import { reapFolder } from './processes/reaper.js';
import { isRunning } from './processes/is-running.js';
import { localFolder, type RunFolder } from './project.js';

/** What a run that leaves nothing behind can be. */
export type PassingKind = 'test' | 'feed' | 'soak';
const passingName = /^(?:test|feed|soak)-\d+$/;

const runs = join(localFolder, 'runs');
const logs = join(localFolder, 'logs');

/** The folders of the system that `npm start` brings up, the same at each start. */
export async function standingFolder(): Promise<RunFolder> {
  return make({ data: join(localFolder, 'system'), logs: join(logs, 'system') });
}

/** Folders of this process alone: the data goes with it, the logs stay until `removePassingFolder`. */
export async function passingFolder(kind: PassingKind): Promise<RunFolder> {
  await removeAbandoned();
  const name = `${kind}-${process.pid}`;
  const folder = await make({ data: join(runs, name), logs: join(logs, name) });
  reapFolder(folder.data);
  const home = await findHome();
  if (home.elsewhere !== undefined) reapFolder(join(dataFolderOf(folder.data, home), '..'));
  return folder;
}

/** Removes the logs too, of a run that nobody has to look into. */
export async function removePassingFolder(folder: RunFolder): Promise<void> {
  for (const path of [folder.data, folder.logs]) await rm(path, { recursive: true, force: true, maxRetries: 5 });
}

/** Removes everything that runs and downloads have left, what lies elsewhere included; not what is in use. */
export async function removeEverything(): Promise<void> {
  await removeAbandoned();
  for (const place of [localFolder, elsewhereFolder]) {
    if (!existsSync(place)) continue;
    for (const name of await readdir(place)) {
      const used = place === localFolder ? ['runs', 'logs', 'lock'].includes(name) : isPassing(name);
      if (!used) await rm(join(place, name), { recursive: true, force: true, maxRetries: 5 });
    }
  }
  await rm(join(logs, 'system'), { recursive: true, force: true });
  if (await dockerAnswers()) {
    for (const part of ['kafka', 'postgres'] as const) await removeVolume(volumeOf(join(localFolder, 'system'), part));
  }
}

async function make(folder: RunFolder): Promise<RunFolder> {
  for (const path of [folder.data, folder.logs]) await mkdir(path, { recursive: true });
  return folder;
}

/** Folders of runs whose process has ended without clearing up: the machine itself went down, or a look was wanted. */
async function removeAbandoned(): Promise<void> {
  for (const place of [runs, logs, elsewhereFolder]) {
    if (!existsSync(place)) continue;
    for (const name of await readdir(place)) {
      if (isPassing(name) && !isRunning(pidOf(name))) await rm(join(place, name), { recursive: true, force: true });
    }
  }
}

function isPassing(name: string): boolean {
  return passingName.test(name);
}

function pidOf(name: string): number {
  return Number(name.split('-')[1]);
}
