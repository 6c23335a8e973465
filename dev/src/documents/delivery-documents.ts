import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withTables } from '@ilium/clinical';
import { faultTables } from '../../../apps/fhir-sync/dist/faults/fault-table.js';
import { projectRoot } from '../project.js';
import { formatted, type DocumentFile } from './document-file.js';

const guide = 'docs/fhir-delivery.md';

/** What docs/fhir-delivery.md has to be: words as they are written, tables as the code has them. */
export async function deliveryDocuments(): Promise<readonly DocumentFile[]> {
  const text = withTables(await readFile(join(projectRoot, guide), 'utf8'), faultTables);
  return [await formatted(guide, text)];
}
