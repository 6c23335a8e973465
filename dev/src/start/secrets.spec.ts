import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keptSecrets } from './secrets.js';

describe('the secrets of a system', () => {
  let data: string;

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'ilium-secrets-'));
  });

  afterEach(() => rm(data, { recursive: true, force: true }));

  it('are random, long enough, and all different', async () => {
    const secrets = Object.values(await keptSecrets({ data, logs: data }));
    expect(new Set(secrets).size).toBe(secrets.length);
    expect(Math.min(...secrets.map(({ length }) => length))).toBeGreaterThanOrEqual(32);
  });

  it('stay the same from start to start, in a file that nobody else may read', async () => {
    const first = await keptSecrets({ data, logs: data });
    expect(await keptSecrets({ data, logs: data })).toEqual(first);
    expect((await stat(join(data, 'secrets.json'))).mode & 0o777).toBe(0o600);
  });

  it('of a service that an earlier version did not have are made when it is there', async () => {
    const { intake, ...earlier } = await keptSecrets({ data, logs: data });
    await writeFile(join(data, 'secrets.json'), JSON.stringify(earlier));
    const secrets = await keptSecrets({ data, logs: data });
    expect(secrets).toMatchObject(earlier);
    expect(secrets.intake).not.toBe(intake);
    expect(await keptSecrets({ data, logs: data })).toEqual(secrets);
  });

  it('are not made anew when they are damaged: other ids would be given to the same records', async () => {
    const secrets = await keptSecrets({ data, logs: data });
    await writeFile(join(data, 'secrets.json'), JSON.stringify({ ...secrets, idKey: undefined }));
    await expect(keptSecrets({ data, logs: data })).rejects.toThrow('npm start -- --fresh');
    expect(await readFile(join(data, 'secrets.json'), 'utf8')).not.toContain('idKey');
  });
});
