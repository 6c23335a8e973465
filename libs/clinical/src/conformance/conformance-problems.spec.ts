import { describe, expect, test } from '@jest/globals';
import { bundleOf, goodRecords, improvement, procedure, score } from '../testing/good-records.js';
import { isUcum } from '../testing/ucum.js';
import { wrongSamples } from '../testing/wrong-records.js';
import { bundleProblems, conformanceProblems } from './conformance-problems.js';
import { usCoreVersions } from './rule.js';
import { conformanceRules } from './table.js';

describe('the table of conformance rules', () => {
  test('names each rule once', () => {
    const names = conformanceRules.map(({ name }) => name);
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  });

  test('says for each rule what it demands, where that stands, and for which versions', () => {
    const silent = conformanceRules.filter(
      ({ demands, source, versions }) => demands === '' || source === '' || versions.length === 0,
    );
    expect(silent).toEqual([]);
  });

  test('has a wrong sample for every rule, and no sample for a rule that is not there', () => {
    const tried = new Set(wrongSamples.map(({ rule }) => rule));
    expect([...tried].sort()).toEqual(conformanceRules.map(({ name }) => name).sort());
  });
});

describe.each(usCoreVersions)('under US Core %s', (profileVersion) => {
  test('good records have no problem', () => {
    expect(bundleProblems(bundleOf(goodRecords), { profileVersion, isUcum })).toEqual([]);
    expect(conformanceProblems(goodRecords, { profileVersion, isUcum })).toEqual([]);
  });

  test.each(wrongSamples.map((sample, place) => [`${sample.rule} (sample ${place})`, sample] as const))(
    'one fault is found by one rule: %s',
    (_, { rule, bundle, versions = usCoreVersions }) => {
      const found = bundleProblems(bundle, { profileVersion, isUcum }).map((problem) => problem.rule);
      expect([...new Set(found)]).toEqual(versions.includes(profileVersion) ? [rule] : []);
    },
  );
});

describe('problems', () => {
  const typo = { ...score, valueQuantity: { value: 3, system: 'http://unitsofmeasure.org', code: 'Jane Doe' } };

  test('name rule, element and record, and nothing of what the record says', () => {
    expect(conformanceProblems([procedure, typo], { isUcum })).toEqual([
      { rule: 'UCUM', element: 'Observation.valueQuantity', key: 'Observation/score-1' },
    ]);
  });

  test('give the place of a record whose id can be none: it may hold anything', () => {
    const problems = conformanceProblems([procedure, score, { ...improvement, id: 'Jane Doe' }], { isUcum });
    expect(problems).toEqual([{ rule: 'id', element: 'Observation.id', key: 'Observation[2]' }]);
  });

  test('without a version are those of any version', () => {
    const ofGroup = { ...procedure, subject: { type: 'Group' } };
    expect(conformanceProblems([ofGroup], { isUcum }).map(({ rule }) => rule)).toEqual([
      'target us-core-procedure.subject',
    ]);
  });
});

describe('references', () => {
  test('may lead to what is stored already, when somebody knows that', () => {
    const isStored = (reference: string) => reference === 'Procedure/procedure-1';
    expect(conformanceProblems([score], { isUcum, isStored })).toEqual([]);
    expect(conformanceProblems([score], { isUcum }).map(({ rule }) => rule)).toEqual(['reference resolves']);
  });

  test('may name the full URL of an entry, whose record tells the type', () => {
    const fullUrl = 'urn:uuid:7f1c0f3e-9a42-4c8e-8a52-3f5a9e0c1d2b';
    const request = { method: 'POST', url: 'Procedure' };
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { fullUrl, resource: procedure, request },
        {
          resource: { ...score, partOf: [{ reference: fullUrl }], focus: [{ reference: fullUrl, type: 'Procedure' }] },
          request: { method: 'PUT', url: 'Observation/score-1' },
        },
      ],
    };
    expect(bundleProblems(bundle, { isUcum })).toEqual([]);
  });
});
