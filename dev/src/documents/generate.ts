import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectRoot } from '../project.js';
import { clinicalDocuments } from './clinical-documents.js';
import { deliveryDocuments } from './delivery-documents.js';
import { migrationDigests } from './migration-digests.js';
import { pageTypes } from './page-types.js';

/**
 * Writes what documents for clinicians and EHR teams take from the code, what the page knows of analytics, and which migrations
 * there are.
 */
const documents = [
  ...(await clinicalDocuments()),
  ...(await deliveryDocuments()),
  await pageTypes(),
  migrationDigests(),
];
for (const { path, text } of documents) {
  const file = join(projectRoot, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
