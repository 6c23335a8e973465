import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadSite } from '@ilium/site';
import { describe, expect, it } from '@jest/globals';
import { readFeedOptions } from './command/feed-options.js';
import { tryFiles } from './command/try-files.js';

const root = resolve(import.meta.dirname, '../../../..');
const guide = readFileSync(resolve(root, 'docs/files.md'), 'utf8');

/** Blocks of code by their language and what stands behind it. */
const blocks = [...guide.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
  ([, language, file, content = '']) => ({
    language,
    file,
    content,
  }),
);
const commands = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ content }) => content.trim().split('\n'))
  .map((line) => line.replace(/^npm run (?:-s )?feed -- /, '').split(' '));

describe('the guide to files', () => {
  it.each(blocks.filter(({ file }) => file !== undefined).map(({ file = '', content }) => [file, content]))(
    'shows %s as it is',
    (file, content) => {
      expect(content).toBe(readFileSync(resolve(root, file), 'utf8'));
    },
  );

  it.each(commands.map((args) => [args]))('has a command that is one: %j', async (args) => {
    const options = readFeedOptions(args);
    expect(options.files.filter((file) => !existsSync(resolve(root, file)))).toEqual([]);
    if (!options.isTrial) return;
    const events: string[] = [];
    const refused: string[] = [];
    const files = options.files.map((file) => resolve(root, file));
    const site = loadSite(resolve(root, options.site ?? ''));
    const trial = { site, print: (line: string) => events.push(line), say: (line: string) => refused.push(line) };
    expect(await tryFiles({ ...options, files }, trial)).toBe(0);
    expect(refused).toEqual([]);
    expect(events.length).toBeGreaterThan(4);
  });

  it('shows commands and examples at all', () => {
    expect(commands.length).toBeGreaterThanOrEqual(5);
    expect(blocks.filter(({ file }) => file !== undefined)).toHaveLength(4);
  });
});
