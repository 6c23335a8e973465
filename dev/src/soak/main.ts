import { messageOf } from '../cause.js';
import { openTerminal } from '../start/terminal.js';
import { exitWith, runToTheEnd } from '../start/to-the-end.js';
import { help, readOptions, type Options } from './options.js';
import { tellSoak } from './report.js';
import { soak } from './soak.js';

await exitWith(await main(process.argv.slice(2), process.env));

async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args);
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
  const end = await runToTheEnd({ env, terminal, isEndless: false }, async (context) => {
    const result = await soak(context, options);
    const lastLine = options.json ? JSON.stringify(result) : tellSoak(result);
    return { exitCode: result.ok ? 0 : 1, lastLine };
  });
  if (end.lastLine !== undefined) process.stdout.write(`${end.lastLine}\n`);
  return end.exitCode;
}
