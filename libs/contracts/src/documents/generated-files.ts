import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { asyncApiDocument } from './async-api.js';
import { publishedExamples } from './published-examples.js';
import { schemaFiles } from './schema-files.js';

const asyncApi = 'docs/asyncapi.json';
const schemas = 'libs/contracts/schemas';
const examples = 'libs/contracts/examples';

/** A document as it has to be. */
export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** A file to be written or, without a text, to be removed. */
export interface StaleFile {
  readonly path: string;
  readonly text: string | undefined;
}

/** The documents that follow from the schemas and the published examples. */
export async function generatedFiles(root: string): Promise<GeneratedFile[]> {
  const document = asyncApiDocument(await publishedExamples(join(root, examples)));
  const files = Object.entries(schemaFiles()).map(([name, schema]) => ({
    path: `${schemas}/${name}`,
    content: schema,
  }));
  return Promise.all(
    [{ path: asyncApi, content: document }, ...files].map(async ({ path, content }) => {
      return { path, text: await formatted(join(root, path), content) };
    }),
  );
}

/** As `npm run format` would leave it. */
async function formatted(filepath: string, content: object): Promise<string> {
  return format(JSON.stringify(content), { ...(await resolveConfig(filepath)), filepath });
}

/** What is missing or differs, and schemas that no type stands behind any more. */
export async function staleFiles(root: string, generated: readonly GeneratedFile[]): Promise<StaleFile[]> {
  const written = await Promise.all(generated.map(({ path }) => textOf(join(root, path))));
  const leftOver = (await filesIn(join(root, schemas)))
    .map((file) => `${schemas}/${file}`)
    .filter((path) => !generated.some((file) => file.path === path))
    .map((path) => ({ path, text: undefined }));
  return [...generated.filter(({ text }, index) => written[index] !== text), ...leftOver];
}

export async function renew(root: string, { path, text }: StaleFile): Promise<void> {
  const file = join(root, path);
  if (text === undefined) return rm(file);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function filesIn(directory: string): Promise<string[]> {
  return existsSync(directory) ? readdir(directory) : [];
}

async function textOf(file: string): Promise<string | undefined> {
  return existsSync(file) ? readFile(file, 'utf8') : undefined;
}
