import { appendFile, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { builtInSite, loadSite } from '@ilium/site';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryFeedings } from '../../testing/memory-feedings.js';
import { MemoryMessageStore } from '../../testing/memory-message-store.js';
import { feedFiles, type FeedSurroundings } from './feed-command.js';
import { readFeedOptions } from './feed-options.js';

const examples = resolve(import.meta.dirname, '../../../../../examples');

let folder: string;
let store: MemoryMessageStore;
let feedings: MemoryFeedings;
let said: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ilium-command-spec-'));
  [store, feedings, said] = [new MemoryMessageStore(), new MemoryFeedings(), ''];
});

afterEach(() => rm(folder, { recursive: true }));

function feed(args: readonly string[], changes: Partial<FeedSurroundings> = {}): Promise<number> {
  return feedFiles(readFeedOptions(args), {
    site: builtInSite,
    store,
    feedings,
    isBusy: () => Promise.resolve(false),
    output: { write: (text: string) => (said += text) },
    input: Readable.from([]),
    ...changes,
  });
}

async function example(name: string): Promise<string> {
  const path = join(folder, name.replace('/', '-'));
  await copyFile(join(examples, name), path);
  return path;
}

describe('npm run feed', () => {
  it('feeds the example of README, and says how much was taken', async () => {
    const path = await example('one-injection.ndjson');
    expect(await feed([path])).toBe(0);
    const lines = (await readFile(path, 'utf8')).trim().split('\n').length;
    expect(store.messages).toHaveLength(lines);
    expect(said).toContain(`${lines} taken, 0 repeated, 0 refused`);
    said = '';
    expect(await feed([path])).toBe(0);
    expect(said).toContain(`0 taken, 0 repeated, 0 refused, ${lines} fed before`);
  });

  it('feeds files of several kinds, by the maps of the site file', async () => {
    const site = loadSite(join(examples, 'csv/vendor.site.yaml'));
    const paths = [await example('csv/vendor.csv'), await example('one-injection.ndjson')];
    expect(await feed(paths, { site })).toBe(0);
    expect(new Set(store.messages.map(({ sender }) => sender))).toEqual(
      new Set(['PainApp', 'https://example.org/my-ehr']),
    );
  });

  it('says of refused lines where they are and what to do, and then ends with 1', async () => {
    const path = join(folder, 'a.ndjson');
    await writeFile(path, '{"secret":1}\n'.repeat(30));
    expect(await feed([path])).toBe(1);
    expect(said).toContain(`${path}: line 1 refused: not-a-cloud-event: `);
    expect(said).toContain(`${path}: see ${path}.report.txt; correct ${path}.refused.ndjson and feed it`);
    expect(said.match(/refused: not-a/g)).toHaveLength(20);
    expect(said).not.toContain('secret');
  });

  it.each([
    ['is not there', 'gone.ndjson', [], /gone\.ndjson: The file can't be read.*ENOENT/],
    ['has a name that tells nothing', 'x.dat', [], /x\.dat: The name does not tell the format/],
    ['has no map', 'x.csv', [], /Name a map of `csv` in the site file: it has none/],
    ['names a map that is not there', 'x.csv', ['--csv', 'toString'], /Name a map of `csv`/],
  ])('says what is wrong with a file that %s, and feeds the others', async (_, name, options, message) => {
    const path = join(folder, name);
    if (!name.startsWith('gone')) await writeFile(path, 'x');
    expect(await feed([path, await example('one-injection.ndjson'), ...options])).toBe(1);
    expect(said).toMatch(message);
    expect(store.messages.length).toBeGreaterThan(0);
  });

  it('says of a row under a name that was there before that it replaces the earlier one, here and in the report', async () => {
    const site = loadSite(join(examples, 'csv/vendor.site.yaml'));
    const path = await example('csv/vendor.csv');
    await appendFile(path, 'S-90003;4512;72514-3;6;{score};26.03.2026;9:15;26.03.2026 09:20;;back;;active\n');
    expect(await feed([path], { site })).toBe(0);
    expect(said).toMatch(/line 7 taken: repeated-name: .* See identifier in the map/);
    expect(await readFile(`${path}.report.txt`, 'utf8')).toMatch(/^line 7\trepeated-name\t[^\n]*\n$/);
  });

  it('takes events from standard input', async () => {
    const events = await readFile(join(examples, 'one-injection.ndjson'));
    expect(await feed(['-'], { input: Readable.from([events]) })).toBe(0);
    expect(said).toMatch(/^stdin\.ndjson: \d+ taken/m);
  });

  it('of an archive waits for live doors, and its facts yield to what came live', async () => {
    const busy = [true, false];
    const path = await example('one-injection.ndjson');
    expect(await feed([path, '--backload'], { isBusy: async () => busy.shift() ?? false })).toBe(0);
    expect(busy).toEqual([]);
    const events = store.messages.flatMap((message) => message.events);
    expect(events.map(({ data }) => 'version' in data && data.version)).toEqual(
      events.map(() => expect.objectContaining({ replay: true })),
    );
  });

  it('shows a bar on a terminal', async () => {
    const output = { isTTY: true, write: (text: string) => (said += text) };
    expect(await feed([await example('one-injection.ndjson')], { output })).toBe(0);
    expect(said).toContain('[####################] 100 %');
  });
});
