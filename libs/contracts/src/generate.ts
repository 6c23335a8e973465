import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { asyncApiDocument } from './documents/async-api.js';
import { publishedExamples } from './documents/published-examples.js';
import { schemaFiles } from './documents/schema-files.js';

/** Writes the documents that are made from the schemas; with `--check` only says which are not current. */

const library = resolve(import.meta.dirname, '..');
const root = resolve(library, '../..');
const schemas = join(library, 'schemas');

/** Path → content, as Prettier wants it. */
async function documents(): Promise<ReadonlyMap<string, string>> {
  const examples = await publishedExamples(join(library, 'examples'));
  const found = new Map<string, object>([[join(root, 'docs/asyncapi.json'), asyncApiDocument(examples)]]);
  for (const [name, schema] of Object.entries(schemaFiles())) found.set(join(schemas, name), schema);
  const texts = [...found].map(async ([path, content]) => [path, await formatted(path, content)] as const);
  return new Map(await Promise.all(texts));
}

async function formatted(path: string, content: object): Promise<string> {
  return format(JSON.stringify(content), { ...(await resolveConfig(path)), filepath: path });
}

async function ifThere<T>(reading: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise;
    throw error;
  }
}

/** Schemas that no type stands behind any more. */
async function leftOver(current: ReadonlyMap<string, string>): Promise<string[]> {
  const files = await ifThere(readdir(schemas), []);
  return files.map((file) => join(schemas, file)).filter((path) => !current.has(path));
}

async function main(checkOnly: boolean): Promise<void> {
  const current = await documents();
  const stale = await leftOver(current);
  for (const [path, text] of current) if ((await ifThere(readFile(path, 'utf8'), undefined)) !== text) stale.push(path);
  for (const path of stale) {
    process.stdout.write(`${checkOnly ? 'not current' : 'written'}: ${relative(root, path)}\n`);
    if (!checkOnly) await replace(path, current.get(path));
  }
  if (checkOnly && stale.length > 0) {
    process.stdout.write('Run `npm run generate` and commit what it writes.\n');
    process.exitCode = 1;
  }
}

async function replace(path: string, text: string | undefined): Promise<void> {
  if (text === undefined) return rm(path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

await main(process.argv.includes('--check'));
