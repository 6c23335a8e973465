import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generatedFiles, renew, staleFiles } from './generated-files.js';

describe('the documents of this repository', () => {
  it('are current: if not, run `npm run generate`', async () => {
    const root = join(import.meta.dirname, '../../../..');
    const stale = await staleFiles(root, await generatedFiles(root));
    expect(stale.map(({ path }) => path)).toEqual([]);
  }, 60_000);
});

describe('a generated document', () => {
  const generated = [
    { path: 'docs/asyncapi.json', text: '{ "asyncapi": "3.1.0" }\n' },
    { path: 'libs/contracts/schemas/a.schema.json', text: '{}\n' },
  ];
  let root = '';

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'ilium-contracts-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  async function renewAll() {
    const stale = await staleFiles(root, generated);
    for (const file of stale) await renew(root, file);
    return stale.map(({ path }) => path);
  }

  it('is stale until it is written', async () => {
    expect(await renewAll()).toEqual(generated.map(({ path }) => path));
    expect(await renewAll()).toEqual([]);
  });

  it('is stale when edited by hand, or when nothing generates it any more', async () => {
    await renewAll();
    await writeFile(join(root, 'docs/asyncapi.json'), '{}\n');
    await writeFile(join(root, 'libs/contracts/schemas/old.schema.json'), '{}\n');
    expect(await renewAll()).toEqual(['docs/asyncapi.json', 'libs/contracts/schemas/old.schema.json']);
    expect(await renewAll()).toEqual([]);
  });
});
