import { chmod, mkdir, mkdtemp, readFile, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMetrics, HealthRegistry, renderMetrics, silentLogger } from '@ilium/observability';
import { builtInSite, type WatchedFolder as Settings } from '@ilium/site';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { scoreEvent } from '../../rest/events.samples.js';
import { MemoryFeedings } from '../../testing/memory-feedings.js';
import { MemoryMessageStore } from '../../testing/memory-message-store.js';
import { feedFile } from '../feeding/feed-file.js';
import { Pace } from '../feeding/pace.js';
import { readerOf } from '../reader-of.js';
import { FolderHealth, FolderMetrics } from './folder-state.js';
import { WatchedFolder } from './watched-folder.js';

let folder: string;
let store: MemoryMessageStore;
let feedings: MemoryFeedings;
/** ms since 1970, as the watching instances see it */
let now: number;
/** What happens before a file is fed. */
let beforeFeeding: () => Promise<void>;
let fed: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ilium-watch-spec-'));
  [store, feedings] = [new MemoryMessageStore(), new MemoryFeedings()];
  now = Date.now();
  beforeFeeding = () => Promise.resolve();
  fed = [];
});

afterEach(() => rm(folder, { recursive: true }));

const usual = { done: 'done', failed: 'failed', everySeconds: 1, settleSeconds: 10, backload: false };

function watching(changes: Partial<Settings> = {}) {
  const settings: Settings = { folder, ...usual, ...changes };
  const [metrics, health] = [createMetrics('test'), new HealthRegistry()];
  const watched = new WatchedFolder({
    settings,
    name: 'watch-1',
    metrics: new FolderMetrics(metrics),
    health: new FolderHealth('files', health),
    logger: silentLogger,
    now: () => now,
    feed: async (path) => {
      fed.push(path);
      await beforeFeeding();
      const reader = readerOf(path, settings, { site: builtInSite, isBackload: false });
      return feedFile(path, reader, {
        site: 'test',
        store,
        feedings,
        pace: new Pace({}),
        patience: {},
        isBackload: false,
      });
    },
  });
  const status = async () => (await health.report()).checks['files'];
  const figures = async () => (await renderMetrics(metrics)).body;
  return { watched, status, figures };
}

const line = (id: string) => `${JSON.stringify(scoreEvent(id))}\n`;
const put = (name: string, content: string) => writeFile(join(folder, name), content);
const inFolder = async (name = '') => (await readdir(join(folder, name)).catch(() => [])).toSorted();
const ids = () => store.messages.map(({ controlId }) => controlId).toSorted();

/** Two looks, with the time between them in which a file settles. */
async function lookTwice({ watched }: ReturnType<typeof watching>): Promise<void> {
  await watched.look();
  now += 10_000;
  await watched.look();
}

describe('a watched folder', () => {
  it('takes a file that has settled, and puts it away as done', async () => {
    const one = watching();
    await put('a.ndjson', line('e-1') + line('e-2'));
    await one.watched.look();
    expect(ids()).toEqual([]);
    now += 10_000;
    await one.watched.look();
    expect(ids()).toEqual(['e-1', 'e-2']);
    expect(await inFolder('done')).toEqual(['a.ndjson']);
    expect(await one.figures()).toContain('ilium_intake_files_total{folder="watch-1",result="done"');
    expect(await one.status()).toEqual({ status: 'up' });
  });

  it('waits for a file that is still being written', async () => {
    const one = watching();
    await put('a.ndjson', line('e-1'));
    await one.watched.look();
    await put('a.ndjson', line('e-1') + line('e-2'));
    now += 10_000;
    await one.watched.look();
    expect(ids()).toEqual([]);
    now += 10_000;
    await one.watched.look();
    expect(ids()).toEqual(['e-1', 'e-2']);
  });

  it('leaves links, folders, hidden and unfinished files alone', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'ilium-outside-'));
    await writeFile(join(outside, 'x.ndjson'), line('e-1'));
    await symlink(join(outside, 'x.ndjson'), join(folder, 'link.ndjson'));
    await mkdir(join(folder, 'folder.ndjson'));
    for (const name of ['.hidden.ndjson', 'a.ndjson.tmp', 'b.ndjson.part', 'c.ndjson~', '~d.ndjson']) {
      await put(name, line('e-2'));
    }
    await lookTwice(watching());
    expect(ids()).toEqual([]);
    expect(await readFile(join(outside, 'x.ndjson'), 'utf8')).toBe(line('e-1'));
    await rm(outside, { recursive: true });
  });

  it('puts a file with refused lines where a person looks, with what is to be corrected', async () => {
    await put('a.ndjson', `${line('e-1')}{"a":1}\n`);
    await lookTwice(watching());
    expect(ids()).toEqual(['e-1']);
    expect(await inFolder('failed')).toEqual(['a.ndjson', 'a.ndjson.refused.ndjson', 'a.ndjson.report.txt']);
    expect(await readFile(join(folder, 'failed', 'a.ndjson.refused.ndjson'), 'utf8')).toBe('{"a":1}\n');
  });

  it('puts a file there too of which nothing says how it is read', async () => {
    await put('a.pdf', 'whatever');
    await lookTwice(watching());
    expect(await inFolder('failed')).toEqual(['a.pdf', 'a.pdf.report.txt']);
    expect(await readFile(join(folder, 'failed', 'a.pdf.report.txt'), 'utf8')).toMatch(/^file\tformat\t/);
  });

  it('keeps files of the same name apart', async () => {
    const one = watching();
    for (const id of ['e-1', 'e-2', 'e-3']) {
      await put('export.ndjson', line(id));
      await lookTwice(one);
    }
    expect(await inFolder('done')).toEqual(['export.2.ndjson', 'export.3.ndjson', 'export.ndjson']);
    expect(ids()).toEqual(['e-1', 'e-2', 'e-3']);
  });

  it('keeps a corrected file apart from the file that it came from, when both are put there', async () => {
    await put('a.ndjson', '{"a":1}\n');
    await put('a.ndjson.refused.ndjson', line('e-1'));
    await lookTwice(watching());
    expect(ids()).toEqual(['e-1']);
    expect(await inFolder('done')).toEqual(['a.ndjson.refused.ndjson']);
    expect(await inFolder('failed')).toEqual(['a.ndjson', 'a.ndjson.refused.ndjson', 'a.ndjson.report.txt']);
  });

  it('leaves what a person is correcting alone, when a file of the same name comes', async () => {
    const one = watching();
    await mkdir(join(folder, 'failed'));
    await writeFile(join(folder, 'failed', 'a.ndjson.refused.ndjson'), 'being corrected');
    await put('a.ndjson', '{"a":1}\n');
    await lookTwice(one);
    expect(await readFile(join(folder, 'failed', 'a.ndjson.refused.ndjson'), 'utf8')).toBe('being corrected');
    expect(await inFolder('failed')).toContain('a.2.ndjson.refused.ndjson');
  });

  it('may be watched by several instances: each file is taken by one', async () => {
    const many = Array.from({ length: 12 }, (_, index) => `e-${index}`);
    for (const id of many) await put(`${id}.ndjson`, line(id));
    const instances = [watching(), watching(), watching()];
    await Promise.all(instances.map(({ watched }) => watched.look()));
    now += 10_000;
    await Promise.all(instances.map(({ watched }) => watched.look()));
    expect(ids()).toEqual(many.toSorted());
    expect(fed).toHaveLength(many.length);
    expect(store.repeats).toBe(0);
    expect(await inFolder('done')).toHaveLength(many.length);
    await Promise.all(instances.map(({ watched }) => watched.close()));
    expect(await inFolder('working')).toEqual([]);
  });

  it('goes on with what an instance left that died, and with what was refused of it', async () => {
    const [dead, next] = [watching(), watching()];
    await put('a.ndjson', `{"a":1}\n${line('e-1')}`.repeat(300));
    const save = feedings.save.bind(feedings);
    feedings.save = async (feeding) => {
      await save(feeding);
      if (feeding.entries > 0) throw new Error('killed');
    };
    await lookTwice(dead);
    feedings.save = save;
    await lookTwice(next);
    expect(await inFolder('failed')).toEqual([]);
    const [token = ''] = (await inFolder('working')).filter((name) => !name.startsWith('.'));
    for (const name of await inFolder('working')) {
      const path = join(folder, 'working', name, '.alive');
      if ((await readdir(join(folder, 'working', name))).length > 1) await utimes(path, 0, 0);
    }
    expect(token).not.toBe('');
    await lookTwice(next);
    expect(ids()).toEqual(['e-1']);
    expect(await inFolder('failed')).toEqual(['a.ndjson', 'a.ndjson.refused.ndjson', 'a.ndjson.report.txt']);
    const refused = await readFile(join(folder, 'failed', 'a.ndjson.refused.ndjson'), 'utf8');
    expect(refused).toBe('{"a":1}\n'.repeat(300));
  });

  it('goes on beside what is no instance, and clears away one that died with nothing in hand', async () => {
    const one = watching();
    await mkdir(join(folder, 'working', 'dead'), { recursive: true });
    await writeFile(join(folder, 'working', 'dead', '.alive'), '');
    await utimes(join(folder, 'working', 'dead', '.alive'), 0, 0);
    await writeFile(join(folder, 'working', '.DS_Store'), 'of the system');
    await put('a.ndjson', line('e-1'));
    await lookTwice(one);
    expect(ids()).toEqual(['e-1']);
    await one.watched.close();
    expect(await inFolder('working')).toEqual(['.DS_Store']);
  });

  it('shows in health and metrics what can not be read, and tries it in growing waits only', async () => {
    const one = watching();
    beforeFeeding = () => Promise.reject(Object.assign(new Error('secret name'), { code: 'EACCES', syscall: 'open' }));
    await put('secret.ndjson', line('e-1'));
    await lookTwice(one);
    for (let second = 0; second < 9; second += 1) {
      now += 1_000;
      await one.watched.look();
    }
    expect(fed).toHaveLength(1);
    expect(await one.status()).toEqual({ status: 'down', reason: expect.stringContaining("1 files can't be read") });
    expect(await one.figures()).toContain('result="unreadable"');
    expect(`${JSON.stringify(await one.status())}${await one.figures()}`).not.toContain('secret');
    now += 1_000;
    await one.watched.look();
    now += 19_000;
    await one.watched.look();
    expect(fed).toHaveLength(2);
    beforeFeeding = () => Promise.resolve();
    now += 1_000;
    await one.watched.look();
    expect(ids()).toEqual(['e-1']);
    await one.watched.look();
    expect(await one.status()).toEqual({ status: 'up' });
  });

  it('that is not there is reported, and watched again when it comes back', async () => {
    const gone = join(folder, 'gone');
    await writeFile(gone, 'a file where a folder is expected');
    const one = watching({ folder: gone, settleSeconds: 0 });
    await one.watched.look();
    expect(await one.status()).toMatchObject({ status: 'down', reason: expect.stringContaining('watch-1') });
    await rm(gone);
    await mkdir(gone);
    await chmod(gone, 0o755);
    await writeFile(join(gone, 'a.ndjson'), line('e-1'));
    await one.watched.look();
    expect(await one.status()).toEqual({ status: 'up' });
    expect(ids()).toEqual(['e-1']);
  });
});
