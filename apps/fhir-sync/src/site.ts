import { setTimeout as wait } from 'node:timers/promises';
import { runProbe } from './probe/probe-command.js';
import { runReconcile } from './reconcile-command.js';

/** `npm run site -- probe`, `… reconcile`: what the command line asks of the delivery to FHIR servers. */

// A reader such as `head` closes the pipe when it has seen enough.
process.stdout.on('error', (error) => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 2));

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Each answers the exit code. */
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  probe: (args) => {
    const isStopped = stoppedBySignals();
    const wakeAfter = async (ms: number): Promise<void> => wait(ms);
    return runProbe(args, { print, progress: process.stderr, env: process.env, wait: wakeAfter, isStopped });
  },
  reconcile: (args) =>
    runReconcile(args, {
      print,
      progress: (line) => process.stderr.write(`${line}\n`),
      variable: (name) => process.env[name],
    }),
};

/** What was written has to be taken away again; who asks twice means it. */
function stoppedBySignals(): () => boolean {
  let isStopped = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopped) process.exit(1);
      isStopped = true;
      process.stderr.write('\nStopping after this step, and tidying up.\n');
    });
  }
  return () => isStopped;
}

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  process.stderr.write(`fhir-sync has no command of this name. It has: ${Object.keys(commands).join(', ')}.\n`);
  process.exitCode = 2;
} else process.exitCode = await command(args);
