import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { buildPage, compile } from './build.mjs';
import { commands } from './commands.mjs';
import { install } from './install.mjs';
import { note } from './progress.mjs';
import { BootstrapError, path, projectNode } from './project.mjs';
import { handOver } from './run.mjs';

export async function main([name = '', ...args]) {
  try {
    process.exitCode = await perform(name, args);
  } catch (thrown) {
    note(thrown instanceof BootstrapError ? `✗ ${thrown.message}` : `✗ ${thrown.stack}`);
    process.exitCode = 1;
  }
}

async function perform(name, args) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command)
    throw new BootstrapError(`There is no command "${name}". There are: ${Object.keys(commands).join(', ')}.`);
  await install();
  if (command.compiled !== false) await compile();
  if (command.page) await buildPage();
  if (command.call) return command.call(args);
  return command.program ? runProgram(command, args) : 0;
}

async function runProgram({ program, as }, args) {
  const env = { ...(await environmentOf(as)), ...process.env };
  for (const each of [program].flat()) {
    if (!existsSync(path(each))) throw new BootstrapError(`${each} is not there: this command has no program yet.`);
    const code = await handOver(projectNode(), ['--enable-source-maps', path(each), ...args], { env });
    if (code !== 0) return code;
  }
  return 0;
}

/** The running system's addresses and secrets for one app, as the launcher left them; what is set by hand wins. */
async function environmentOf(app) {
  const file = path('.ilium/system/environment.json');
  if (app === undefined || !existsSync(file)) return {};
  return JSON.parse(await readFile(file, 'utf8'))[app] ?? {};
}
