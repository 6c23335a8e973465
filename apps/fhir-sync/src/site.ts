import { setTimeout as wait } from 'node:timers/promises';
import { runProbe } from './probe/probe-command.js';

/** `npm run site -- probe`: what the command line asks of the delivery to FHIR servers. Its first argument says what. */

// A reader such as `head` closes the pipe when it has seen enough.
process.stdout.on('error', (error) => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 2));

const [command = '', ...args] = process.argv.slice(2);
let isStopped = false;
// What was written has to be taken away again; who asks twice means it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopped) process.exit(1);
    isStopped = true;
    process.stderr.write('\nStopping after this step, and tidying up.\n');
  });
}

if (command === 'probe') {
  process.exitCode = await runProbe(args, {
    print: (text) => process.stdout.write(`${text}\n`),
    progress: process.stderr,
    env: process.env,
    wait: async (ms) => wait(ms),
    isStopped: () => isStopped,
  });
} else {
  process.stderr.write('fhir-sync has no command of this name. It has: probe.\n');
  process.exitCode = 2;
}
