import { describe, expect, test } from '@jest/globals';
import { report } from '../../testing/fhir/readings.js';
import { administration, snomed } from '../../testing/fhir/records.js';

describe('a MedicationAdministration', () => {
  test('keeps drug, dose, route and the procedure that it is part of', () => {
    const record = administration('m1', {
      dosage: {
        dose: { value: 40, unit: 'milligram', system: 'http://unitsofmeasure.org', code: 'mg' },
        route: { coding: [{ system: snomed, code: '12130007' }] },
      },
      effectiveDateTime: undefined,
      effectivePeriod: { start: '2026-03-12T10:12:00-04:00', end: '2026-03-12T10:13:00-04:00' },
      partOf: [{ reference: 'Procedure/p1' }],
    });
    expect(report(record)).toMatchObject({
      medication: [{ code: '10759' }],
      dose: { value: 40, unit: 'mg' },
      route: { code: '12130007' },
      start: '2026-03-12T10:12:00-04:00',
      end: '2026-03-12T10:13:00-04:00',
      procedureIdentifier: { value: 'p1' },
    });
  });

  test('has its drug and lot from the Medication that it names', () => {
    const contained = [
      { resourceType: 'Medication', id: 'd', code: { coding: [{ code: 'KENALOG' }] }, batch: { lotNumber: 'L7' } },
    ];
    const record = administration('m1', {
      contained,
      medicationCodeableConcept: undefined,
      medicationReference: { reference: '#d' },
    });
    expect(report(record)).toMatchObject({ medication: [{ code: 'KENALOG' }], lot: 'L7' });
  });
});
