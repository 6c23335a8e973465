import { describe, expect, test } from '@jest/globals';
import { reportFields, reportKinds } from '@ilium/contracts';
import { sourceFields, sourceOf } from './source-fields.js';

const head = ['identifier'];
const named = Object.values(sourceFields)
  .flatMap((fields) => Object.values(fields))
  .flatMap((source) => [...(source.split(' (')[0] ?? '').matchAll(/([a-z]+)\.([A-Za-z]+)/g)])
  .map(([, kind = '', field = '']) => [kind, field] as const);

describe('where elements come from', () => {
  test.each(named)('%s.%s is a field of the events', (kind, field) => {
    const known = reportKinds.find((one) => one === kind);
    const fields = known === undefined ? ['status'] : [...reportFields(known), ...head];
    expect(fields).toContain(field);
  });

  test('is said of what stands below an element, and of all its forms', () => {
    const record = { resourceType: 'MedicationAdministration' };
    expect(sourceOf(record, 'dosage.dose.value')).toContain('RXA-6');
    expect(sourceOf(record, '_effectiveDateTime.extension')).toContain('administration.start');
    expect(sourceOf(record, 'meta.profile')).toBe('made by Ilium');
  });

  test.each([
    ['a score', 'http://loinc.org', '72514-3', 'score.value'],
    ['a complication', 'https://ilium.example/CodeSystem/finding', 'complication', 'complication.codes'],
    ['a finding', 'https://ilium.example/CodeSystem/finding', 'contrast-spread', 'procedure.contrastSpread'],
    ['a figure', 'https://ilium.example/CodeSystem/derived-observation', 'change', 'by its rules'],
  ])('of %s is told by its code', (_, system, code, source) => {
    const record = { resourceType: 'Observation', code: { coding: [{ system, code }] } };
    expect(sourceOf(record, 'valueQuantity.value')).toContain(source);
  });
});
