import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMetrics, HealthRegistry, silentLogger } from '@ilium/observability';
import { builtInSite, type Site, type WatchedFolder } from '@ilium/site';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../../../../../dev/src/test-environment.js';
import { scoreEvent } from '../../rest/events.samples.js';
import { MemoryFeedings } from '../../testing/memory-feedings.js';
import { MemoryMessageStore } from '../../testing/memory-message-store.js';
import { FolderWatch } from './folder-watch.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ilium-folders-spec-'));
});

afterEach(() => rm(folder, { recursive: true }));

function watch(settings: readonly Partial<WatchedFolder>[], store: MemoryMessageStore) {
  const usual = { folder, done: 'done', failed: 'failed', everySeconds: 1, settleSeconds: 0, backload: false };
  const files = { watch: settings.map((changes) => ({ ...usual, ...changes })) };
  const site: Site = { ...builtInSite, incoming: { ...builtInSite.incoming, files } };
  const health = new HealthRegistry();
  const parts = { site, store, feedings: new MemoryFeedings(), isBusy: () => Promise.resolve(false), health };
  const folders = new FolderWatch({ ...parts, metrics: createMetrics('test'), logger: silentLogger });
  folders.start();
  return { folders, health };
}

const content = (...ids: readonly string[]) => ids.map((id) => `${JSON.stringify(scoreEvent(id))}\n`).join('');

describe('the watched folders of a site', () => {
  it('are looked into until the service stops', async () => {
    const store = new MemoryMessageStore();
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    await Promise.all([mkdir(one), mkdir(two)]);
    const { folders, health } = watch([{ folder: one }, { folder: two, backload: true }], store);
    await writeFile(join(one, 'a.ndjson'), content('e-1'));
    await writeFile(join(two, 'b.ndjson'), content('e-2'));
    await until('both files are done', async () =>
      [await readdir(join(one, 'done')), await readdir(join(two, 'done'))].every(({ length }) => length === 1),
    );
    expect(Object.keys((await health.report()).checks)).toEqual(['files watch-1', 'files watch-2']);
    await folders.stop();
    const replays = store.messages.map(({ controlId, events }) => [
      controlId,
      JSON.stringify(events).includes('replay'),
    ]);
    expect(new Map(replays.map(([id, isReplay]) => [String(id), isReplay]))).toEqual(
      new Map([
        ['e-1', false],
        ['e-2', true],
      ]),
    );
    expect(await readdir(join(one, 'working'))).toEqual([]);
  });

  it('give back a file that is stopped in the middle, and another instance goes on with it', async () => {
    const store = new MemoryMessageStore();
    const ids = Array.from({ length: 2_000 }, (_, index) => `e-${index}`);
    await writeFile(join(folder, 'a.ndjson'), content(...ids));
    const take = store.take.bind(store);
    store.take = (message) => {
      store.isAway = store.messages.length >= 500;
      return take(message);
    };
    const first = watch([{}], store);
    await until('the store is away in the middle of the file', () => store.isAway);
    await first.folders.stop();
    expect(store.messages.length).toBeLessThan(ids.length);
    [store.take, store.isAway] = [take, false];
    const second = watch([{}], store);
    await until('the file is done', async () => (await readdir(join(folder, 'done'))).length === 1);
    await second.folders.stop();
    expect(store.messages.map(({ controlId }) => controlId).toSorted()).toEqual(ids.toSorted());
  });
});
