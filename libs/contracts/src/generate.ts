import { resolve } from 'node:path';
import { generatedFiles, renew, staleFiles } from './documents/generated-files.js';

/** Writes the documents that are made from the schemas; with `--check` only says which are not current. */

const root = resolve(import.meta.dirname, '../../..');
const checkOnly = process.argv.includes('--check');
const stale = await staleFiles(root, await generatedFiles(root));

for (const file of stale) {
  if (!checkOnly) await renew(root, file);
  process.stdout.write(`${wordFor(file.text)}: ${file.path}\n`);
}
if (checkOnly && stale.length > 0) {
  process.stdout.write('Run `npm run generate` and commit what it writes.\n');
  process.exitCode = 1;
}

function wordFor(text: string | undefined): string {
  if (checkOnly) return 'not current';
  return text === undefined ? 'removed' : 'written';
}
