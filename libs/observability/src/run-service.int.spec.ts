import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, jest } from '@jest/globals';

// Each test starts a process.
jest.setTimeout(30_000);

/** A service of a few lines, run as its own process from the built library: signals and exit codes need a real one. */
const program = `
  import { Controller, Get, Inject, Module } from '@nestjs/common';
  import { z } from 'zod';
  import { LOGGER, readConfig, runService, serviceVariables } from '@ilium/observability';
  class Slow {
    onModuleDestroy() {
      return new Promise((resolve) => setTimeout(resolve, Number(process.env.STOP_TAKES_MS ?? 0)));
    }
  }
  class Broken {
    onModuleInit() {
      if (process.env.BROKEN) throw new Error('broken for Doe 4711');
      if (process.env.CRASHES) setTimeout(() => Promise.reject(new Error('crashed for Doe 4711')), 1);
    }
  }
  class SlowController {
    constructor(logger) { this.logger = logger; }
    slow() {
      this.logger.info('slow');
      return new Promise((resolve) => setTimeout(resolve, 100, 'answered after all'));
    }
  }
  Controller()(SlowController);
  Get('slow')(SlowController.prototype, 'slow', Object.getOwnPropertyDescriptor(SlowController.prototype, 'slow'));
  Inject(LOGGER)(SlowController, undefined, 0);
  class Probe {}
  Module({ providers: [Slow, Broken], controllers: [SlowController] })(Probe);
  await runService({
    service: 'probe',
    config: () => readConfig(z.object({ ...serviceVariables }), process.env),
    module: () => Probe,
    stopWithinMs: 2_000,
  });
`;

interface Line {
  readonly msg: string;
  readonly url?: string;
  readonly signal?: string;
}

class Probe {
  readonly lines: Line[] = [];
  stderr = '';
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown[]>;
  readonly #arrivals = new EventEmitter();

  constructor(env: Record<string, string> = {}) {
    this.#child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: import.meta.dirname,
      env: { PATH: process.env['PATH'], HTTP_PORT: '0', ...env },
    });
    this.#closed = once(this.#child, 'close');
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    if (this.#child.stdout === null) throw new Error('The service has no standard output.');
    createInterface({ input: this.#child.stdout }).on('line', (text) => {
      this.lines.push(JSON.parse(text));
      this.#arrivals.emit('line');
    });
  }

  /** Resolves at the first line with this text. */
  async line(msg: string): Promise<Line> {
    for (;;) {
      const found = this.lines.find((line) => line.msg === msg);
      if (found !== undefined) return found;
      const ended = this.#closed.then(() => 'ended');
      if ((await Promise.race([once(this.#arrivals, 'line'), ended])) === 'ended') {
        throw new Error(`The service ended without the line "${msg}": ${this.stderr}`);
      }
    }
  }

  async exitCode(): Promise<unknown> {
    return (await this.#closed)[0];
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  closeStdin(): void {
    this.#child.stdin?.end();
  }
}

async function connected(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
}

describe('runService', () => {
  const started: Probe[] = [];
  const start = (env?: Record<string, string>): Probe => {
    const probe = new Probe(env);
    started.push(probe);
    return probe;
  };
  afterEach(() => started.splice(0).forEach((probe) => probe.signal('SIGKILL')));

  it('says where it listens and answers health and metrics there', async () => {
    const { url } = await start().line('listening');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('service="probe"');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('stops in order on %s and exits with 0', async (signal) => {
    const probe = start({ STOP_TAKES_MS: '50' });
    await probe.line('listening');
    probe.signal(signal);
    expect(await probe.exitCode()).toBe(0);
    expect(probe.lines.map(({ msg }) => msg)).toEqual(['listening', 'stopping', 'stopped']);
  });

  it('answers what it was asked before it stops, and does not wait for connections that ask nothing', async () => {
    const probe = start();
    const { url = '' } = await probe.line('listening');
    const [silent, asked] = await Promise.all([connected(url), connected(url)]);
    asked.write('GET /slow HTTP/1.1\r\nHost: probe\r\n\r\n');
    await probe.line('slow');
    probe.signal('SIGTERM');
    expect(await text(asked)).toContain('answered after all');
    expect(await probe.exitCode()).toBe(0);
    silent.destroy();
  });

  it('exits with 1 when stopping takes longer than it may', async () => {
    const probe = start({ STOP_TAKES_MS: '60000' });
    await probe.line('listening');
    probe.signal('SIGTERM');
    expect(await probe.exitCode()).toBe(1);
    expect(probe.lines.at(-1)).toMatchObject({ msg: 'stopping took too long' });
  });

  it('stops when its parent is gone, where asked to', async () => {
    const probe = start({ EXIT_WITH_PARENT: '1' });
    await probe.line('listening');
    probe.closeStdin();
    expect(await probe.exitCode()).toBe(0);
    expect(probe.lines).toContainEqual(expect.objectContaining({ msg: 'stopping', signal: 'parent-gone' }));
  });

  it('says in one message on standard error why its configuration is unusable, and exits with 1', async () => {
    const probe = start({ HTTP_PORT: 'canary' });
    expect(await probe.exitCode()).toBe(1);
    expect(probe.stderr).toMatch(/^probe cannot start\. The configuration is not usable:\n {2}HTTP_PORT has .*\n$/);
    expect(probe.stderr).not.toContain('canary');
  });

  it('says in full that its port is in use, and exits with 1', async () => {
    const { url = '' } = await start().line('listening');
    const second = start({ HTTP_PORT: new URL(url).port });
    expect(await second.line('start failed')).toMatchObject({
      error: {
        code: 'EADDRINUSE',
        message: expect.stringMatching(/^Port \d+ of 127\.0\.0\.1 is in use: .* HTTP_PORT\.$/),
      },
    });
    expect(await second.exitCode()).toBe(1);
  });

  it('exits with 1 when a module fails to start, and logs why without values', async () => {
    const probe = start({ BROKEN: '1' });
    expect(await probe.line('start failed')).toMatchObject({ level: 'fatal', error: { message: 'broken for …' } });
    expect(await probe.exitCode()).toBe(1);
  });

  it('exits with 1 at an error that nobody caught, and logs it without values', async () => {
    const probe = start({ CRASHES: '1' });
    expect(await probe.line('crashed')).toMatchObject({ level: 'fatal', error: { message: 'crashed for …' } });
    expect(await probe.exitCode()).toBe(1);
    expect(probe.stderr).toBe('');
  });
});
