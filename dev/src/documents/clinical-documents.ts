import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clinicalTables, codeSystemResources, defaultRules, withTables } from '@ilium/clinical';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../project.js';

/** From the root of the project. */
export interface DocumentFile {
  readonly path: string;
  readonly text: string;
}

const guide = 'docs/clinical.md';

/** What docs/clinical.md and docs/fhir have to be: words as they are written, tables and codes as the code has them. */
export async function clinicalDocuments(): Promise<readonly DocumentFile[]> {
  const systems = codeSystemResources(defaultRules.base);
  return Promise.all([
    formatted(guide, withTables(await readFile(join(projectRoot, guide), 'utf8'), clinicalTables)),
    ...systems.map((system) => formatted(`docs/fhir/CodeSystem-${system.id}.json`, JSON.stringify(system))),
  ]);
}

/** As `npm run format` would leave it. */
async function formatted(path: string, text: string): Promise<DocumentFile> {
  const filepath = join(projectRoot, path);
  return { path, text: await format(text, { ...(await resolveConfig(filepath)), filepath }) };
}
