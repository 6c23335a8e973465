import { runCheck } from './check/check-command.js';
import { runSubscribe } from './fhir/subscribe.js';
import { runLearn } from './learn/learn-command.js';

/** `npm run site -- check | learn | subscribe`: what the command line asks of intake. Its first argument says which. */

// A reader such as `head` closes the pipe when it has seen enough.
process.stdout.on('error', (error) => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 2));

const [command = '', ...args] = process.argv.slice(2);
const print = (text: string) => process.stdout.write(`${text}\n`);

const commands: Readonly<Record<string, () => number | Promise<number>>> = {
  check: () => runCheck(args, { print, variable: (name) => process.env[name] }),
  learn: () => runLearn(args, { print, progress: process.stderr }),
  subscribe: () => runSubscribe(args),
};

const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
if (run === undefined) {
  process.stderr.write(`Intake has no command of this name. It has: ${Object.keys(commands).join(', ')}.\n`);
  process.exitCode = 2;
} else process.exitCode = await run();
