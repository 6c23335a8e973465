import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../cause.js';
import { isRunning } from '../processes/is-running.js';
import { reaperPid } from '../processes/reaper.js';
import { localFolder, type Report } from '../project.js';
import { until } from '../until.js';

const file = join(localFolder, 'lock');

/**
 * One standing system per clone. After a launcher that was killed, its reaper may still be stopping what it left: that
 * is waited for.
 */
export async function takeLock(report: Report): Promise<() => Promise<void>> {
  const [launcher, reaper] = await readLock();
  if (launcher !== undefined && (await isLauncher(launcher))) {
    throw new StartError(
      `Ilium runs here already (process ${launcher}). Stop that one first; a run with --feed N --exit may go beside it.`,
    );
  }
  if (reaper !== undefined && (await isReaper(reaper))) {
    report('waiting for the last run to end');
    await until('the end of the last run', async () => !(await isReaper(reaper)), {
      timeoutMs: 45_000,
      intervalMs: 100,
    });
  }
  await mkdir(localFolder, { recursive: true });
  await writeFile(file, `${process.pid} ${reaperPid()}\n`);
  return () => rm(file, { force: true });
}

async function readLock(): Promise<(number | undefined)[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

const isLauncher = (pid: number): Promise<boolean> => runs(pid, 'start/main');
const isReaper = (pid: number): Promise<boolean> => runs(pid, 'reaper');

/** A process id may belong to another program by now: where the system tells, its command line is looked at. */
async function runs(pid: number, word: string): Promise<boolean> {
  if (!isRunning(pid)) return false;
  const commandLine = `/proc/${pid}/cmdline`;
  if (!existsSync('/proc/self/cmdline')) return true;
  return (await readFile(commandLine, 'utf8').catch(() => '')).includes(word);
}
