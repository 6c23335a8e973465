import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runCheck } from '../check/check-command.js';
import { runLearn } from './learn-command.js';

const root = resolve(import.meta.dirname, '../../../..');
const guide = readFileSync(resolve(root, 'docs/site.md'), 'utf8');

/** A command of `npm run site`, and the block behind it: what it prints. */
const shown = [...guide.matchAll(/^```sh\nnpm run -s site -- (.+)\n```\n\n```\w+\n([^]*?)\n```$/gm)].map(
  ([, command = '', output = '']) => ({ command, output }),
);

/** Files are named as seen from the root in the guide, and found there whatever folder the tests run in. */
async function run(command: string): Promise<string> {
  const [name, ...args] = command.split(' ').map((arg) => (arg.startsWith('examples/') ? resolve(root, arg) : arg));
  let said = '';
  const print = (text: string) => (said += `${text}\n`);
  if (name === 'check') runCheck(args, { print, variable: () => undefined });
  else await runLearn(args, { print, progress: { write: print } });
  return said.trimEnd().replaceAll(`${root}/`, '');
}

describe('the guide to the site file', () => {
  it.each(shown.map(({ command, output }) => [command, output]))(
    'shows what is printed by: %s',
    async (command, output) => {
      expect(await run(command)).toBe(output);
    },
  );

  it('shows each form of check and learn', () => {
    expect(shown.map(({ command }) => command.replace(/ (--site )?examples.*/, ''))).toEqual([
      'check',
      'check',
      'learn',
      'learn --yaml',
    ]);
  });
});
