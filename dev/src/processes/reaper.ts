import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { projectRoot } from '../project.js';

/**
 * The list of what must not outlive this process, kept in a process of its own (`dev/reaper.mjs`), because nobody can
 * clean up after being killed. One per process, started at the first entry.
 */
let child: ChildProcessByStdio<Writable, null, null> | undefined;

function reaper(): Writable {
  child ??= start();
  return child.stdin;
}

function start(): ChildProcessByStdio<Writable, null, null> {
  const started = spawn(process.execPath, [join(projectRoot, 'dev', 'reaper.mjs')], {
    // A session of its own: a Ctrl-C at the terminal must not reach it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: projectRoot,
  });
  started.unref();
  // When the reaper itself is gone, there is nothing to tell it any more.
  started.stdin.on('error', () => undefined);
  // The pipe must not keep this process alive.
  if ('unref' in started.stdin && typeof started.stdin.unref === 'function') started.stdin.unref();
  return started;
}

/** From now on the process ends, by this signal, at the latest when this process does. */
export function reapProcess(pid: number, signal: NodeJS.Signals): void {
  reaper().write(`+ ${pid} ${signal}\n`);
}

/** The process has ended. */
export function forgetProcess(pid: number): void {
  reaper().write(`- ${pid}\n`);
}

/** The folder is removed when this process has ended, after the processes on the list. */
export function reapFolder(folder: string): void {
  reaper().write(`~ ${folder}\n`);
}

/** The process that keeps the list. */
export function reaperPid(): number {
  reaper();
  return child?.pid ?? 0;
}

/** Has it do its work now, and waits until it is gone itself. */
export async function dismissReaper(): Promise<void> {
  const dismissed = child;
  if (dismissed === undefined || dismissed.exitCode !== null) return;
  child = undefined;
  dismissed.ref();
  await new Promise<void>((resolve) => {
    dismissed.once('exit', () => resolve());
    dismissed.stdin.end();
  });
}
