import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { isRunning } from '../processes/is-running.js';
import { run } from '../processes/run.js';
import { localFolder, projectRoot } from '../project.js';
import { until } from '../until.js';

const program = join(projectRoot, 'dev', 'dist', 'start', 'main.js');
const enough = 180_000;

/** A launcher as a person starts it, and what it has written so far. */
class Launcher {
  readonly #child: ChildProcess;
  readonly ended: Promise<{ code: number | null }>;
  output = '';
  stdout = '';

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...env }, stdio: 'pipe' });
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString();
      this.output += chunk.toString();
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => void (this.output += chunk.toString()));
    this.ended = once(this.#child, 'close').then(([code]) => ({ code: typeof code === 'number' ? code : null }));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  says(text: string): Promise<unknown> {
    return until(`the launcher to say "${text}"`, () => this.output, {
      accept: (output) => output.includes(text),
      timeoutMs: enough,
    });
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** What it has started: Kafka, PostgreSQL, services, the reaper. */
  async children(): Promise<number[]> {
    const { output } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
    const pairs = output.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
    return pairs.flatMap(([pid = 0, parent]) => (parent === this.pid ? [pid] : []));
  }
}

const launchers: Launcher[] = [];

function launch(args: readonly string[], env?: NodeJS.ProcessEnv): Launcher {
  const launcher = new Launcher(args, env);
  launchers.push(launcher);
  return launcher;
}

async function allGone(pids: readonly number[]): Promise<void> {
  await until('the end of all that was started', () => pids.filter(isRunning), {
    accept: (left) => left.length === 0,
    timeoutMs: enough,
  });
}

afterEach(async () => {
  for (const launcher of launchers.splice(0)) {
    launcher.kill('SIGTERM');
    await launcher.ended;
  }
}, enough);

describe('the launcher', () => {
  it(
    'counts a feed to its end on servers that were named, and prints the result last',
    async () => {
      const named = {
        KAFKA_BROKERS: process.env['ILIUM_TEST_KAFKA'],
        DATABASE_URL: process.env['ILIUM_TEST_POSTGRES'],
      };
      const launcher = launch(['--feed', '3', '--exit', '--json'], named);
      expect(await launcher.ended).toEqual({ code: 0 });
      const result: unknown = JSON.parse(launcher.stdout.trim().split('\n').at(-1) ?? '');
      expect(result).toMatchObject({ courses: 3, parked: 0, balanced: true });
      expect(launcher.output).toContain('Everything has stopped');
    },
    enough,
  );

  it(
    'leaves no process and no data behind when it is told to stop in mid-start',
    async () => {
      const launcher = launch(['--feed', '3', '--exit']);
      await launcher.says('✓ topics');
      const children = await launcher.children();
      expect(children.length).toBeGreaterThanOrEqual(3);
      launcher.kill('SIGTERM');
      expect(await launcher.ended).toEqual({ code: 143 });
      expect(children.filter(isRunning)).toEqual([]);
      expect(existsSync(dataOf(launcher))).toBe(false);
    },
    enough,
  );

  it(
    'leaves no process and no data behind when it is killed',
    async () => {
      const launcher = launch(['--feed', '3', '--exit']);
      await launcher.says('✓ hospital');
      const children = await launcher.children();
      expect(children.length).toBeGreaterThanOrEqual(4);
      launcher.kill('SIGKILL');
      await allGone(children);
      expect(existsSync(dataOf(launcher))).toBe(false);
    },
    enough,
  );
});

function dataOf(launcher: Launcher): string {
  return join(localFolder, 'runs', `feed-${launcher.pid}`);
}
