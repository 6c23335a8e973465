import { appendFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInSite } from '@ilium/site';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { scoreEvent } from '../../rest/events.samples.js';
import { MemoryFeedings } from '../../testing/memory-feedings.js';
import { MemoryMessageStore } from '../../testing/memory-message-store.js';
import { readerOf } from '../reader-of.js';
import { feedFile, type Feed, type FeedResult } from './feed-file.js';
import { Pace } from './pace.js';
import { refusedPath, reportPath } from './refused-file.js';

let folder: string;
let path: string;
let store: MemoryMessageStore;
let feedings: MemoryFeedings;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ilium-feed-spec-'));
  path = join(folder, 'events.ndjson');
  [store, feedings] = [new MemoryMessageStore(), new MemoryFeedings()];
});

afterEach(() => rm(folder, { recursive: true }));

function feed(file = path, changes: Partial<Feed> = {}): Promise<FeedResult> {
  const isBackload = changes.isBackload ?? false;
  const reader = readerOf(file, {}, { site: builtInSite, isBackload });
  const usual = {
    site: 'test',
    store,
    feedings,
    pace: new Pace({}),
    patience: { firstMs: 1, longestMs: 1 },
    isBackload,
  };
  return feedFile(file, reader, { ...usual, ...changes });
}

const line = (id: string, value = 7) => `${JSON.stringify(scoreEvent(id, value))}\n`;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => line(`e-${from + index}`)).join('');
const taken = () => store.messages.map(({ controlId }) => controlId);

describe('a file that is fed', () => {
  it('is taken line by line, in its order', async () => {
    await writeFile(path, lines(1, 700));
    expect(await feed()).toMatchObject({ taken: 700, repeated: 0, refused: 0, before: 0, isStopped: false });
    expect(taken()).toEqual(Array.from({ length: 700 }, (_, index) => `e-${index + 1}`));
    expect(store.messages[0]).toMatchObject({ door: 'files', site: 'built-in' });
  });

  it('is not read again, whatever it is called now', async () => {
    await writeFile(path, lines(1, 3));
    await feed();
    await rename(path, join(folder, 'other.ndjson'));
    expect(await feed(join(folder, 'other.ndjson'))).toMatchObject({ before: 3, taken: 0, repeated: 0 });
  });

  it('goes on behind what was fed, when it has grown', async () => {
    await writeFile(path, lines(1, 3));
    await feed();
    await appendFile(path, lines(4, 5));
    expect(await feed()).toMatchObject({ before: 3, taken: 2, repeated: 0 });
    await appendFile(path, lines(6, 6));
    expect(await feed()).toMatchObject({ before: 5, taken: 1 });
    expect(feedings.all.size).toBe(1);
  });

  it('has its last line read again when that may have been cut off', async () => {
    const whole = lines(1, 3);
    await writeFile(path, whole.slice(0, -30));
    expect(await feed()).toMatchObject({ taken: 2, refused: 1 });
    await writeFile(path, whole);
    expect(await feed()).toMatchObject({ before: 2, taken: 1, refused: 0 });
    expect(taken()).toEqual(['e-1', 'e-2', 'e-3']);
  });

  it('is read whole when it was changed, and what it still holds is a repeat', async () => {
    await writeFile(path, lines(1, 3));
    await feed();
    await writeFile(path, line('e-0') + lines(2, 3));
    expect(await feed()).toMatchObject({ before: 0, taken: 1, repeated: 2 });
  });

  it('counts once though nothing is remembered of it', async () => {
    await writeFile(path, lines(1, 3));
    await feed();
    feedings.all.clear();
    expect(await feed()).toMatchObject({ before: 0, taken: 0, repeated: 3 });
    expect(taken()).toHaveLength(3);
  });

  it('may be empty', async () => {
    await writeFile(path, '');
    expect(await feed()).toMatchObject({ taken: 0, refused: 0 });
    await writeFile(path, lines(1, 1));
    expect(await feed()).toMatchObject({ taken: 1 });
  });

  it('waits while the database is away, and then loses nothing', async () => {
    await writeFile(path, lines(1, 5));
    [store.isAway, feedings.isAway] = [true, true];
    let waits = 0;
    const onAway = () => {
      waits += 1;
      if (waits === 2) feedings.isAway = false;
      if (waits === 9) store.isAway = false;
    };
    expect(await feed(path, { patience: { firstMs: 1, longestMs: 2, onAway } })).toMatchObject({ taken: 5 });
    expect(waits).toBeGreaterThanOrEqual(9);
  });

  it('stops when it is asked to, and then goes on from there', async () => {
    await writeFile(path, lines(1, 1_000));
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    const first = await feed(path, { signal: stop.signal, onProgress });
    expect(first.isStopped).toBe(true);
    expect(first.taken).toBeLessThan(1_000);
    expect(await feed()).toMatchObject({ before: first.taken, taken: 1_000 - first.taken, repeated: 0 });
    expect(new Set(taken()).size).toBe(1_000);
  });

  it('of an archive yields to what came live', async () => {
    await writeFile(path, lines(1, 1));
    await feed(path, { isBackload: true });
    expect(store.messages[0]?.events[0]?.data).toMatchObject({
      version: { eventTime: '2026-03-12T09:41:00-04:00', replay: true },
    });
  });
});

describe('what is refused of a file', () => {
  const bad = '{"secret":1}';

  it('stands beside it to be corrected, with a report that holds no value', async () => {
    await writeFile(path, `${line('e-1')}${bad}\n\n{"secret\n${line('e-2')}`);
    expect(await feed()).toMatchObject({ taken: 2, refused: 2 });
    expect(await readFile(refusedPath(path), 'utf8')).toBe(`${bad}\n{"secret\n`);
    const report = await readFile(reportPath(path), 'utf8');
    expect(report).toMatch(/^line 2\tnot-a-cloud-event\tspecversion: .*\nline 4\tnot-json\t.*\n$/);
    expect(report).not.toContain('secret');
    expect(store.passings.map(({ fate, reason }) => `${fate} ${reason}`)).toEqual([
      'refused not-readable',
      'refused not-readable',
    ]);
  });

  it('is taken under its own name when it is corrected and fed', async () => {
    const wrong = line('e-2').replace('"urn:oid:2.999.7.9.1"', '7');
    await writeFile(path, line('e-1') + wrong);
    await feed();
    const refused = refusedPath(path);
    await writeFile(refused, (await readFile(refused, 'utf8')).replace('"system":7', '"system":"urn:oid:2.999.7.9.1"'));
    expect(await feed(refused)).toMatchObject({ taken: 1, refused: 0 });
    expect(taken()).toEqual(['e-1', 'e-2']);
  });

  it('has another content under a name that is taken', async () => {
    await writeFile(path, line('e-1', 7) + line('e-1', 3));
    expect(await feed()).toMatchObject({ taken: 1, refused: 1 });
    expect(await readFile(reportPath(path), 'utf8')).toMatch(/^line 2\tid-reused\t/);
  });

  it('of an earlier feeding is kept: it may have been corrected', async () => {
    await writeFile(path, `${bad}\n`);
    await feed();
    await writeFile(refusedPath(path), 'corrected');
    await writeFile(path, `${bad}\n${bad}\n${line('e-1')}`);
    feedings.all.clear();
    await feed();
    expect(await readFile(refusedPath(path), 'utf8')).toBe(`${bad}\n`.repeat(2));
    const [old = ''] = (await readdir(folder)).filter((name) => name.endsWith('.old'));
    expect(await readFile(join(folder, old), 'utf8')).toBe('corrected');
  });

  it('stands there once, though the end of a run was cut off', async () => {
    await writeFile(path, line('e-1') + `${bad}\n`.repeat(600));
    const save = feedings.save.bind(feedings);
    let saves = 0;
    feedings.save = (feeding) => ((saves += 1) > 2 ? Promise.reject(new Error('killed')) : save(feeding));
    await expect(feed()).rejects.toThrow('killed');
    feedings.save = save;
    expect(await feed()).toMatchObject({ before: 256, refused: 345 });
    expect(await readFile(refusedPath(path), 'utf8')).toBe(`${bad}\n`.repeat(600));
    const report = await readFile(reportPath(path), 'utf8');
    expect(
      report
        .trim()
        .split('\n')
        .map((text) => Number(/line (\d+)/.exec(text)?.[1])),
    ).toEqual(Array.from({ length: 600 }, (_, index) => index + 2));
  });
});
