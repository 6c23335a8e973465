import { describe, expect, test } from '@jest/globals';
import { defaultRules } from '../rules.js';
import { procedureCodes } from './procedure-codes.js';
import { isSameType, procedureTypeOf, readProcedureCode } from './procedures.js';
import { systems } from './systems.js';

const read = (code: string, system?: string, day?: string) =>
  readProcedureCode({ code, ...(system === undefined ? {} : { system }) }, day, defaultRules);

describe('what a code of a procedure means', () => {
  test.each([
    ['27096', 'si-joint-injection'],
    ['G0260', 'si-joint-injection'],
    ['64451', 'si-nerve-block'],
    ['64625', 'si-joint-rfa'],
    ['27278', 'si-joint-fusion'],
    ['27279', 'si-joint-fusion'],
    ['27280', 'si-joint-fusion'],
    ['64490', 'facet-or-medial-branch-block'],
    ['64635', 'facet-rfa'],
    ['62321', 'epidural-injection'],
    ['64483', 'epidural-injection'],
  ])('%s is %s', (code, type) => {
    expect(procedureTypeOf({ code })).toBe(type);
  });

  test.each([
    ['64490', { region: 'cervical-thoracic' }],
    ['64635', { region: 'lumbar-sacral' }],
    ['62321', { region: 'cervical-thoracic', approaches: ['interlaminar'] }],
    ['62323', { region: 'lumbar-sacral', approaches: ['interlaminar', 'caudal'] }],
    ['64479', { region: 'cervical-thoracic', approaches: ['transforaminal'] }],
    ['64484', { region: 'lumbar-sacral', approaches: ['transforaminal'], addOn: 'each' }],
    ['64495', { region: 'lumbar-sacral', addOn: 'level' }],
  ])('%s also says %o', (code, expected) => {
    expect(read(code).row?.meaning).toMatchObject(expected);
  });

  test.each([
    ['20552', 'trigger point injection, no image guidance'],
    ['20610', 'large joint code, wrong for the SI joint'],
    ['G0259', 'arthrography only'],
    ['37190-6', 'arthrography only'],
    ['0SH734Z', 'fixation device put in, no fusion'],
    ['58611004', 'continuous epidural infusion, not a single injection'],
  ])('trap 8: %s is known, and not ours: %s', (code, reason) => {
    expect(read(code).row?.meaning).toMatchObject({ is: 'not-ours', reason });
  });

  test.each(['3E0U33Z', '3E0U3BZ', '3E0U3KZ', '3E0S3BZ', '0SG73JZ', '0SG70JZ'])(
    '%s says neither which joint nor which side',
    (code) => {
      expect(read(code).row?.meaning.is).toBe('unspecific');
    },
  );

  test.each([
    ['35927-3', undefined],
    ['26320-2', ['left']],
    ['26319-4', ['left', 'right']],
  ])('LOINC %s is imaging, and no procedure', (code, sides) => {
    expect(read(code).row?.meaning).toEqual({ is: 'guidance', ...(sides === undefined ? {} : { sides }) });
  });

  test('every type has a code, and each of our own words is one', () => {
    for (const { system, code } of procedureCodes.filter((row) => row.system === 'ilium' && row.code !== 'not-ours')) {
      expect(procedureTypeOf({ system, code })).toBe(code);
    }
  });
});

describe('trap 15: codes are valid by the day of service', () => {
  test.each([
    ['0775T', '2023-12-31', false],
    ['0775T', '2024-01-01', true],
    ['27278', '2023-12-31', true],
    ['27278', '2024-01-01', false],
    ['27278', undefined, false],
  ])('%s on %s', (code, day, isInvalidOnDay) => {
    expect(read(code, 'C4', day)).toMatchObject({ isInvalidOnDay, row: { meaning: { type: 'si-joint-fusion' } } });
  });
});

describe('modifiers behind a code', () => {
  test.each([
    ['27096:LT', ['LT']],
    ['27096:LT:KX', ['LT', 'KX']],
    ['27096-LT', ['LT']],
    ['27096.50', ['50']],
    ['g0260', []],
  ])('%s', (code, modifiers) => {
    expect(read(code).modifiers).toEqual(modifiers);
  });

  test('a site is asked for the whole code first', () => {
    const own = { code: '27096-LT', as: { system: systems.cpt, code: '64451' } };
    const rules = { ...defaultRules, codes: { procedures: [own] } };
    expect(readProcedureCode({ code: '27096-LT' }, undefined, rules)).toMatchObject({
      modifiers: [],
      row: { meaning: { type: 'si-nerve-block' } },
    });
  });
});

test('clinical rule 7: 64490 to 64495 stand for the joint and for its nerves', () => {
  expect(isSameType('facet-or-medial-branch-block', 'medial-branch-block')).toBe(true);
  expect(isSameType('facet-injection', 'facet-or-medial-branch-block')).toBe(true);
  expect(isSameType('facet-injection', 'medial-branch-block')).toBe(false);
  expect(isSameType('facet-or-medial-branch-block', 'facet-rfa')).toBe(false);
});
