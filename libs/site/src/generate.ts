import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { publishedPolicyFile } from './policy-file.js';
import { publishedSiteFile } from './site-file.js';

/** Writes the JSON Schemas of the site file and of a policy's file, for editors. */

const folder = resolve(import.meta.dirname, '../schema');

await mkdir(folder, { recursive: true });
for (const [name, schema] of Object.entries({ site: publishedSiteFile, policy: publishedPolicyFile })) {
  const filepath = join(folder, `${name}.schema.json`);
  await writeFile(filepath, await format(JSON.stringify(schema), { ...(await resolveConfig(filepath)), filepath }));
}
