import { messageOf } from '../cause.js';
import { tellResult } from './feed-run.js';
import { help, readOptions, type Options } from './options.js';
import { runPassing, runStanding } from './runs.js';
import { openTerminal } from './terminal.js';
import { exitWith, runToTheEnd, type End, type RunContext } from './to-the-end.js';

await exitWith(await main(process.argv.slice(2), process.env));

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
  // Ctrl-C is the usual end of `npm start`, but not of a feed that was to be counted to its end.
  const settings = { env, terminal, isEndless: !options.exit };
  const end = await runToTheEnd(settings, (context) => run(context, options));
  if (end.lastLine !== undefined) process.stdout.write(`${end.lastLine}\n`);
  return end.exitCode;
}

async function run(context: RunContext, options: Options): Promise<End> {
  if (!options.exit) return runStanding(context, options);
  const result = await runPassing(context, options);
  const lastLine = options.json ? JSON.stringify(result) : tellResult(result);
  return { exitCode: result.balanced ? 0 : 1, lastLine };
}
