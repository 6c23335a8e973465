import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { projectRoot } from '../project.js';
import { clinicalDocuments } from './clinical-documents.js';
import { deliveryDocuments } from './delivery-documents.js';
import { digestOf, listedMigrations, migrationDigests } from './migration-digests.js';
import { pageTypes } from './page-types.js';

const documents = [
  ...(await clinicalDocuments()),
  ...(await deliveryDocuments()),
  await pageTypes(),
  migrationDigests(),
];
const written = (path: string) => {
  const file = join(projectRoot, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

it.each(documents.map(({ path, text }) => [path, text]))(
  '%s is current: if not, run `npm run generate`',
  (path, text) => {
    expect(written(path)).toBe(text);
  },
);

it('no CodeSystem is left over', () => {
  const known = documents.map(({ path }) => path);
  expect(globSync('docs/fhir/*', { cwd: projectRoot }).filter((path) => !known.includes(path))).toEqual([]);
});

it.each([...listedMigrations()])('%s is as it was: migrations are not edited, another one is added', (file, digest) => {
  expect(digestOf(file)).toBe(digest);
});
