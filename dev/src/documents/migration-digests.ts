import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project.js';
import type { DocumentFile } from './document-file.js';

const path = 'dev/migrations.txt';

/** What was once written down stays: a database somewhere may have been made by it. New migrations are added. */
export function migrationDigests(): DocumentFile {
  const known = listedMigrations();
  const files = globSync('{apps,libs}/*/src/**/*.migration.ts', { cwd: projectRoot });
  const all = new Map([...files.map((file) => [file, digestOf(file)] as const), ...known]);
  const lines = [...all].toSorted().map(([file, digest]) => `${digest}  ${file}\n`);
  return { path, text: lines.join('') };
}

/** Migrations that are written down, with their digests. */
export function listedMigrations(): ReadonlyMap<string, string> {
  const file = join(projectRoot, path);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return new Map(
    [...text.matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm)].map(([, digest = '', name = '']): [string, string] => [
      name,
      digest,
    ]),
  );
}

/** Of a file as it is now; undefined where there is none. */
export function digestOf(file: string): string | undefined {
  const place = join(projectRoot, file);
  return existsSync(place) ? createHash('sha256').update(readFileSync(place)).digest('hex') : undefined;
}
