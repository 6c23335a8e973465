import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { StartError } from '../cause.js';
import { forgetProcess, reapProcess } from './reaper.js';
import { enlist } from './running.js';

/** What to run, and how it is told to stop. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Another user to run as (possible for root only). */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Standard output and error of the process, written anew at each start. */
  readonly logFile: string;
  readonly stopSignal: NodeJS.Signals;
  /** How long it may take to stop before it is killed. */
  readonly graceMs: number;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const KEPT_LINES = 60;

/** A child process that logs to a file, can be waited for by a line that it writes, and never outlives this process. */
export class ManagedProcess {
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #watchers = new Set<(line: string) => void>();
  readonly #lastLines: string[] = [];
  readonly spec: ProcessSpec;
  #exit: Exit | undefined;

  private constructor(spec: ProcessSpec, child: ChildProcess) {
    this.spec = spec;
    this.#child = child;
    const delist = enlist(this);
    this.exited = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        this.#exit = { code, signal };
        if (child.pid !== undefined) forgetProcess(child.pid);
        delist();
        resolve(this.#exit);
      });
    });
    this.#follow([child.stdout, child.stderr]);
  }

  /** Starts it; throws when the operating system can't. */
  static async start(spec: ProcessSpec): Promise<ManagedProcess> {
    const child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: spec.env ?? process.env,
      // A session of its own: a Ctrl-C at the terminal must not reach it, for it is stopped in its turn.
      detached: true,
      // Standard input is a pipe that says, by closing, that this process is gone.
      stdio: ['pipe', 'pipe', 'pipe'],
      ...spec.user,
    });
    const managed = new ManagedProcess(spec, child);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) =>
        reject(new StartError(`${spec.name} can't be started: ${cause.message}`, { cause })),
      );
    });
    reapProcess(managed.pid, spec.stopSignal);
    return managed;
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`${this.spec.name} was not started`);
    return this.#child.pid;
  }

  get running(): boolean {
    return this.#exit === undefined;
  }

  /** How it ended, in words; undefined while it runs. */
  get ending(): string | undefined {
    return this.#exit && nameOf(this.#exit);
  }

  /** The last lines that it wrote, oldest first. */
  get lastLines(): readonly string[] {
    return this.#lastLines;
  }

  /** Waits for the first line from which `read` makes something; fails when the process ends before, or in time. */
  async waitForLine<T>(read: (line: string) => T | undefined, timeoutMs: number): Promise<T> {
    let watcher: ((line: string) => void) | undefined;
    let timer: NodeJS.Timeout | undefined;
    const found = new Promise<T>((resolve, reject) => {
      watcher = (line) => {
        const value = read(line);
        if (value !== undefined) resolve(value);
      };
      for (const line of this.#lastLines) watcher(line);
      this.#watchers.add(watcher);
      timer = setTimeout(
        () => reject(new StartError(this.#tell(`is not ready after ${timeoutMs / 1000} s`))),
        timeoutMs,
      );
      void this.exited.then((exit) => reject(new StartError(this.#tell(`ended at its start (${nameOf(exit)})`))));
    });
    try {
      return await found;
    } finally {
      clearTimeout(timer);
      if (watcher) this.#watchers.delete(watcher);
    }
  }

  /** Asks it to stop, kills it when it does not, and waits until it has ended. */
  async stop(): Promise<Exit> {
    if (this.#exit) return this.#exit;
    this.#child.kill(this.spec.stopSignal);
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), this.spec.graceMs);
    try {
      return await this.exited;
    } finally {
      clearTimeout(killer);
    }
  }

  /** Kills it without notice, as a crash would, and waits until it has ended. */
  async kill(): Promise<Exit> {
    this.#child.kill('SIGKILL');
    return this.exited;
  }

  #follow(streams: readonly (Readable | null)[]): void {
    const log = createWriteStream(this.spec.logFile, { flags: 'w', mode: 0o600 });
    // A full disk must not take the system down through its log.
    log.on('error', () => undefined);
    for (const stream of streams) {
      if (!stream) continue;
      createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
        log.write(`${line}\n`);
        this.#lastLines.push(line);
        if (this.#lastLines.length > KEPT_LINES) this.#lastLines.shift();
        for (const watcher of this.#watchers) watcher(line);
      });
    }
    void this.exited.then(() => log.end());
  }

  #tell(what: string): string {
    const said = this.#lastLines.slice(-8).join('\n    ');
    return `${this.spec.name} ${what}. Its log: ${this.spec.logFile}${said ? `\n    ${said}` : ''}`;
  }
}

function nameOf(exit: Exit): string {
  return exit.signal === null ? `exit code ${exit.code ?? 'unknown'}` : exit.signal;
}
