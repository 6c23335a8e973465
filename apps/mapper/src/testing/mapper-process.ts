import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const main = resolve(import.meta.dirname, '../../dist/main.js');

/** The built service as its own process, on loopback and any free port. */
export class MapperProcess {
  private constructor(
    readonly url: string,
    readonly lines: readonly string[],
    private readonly child: ChildProcess,
  ) {}

  static async start(env: Readonly<Record<string, string>>): Promise<MapperProcess> {
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'], HTTP_HOST: '127.0.0.1', HTTP_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines: string[] = [];
    const listening = new Promise<string>((found, failed) => {
      child.once('exit', (code) => failed(new Error(`The mapper ended with ${code} before it listened.`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        lines.push(line);
        const { msg, url }: { msg?: string; url?: string } = JSON.parse(line);
        if (msg === 'listening' && url !== undefined) found(url);
      });
    });
    return new MapperProcess(await listening, lines, child);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }
}
