import { messageOf, StartError } from '../cause.js';
import { dismissReaper } from '../processes/reaper.js';
import { stopAll } from '../processes/running.js';
import { assertDiskSpace } from './disk.js';
import { tellResult } from './feed-run.js';
import { help, readOptions, type Options } from './options.js';
import { runPassing, runStanding, type RunContext } from './runs.js';
import { Steps } from './steps.js';
import { StopRequested, stopRequested } from './stop-request.js';
import { openTerminal, type Terminal } from './terminal.js';

const exitCode = await main(process.argv.slice(2), process.env);
// What was under way when the end came must not hold the process; what was written must have left it.
await Promise.all([process.stdout, process.stderr].map(flushed));
process.exit(exitCode);

async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args, env);
  } catch (thrown) {
    process.stderr.write(`✗ ${messageOf(thrown)}\n`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  // With --json, standard output is for the result alone.
  const terminal = openTerminal(options.json ? process.stderr : process.stdout);
  const end = await runToTheEnd(options, env, terminal);
  if (end.lastLine !== undefined) process.stdout.write(`${end.lastLine}\n`);
  return end.exitCode;
}

interface End {
  readonly exitCode: number;
  readonly lastLine?: string;
}

async function runToTheEnd(options: Options, env: NodeJS.ProcessEnv, terminal: Terminal): Promise<End> {
  const endings: (() => Promise<unknown>)[] = [];
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  const context: RunContext = {
    options,
    env,
    terminal,
    steps: new Steps(terminal),
    atEnd: (work) => endings.unshift(work),
    fail,
  };
  try {
    return await Promise.race([run(context), failed, stopRequested()]);
  } catch (thrown) {
    return endOf(thrown, options, terminal);
  } finally {
    const stopping = Date.now();
    if (endings.length > 0) terminal.now('stopping …');
    terminal.settle();
    for (const work of endings) await work().catch((thrown: unknown) => terminal.line(`✗ ${messageOf(thrown)}`));
    // What was being started when the end came.
    await stopAll();
    await dismissReaper();
    if (endings.length > 0) terminal.line(`Everything has stopped (${((Date.now() - stopping) / 1000).toFixed(1)} s).`);
  }
}

async function run(context: RunContext): Promise<End> {
  await assertDiskSpace();
  if (!context.options.exit) return runStanding(context);
  const result = await runPassing(context);
  const lastLine = context.options.json ? JSON.stringify(result) : tellResult(result);
  return { exitCode: result.balanced ? 0 : 1, lastLine };
}

function endOf(thrown: unknown, options: Options, terminal: Terminal): End {
  if (thrown instanceof StopRequested) {
    // Ctrl-C is the usual end of `npm start`, but not of a feed that was to be counted to its end.
    return { exitCode: thrown.message === 'SIGINT' && !options.exit ? 0 : thrown.exitCode };
  }
  for (const each of thrown instanceof AggregateError ? thrown.errors : [thrown]) {
    const expected = each instanceof StartError || !(each instanceof Error);
    terminal.line(`✗ ${expected ? messageOf(each) : (each.stack ?? each.message)}`);
  }
  return { exitCode: 1 };
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
