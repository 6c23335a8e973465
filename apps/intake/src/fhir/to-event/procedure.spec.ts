import { describe, expect, test } from '@jest/globals';
import { events, report, work } from '../../testing/fhir/readings.js';
import { encounter, procedure, snomed } from '../../testing/fhir/records.js';

describe('a Procedure', () => {
  test('keeps its codes raw, with the modifiers that stand behind them', () => {
    const coding = [
      { system: 'http://www.ama-assn.org/go/cpt', code: '27096' },
      { system: 'http://www.ama-assn.org/go/cpt', code: '27096:LT' },
      { code: '7700123' },
    ];
    const said = report(procedure('p1', { code: { coding, text: 'Left SI joint injection' } }));
    expect(said['codes']).toMatchObject([
      { code: '27096', display: 'Left SI joint injection' },
      { code: '27096:LT' },
      { code: '7700123' },
    ]);
    expect(said['modifiers']).toEqual(['LT']);
  });

  test('says its side by a qualifier among its body sites, or by the richer body structure', () => {
    const side = { coding: [{ system: snomed, code: '7771000' }] };
    const joint = { coding: [{ system: snomed, code: '39723000' }] };
    const expected = {
      bodySite: [{ system: snomed, code: '39723000' }],
      laterality: { system: snomed, code: '7771000' },
    };
    expect(report(procedure('p1', { bodySite: [joint, side] }))).toMatchObject(expected);
    const contained = [{ resourceType: 'BodyStructure', id: 'b', location: joint, locationQualifier: [side] }];
    const url = 'http://hl7.org/fhir/StructureDefinition/procedure-targetBodyStructure';
    const extension = [{ url, valueReference: { reference: '#b' } }];
    expect(report(procedure('p1', { contained, extension }))).toMatchObject(expected);
  });

  const sided = (...codes: readonly string[]) => ({ coding: codes.map((code) => ({ system: snomed, code })) });
  const both = { system: snomed, code: '51440002' };
  const [joint, hip, left, right] = ['39723000', '24136001', '7771000', '24028007'];

  test.each([
    ['two different sides are both', [sided(left), sided(right)], both],
    ['so they are of one joint', [sided(joint, left), sided(joint, right)], both],
    ['also beside one that says both', [sided(left), sided(both.code)], both],
    ['one side said twice is that side', [sided(joint, left), sided(left)], { system: snomed, code: left }],
  ])('among its body sites %s', (_, bodySite, laterality) => {
    expect(report(procedure('p1', { bodySite }))).toMatchObject({ laterality });
    expect(work(procedure('p1', { bodySite }))).toEqual([]);
  });

  test.each([
    ['of two different sites', [sided(joint, left), sided(hip, right)]],
    ['in one and the same concept', [sided(joint, left, right)]],
  ])('two different sides %s are no side, and work', (_, bodySite) => {
    expect(report(procedure('p1', { bodySite }))).not.toHaveProperty('laterality');
    expect(work(procedure('p1', { bodySite }))).toEqual(['unreadable-field Procedure.bodySite']);
  });

  test('is tied by its visit, its order and what it is part of', () => {
    const found = new Map([['Encounter/e1', { record: encounter('e1') }]]);
    const record = procedure('p1', {
      encounter: { reference: 'Encounter/e1' },
      basedOn: [{ identifier: { system: 'urn:oid:2.999.3', value: 'ORDER-1' }, type: 'ServiceRequest' }],
      partOf: [{ reference: 'Procedure/p0' }],
    });
    expect(report(record, found)).toMatchObject({
      visit: { system: 'urn:oid:2.999.2', value: 'V-e1' },
      orders: [{ system: 'urn:oid:2.999.3', value: 'ORDER-1' }],
      procedureIdentifier: { system: 'urn:ilium:site:test-site:fhir:fhir/Procedure', value: 'p0' },
    });
  });

  test('that was entered in error is void', () => {
    expect(events(procedure('p1', { status: 'entered-in-error' }))[0]?.data.version.status).toBe('void');
  });

  test('whose time is words only goes without it, and is work', () => {
    const record = procedure('p1', { performedDateTime: undefined, performedString: 'some time in spring' });
    expect(report(record)).not.toHaveProperty('performed');
    expect(work(record)).toEqual(['unreadable-field Procedure.performedString']);
  });
});
