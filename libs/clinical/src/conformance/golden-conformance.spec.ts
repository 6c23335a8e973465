import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Bundle } from '@medplum/fhirtypes';
import type { FhirRecord } from '../fhir/records.js';
import { retractionOf } from '../fhir/retraction.js';
import { toBundle } from '../fhir/to-bundle.js';
import { defaultRules } from '../rules.js';
import { problemsIn } from '../testing/r4-problems.js';
import { isUcum } from '../testing/ucum.js';
import { bundleProblems } from './conformance-problems.js';
import { usCoreVersions } from './rule.js';

const folder = new URL('../golden/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.fhir.json'));

test('there are golden bundles to check', () => {
  expect(files.length).toBeGreaterThan(0);
});

describe.each(files)('%s', (name) => {
  const bundle: Bundle<FhirRecord> = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const records = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
  const retractions = toBundle(records.map(retractionOf), defaultRules.base);

  test.each(usCoreVersions)('conforms to US Core %s, and so do the retractions of its records', (profileVersion) => {
    expect(bundleProblems(bundle, { profileVersion, isUcum })).toEqual([]);
    expect(bundleProblems(retractions, { profileVersion, isUcum })).toEqual([]);
  });

  test('is valid FHIR R4', () => {
    expect(records.flatMap(problemsIn)).toEqual([]);
  });
});
