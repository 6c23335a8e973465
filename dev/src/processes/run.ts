import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { enlist } from './running.js';

/** What a short-lived program said, and how it ended. */
export interface RunResult {
  /** `null` when it could not be started or was killed. */
  readonly code: number | null;
  readonly output: string;
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly onLine?: (line: string) => void;
}

/** Runs a program to its end; standard output and error together. Never throws: a missing program has code `null`. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options.user,
    });
    const lines: string[] = [];
    const end = (): Promise<boolean> => Promise.resolve(child.kill());
    const delist = enlist({ stop: end, kill: end });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
        lines.push(line);
        options.onLine?.(line);
      });
    }
    child.once('error', (cause) => {
      delist();
      resolve({ code: null, output: cause.message });
    });
    child.once('close', (code) => {
      delist();
      resolve({ code, output: lines.join('\n') });
    });
  });
}
