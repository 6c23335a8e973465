import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  derivedFrom,
  goldenCases,
  goldenFiles,
  isCollecting,
  outputKinds,
  outputsOf,
  readOutput,
  writeOutput,
} from '../testing/golden-cases.js';
import { problemsIn } from '../testing/r4-problems.js';

/** What events become, as files that a person and a FHIR validator can read. `npm run golden` writes them anew. */
describe.each(goldenCases.map((one) => [one.name, one] as const))('%s', (name, one) => {
  const patients = derivedFrom(one);
  const outputs = outputsOf(one, patients);

  beforeAll(async () => {
    if (!isCollecting) return;
    for (const kind of outputKinds) await writeOutput(name, kind, outputs[kind]);
  });

  test('becomes these FHIR records', () => {
    expect(outputs.fhir).toEqual(readOutput(name, 'fhir'));
  });

  test('becomes these outcomes and this work', () => {
    expect(outputs.outcomes).toEqual(readOutput(name, 'outcomes'));
  });

  test('its records, and what is left of each when it is taken back, are valid FHIR R4', () => {
    const records = patients.flatMap(({ resources }) => resources);
    const problems = records.flatMap(({ resource, retraction }) => [resource, retraction].flatMap(problemsIn));
    expect(problems).toEqual([]);
  });
});

test('every file belongs to a case', () => {
  const ofCases = goldenCases.flatMap(({ name }) => ['event', ...outputKinds].map((kind) => `${name}.${kind}.json`));
  expect(goldenFiles.filter((file) => !ofCases.includes(file))).toEqual([]);
});
