import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { publishedPolicyFile } from './policy-file.js';
import { publishedSiteFile, siteFile } from './site-file.js';

const root = resolve(import.meta.dirname, '../../..');
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

describe('what is published of the site file', () => {
  test.each([
    ['site', publishedSiteFile],
    ['policy', publishedPolicyFile],
  ])('the JSON Schema of a %s is current: if not, run `npm run generate`', (name, schema) => {
    const written: unknown = JSON.parse(textOf(`libs/site/schema/${name}.schema.json`));
    expect(written).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  test.each(Object.keys(siteFile.shape))(
    '%s stands in the reference and in the example, and an editor explains it',
    (key) => {
      expect(textOf('docs/site.md')).toContain(`\`${key}\``);
      expect(textOf('config/sites/example.yaml')).toMatch(new RegExp(`^${key}:`, 'm'));
      expect(publishedSiteFile.properties?.[key]).toHaveProperty('description');
    },
  );
});
