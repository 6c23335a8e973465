import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { projectRoot } from '../project.js';

/**
 * The list of what must not outlive this process, kept in a process of its own (`dev/reaper.mjs`), because nobody can
 * clean up after being killed. One per process, started at the first entry.
 */
let line: Writable | undefined;

function reaper(): Writable {
  if (line) return line;
  const child = spawn(process.execPath, [join(projectRoot, 'dev', 'reaper.mjs')], {
    // A session of its own: a Ctrl-C at the terminal must not reach it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: projectRoot,
  });
  child.unref();
  // When the reaper itself is gone, there is nothing to tell it any more.
  child.stdin.on('error', () => undefined);
  // The pipe must not keep this process alive.
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  line = child.stdin;
  return line;
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
