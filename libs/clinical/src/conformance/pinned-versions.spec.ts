import { describe, expect, test } from '@jest/globals';
import { treatment } from '../testing/courses.js';
import { derived } from '../testing/derived.js';
import { procedure } from '../testing/good-records.js';
import { isUcum } from '../testing/ucum.js';
import { conformanceProblems } from './conformance-problems.js';
import { usCoreVersions } from './rule.js';

describe('trap 17: US Core changes, so that each version is checked by itself', () => {
  test('how strictly the code of a procedure is bound changed twice', () => {
    const ofNobody = { ...procedure, code: { coding: [{ system: 'urn:ilium:test:codes', code: 'SIJ' }] } };
    const refusing = usCoreVersions.filter(
      (profileVersion) => conformanceProblems([ofNobody], { profileVersion, isUcum }).length > 0,
    );
    expect(refusing).toEqual(['6.1.0', '9.0.0']);
  });

  test('there is no US Core MedicationAdministration, so that none claims to be one', () => {
    const { administrations } = derived(treatment('1'));
    expect(administrations.map(({ meta }) => meta?.profile)).toEqual([undefined]);
  });
});
