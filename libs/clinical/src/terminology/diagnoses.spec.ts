import { describe, expect, test } from '@jest/globals';
import { defaultRules } from '../rules.js';
import { diagnosisOf, isAgainst } from './diagnoses.js';

const day = '2026-03-12';

describe('the reason for a procedure, as a group of diagnoses', () => {
  test.each([
    ['I10C', 'M53.3', 'si-joint-dysfunction'],
    ['I10C', 'M46.1', 'sacroiliitis'],
    ['I10C', 'M461', 'sacroiliitis'],
    ['I10C', 'm47.816', 'facet-spondylosis'],
    ['I10C', 'S336XXA', 'si-joint-injury'],
    ['I10C', 'M51.17', 'radiculopathy'],
    [undefined, 'M96.1', 'post-surgical'],
    ['SCT', '201776007', 'inflammatory-arthritis'],
    ['SCT', '279039007', 'low-back-pain'],
    [`${defaultRules.base}/CodeSystem/reason`, 'si-joint-dysfunction', 'si-joint-dysfunction'],
  ])('%s %s', (system, code, group) => {
    const known = diagnosisOf({ code, ...(system === undefined ? {} : { system }) }, day, defaultRules);
    expect(known).toMatchObject({ row: { group }, isInvalidOnDay: false });
  });

  test('a code of another system, or of no table, is unknown', () => {
    expect(diagnosisOf({ system: 'SCT', code: 'M46.1' }, day, defaultRules)).toBeUndefined();
    expect(diagnosisOf({ system: 'I10C', code: 'R10.9' }, day, defaultRules)).toBeUndefined();
  });

  test("a site's own code", () => {
    const own = { code: 'SIJP', as: { system: 'ilium', code: 'si-joint-dysfunction' } };
    const rules = { ...defaultRules, codes: { diagnoses: [own] } };
    expect(diagnosisOf({ system: 'L', code: 'SIJP' }, day, rules)?.row.group).toBe('si-joint-dysfunction');
  });
});

describe('clinical rule 9: reasons that are another procedure’s', () => {
  test('coccydynia does not speak against a caudal epidural, sacroiliitis does', () => {
    expect(isAgainst('si-joint-dysfunction', 'epidural-injection')).toBe(false);
    expect(isAgainst('sacroiliitis', 'epidural-injection')).toBe(true);
    expect(isAgainst('si-joint-injury', 'epidural-injection')).toBe(true);
  });
});

describe('trap 15: diagnoses are valid by the day of service', () => {
  test.each([
    ['M54.5', '2021-09-30', false],
    ['M54.5', '2021-10-01', true],
    ['M54.50', '2021-09-30', true],
    ['M54.50', '2021-10-01', false],
    ['M54.5', undefined, false],
  ])('%s on %s', (code, on, isInvalidOnDay) => {
    expect(diagnosisOf({ system: 'I10C', code }, on, defaultRules)).toMatchObject({
      isInvalidOnDay,
      row: { group: 'low-back-pain' },
    });
  });
});
