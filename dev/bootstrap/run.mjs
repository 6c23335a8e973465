import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Runs a program to its end, quietly: `{ code, output, stdout }`. A program that can't be started has code null.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: object, onLine?: (line: string) => void, shell?: boolean }} options
 */
export function run(command, args, { onLine, ...options } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines = [];
    const stdout = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (stream === child.stdout) stdout.push(line);
        onLine?.(line);
      });
    }
    child.once('error', (cause) => done({ code: null, output: cause.message, stdout: '' }));
    child.once('close', (code) => done({ code, output: lines.join('\n'), stdout: stdout.join('\n') }));
  });
}

/**
 * Hands the terminal over to a program and returns its exit code. Ctrl-C reaches it directly; other signals are passed
 * on; when whoever started this process is gone, it is told to stop.
 */
export function handOver(command, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { ...options, stdio: 'inherit' });
    const pass = (signal) => child.kill(signal);
    const stay = () => {};
    process.on('SIGINT', stay);
    process.on('SIGTERM', pass);
    process.on('SIGHUP', pass);
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.env.npm_lifecycle_event && process.ppid !== parent) child.kill('SIGTERM');
    }, 1000);
    child.once('error', fail);
    child.once('close', (code, signal) => {
      clearInterval(watch);
      done(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}
