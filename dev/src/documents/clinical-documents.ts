import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clinicalTables, codeSystemResources, defaultRules, withTables } from '@ilium/clinical';
import { projectRoot } from '../project.js';
import { formatted, type DocumentFile } from './document-file.js';

const guide = 'docs/clinical.md';

/** What docs/clinical.md and docs/fhir have to be: words as they are written, tables and codes as the code has them. */
export async function clinicalDocuments(): Promise<readonly DocumentFile[]> {
  const systems = codeSystemResources(defaultRules.base);
  return Promise.all([
    formatted(guide, withTables(await readFile(join(projectRoot, guide), 'utf8'), clinicalTables)),
    ...systems.map((system) => formatted(`docs/fhir/CodeSystem-${system.id}.json`, JSON.stringify(system))),
  ]);
}
