import { describe, expect, test } from '@jest/globals';
import type { Difference } from './difference.js';
import { differencesOf } from './differences-of.js';

const snomed = 'http://snomed.info/sct';
const joint = { system: snomed, code: '39723000' };
const right = { system: snomed, code: '39723000:272741003=24028007' };
const left = { system: snomed, code: '39723000:272741003=7771000' };
const patient = { type: 'Patient', reference: 'Patient/7', identifier: { system: 'urn:mrn', value: '1' } };

const procedure = {
  resourceType: 'Procedure',
  id: 'p1',
  meta: { profile: ['http://us-core/procedure'], tag: [{ system: 'urn:tag', code: 'ilium' }] },
  identifier: [{ system: 'urn:act', value: 'A-1' }],
  status: 'completed',
  code: { coding: [{ system: 'urn:cpt', code: '27096' }], text: 'SI joint injection' },
  subject: patient,
  encounter: { type: 'Encounter', identifier: { system: 'urn:visit', value: 'V-1' } },
  performedPeriod: { start: '2026-03-12T10:05:00-05:00', end: '2026-03-12T10:20:00-05:00' },
  bodySite: [{ coding: [joint, right], text: 'Right sacroiliac joint' }],
  partOf: [{ reference: 'Procedure/p0' }],
  note: [{ text: 'calm' }],
};

const observation = {
  resourceType: 'Observation',
  id: 'o1',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }], text: 'Pain' },
  subject: patient,
  effectiveDateTime: '2026-03-12',
  valueQuantity: { value: 7, unit: '{score}', system: 'http://unitsofmeasure.org', code: '{score}' },
  derivedFrom: [{ reference: 'Observation/a' }, { reference: 'Observation/b' }],
  component: [
    { code: { coding: [{ code: 'recall' }] }, valueCodeableConcept: { coding: [{ code: 'now' }] } },
    { code: { coding: [{ code: 'best' }] }, valueCodeableConcept: { coding: [{ code: '1' }] } },
  ],
};

const administration = {
  resourceType: 'MedicationAdministration',
  id: 'm1',
  status: 'completed',
  medicationCodeableConcept: { coding: [{ system: 'urn:rxnorm', code: '10759' }] },
  subject: patient,
  effectiveDateTime: '2026-03-12T10:12:00-05:00',
  dosage: {
    route: { coding: [{ system: snomed, code: '12130007' }] },
    dose: { value: 40, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' },
  },
};

const of = (element: string, kind: Difference['kind'], weight: Difference['weight'] = 'meaning') => [
  { element, kind, weight },
];

describe('a record that means the same', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      'has what servers write themselves',
      procedure,
      {
        ...procedure,
        id: '4711',
        meta: {
          versionId: '3',
          lastUpdated: '2026-03-12T16:00:00Z',
          source: '#x',
          profile: ['http://theirs', 'http://us-core/procedure|7.0.0'],
          tag: [
            { system: 'urn:theirs', code: 'x' },
            { system: 'urn:tag', code: 'ilium', display: 'Ilium' },
          ],
          security: [{ code: 'R' }],
        },
        text: { status: 'generated', div: '<div/>' },
        extension: [{ url: 'urn:theirs', valueString: 'x' }],
        identifier: [{ system: 'urn:theirs', value: '17' }, ...procedure.identifier],
        category: { text: 'Pain medicine' },
      },
    ],
    [
      'has its moments in another offset',
      procedure,
      { ...procedure, performedPeriod: { start: '2026-03-12T15:05:00Z', end: '2026-03-12T16:20:00.000+01:00' } },
    ],
    [
      'has its codes in another order, with names, and beside translations',
      procedure,
      {
        ...procedure,
        bodySite: [{ text: 'Right sacroiliac joint', coding: [{ code: 'SIJ-R' }, { ...right, display: 'x' }, joint] }],
      },
    ],
    [
      'names the place of what was named by identifier',
      procedure,
      { ...procedure, encounter: { reference: 'https://ehr.example/fhir/Encounter/9' } },
    ],
    [
      'names places by absolute addresses',
      procedure,
      { ...procedure, subject: { reference: 'https://ehr.example/fhir/Patient/7/_history/2', display: 'A' } },
    ],
    ['names a patient by identifier only', procedure, { ...procedure, subject: { identifier: patient.identifier } }],
    [
      'has the members of a list in another order',
      observation,
      {
        ...observation,
        derivedFrom: observation.derivedFrom.toReversed(),
        component: observation.component.toReversed(),
      },
    ],
    ['has blanks around a text', procedure, { ...procedure, note: [{ text: ' calm\n' }] }],
    [
      'adds a system to a code that had none',
      observation,
      {
        ...observation,
        component: observation.component.map((one) => ({
          ...one,
          code: { coding: one.code.coding.map((coding) => ({ ...coding, system: 'urn:theirs' })) },
        })),
      },
    ],
  ])('%s', (_, sent, read) => {
    expect(differencesOf(sent, read)).toEqual([]);
  });

  test('has a decimal of the same value', () => {
    expect(differencesOf(JSON.parse('{"resourceType":"X","a":1}'), JSON.parse('{"resourceType":"X","a":1.0}'))).toEqual(
      [],
    );
  });

  test('keeps the data of a document under an address of its own', () => {
    const sent = {
      resourceType: 'DocumentReference',
      status: 'current',
      content: [{ attachment: { contentType: 'text/plain', data: 'QQ==' } }],
    };
    const read = { ...sent, content: [{ attachment: { contentType: 'text/plain', url: 'Binary/1' } }] };
    expect(differencesOf(sent, read)).toEqual([]);
  });
});

describe('a document', () => {
  const attachment = {
    ...{ contentType: 'text/plain; charset=UTF-8', language: 'en', data: 'UGFpbjogNA==', title: 'Follow-up' },
    ...{ size: 7, hash: 'cGFpbg==', creation: '2026-03-12T15:05:07Z' },
  };
  const sent = {
    ...{ resourceType: 'DocumentReference', status: 'current', date: '2026-03-12T15:05:07Z' },
    content: [{ attachment }, { attachment: { ...attachment, contentType: 'application/pdf', data: 'JVBERg==' } }],
  };
  const withFirst = (first: object) => ({ ...sent, content: [{ attachment: first }, sent.content[1]] });
  const { data: _, ...withoutData } = attachment;

  test.each<[string, Record<string, unknown>]>([
    [
      'tells size, hash and moment its own way, and an address beside',
      withFirst({ ...attachment, url: 'Binary/1', size: 9, hash: 'x', creation: '2027-01-01' }),
    ],
    [
      'tells none of them',
      withFirst({ contentType: 'text/plain', language: 'en', data: attachment.data, title: 'Follow-up' }),
    ],
    ['breaks the data into lines', withFirst({ ...attachment, data: 'UGFp\nbjog\nNA' })],
    ['has the data under an address', withFirst({ ...withoutData, url: 'https://ehr.example/fhir/Binary/1' })],
    ['has them in another order', { ...sent, content: sent.content.toReversed() }],
    ['was filed at a moment of more digits', { ...sent, date: '2026-03-12T10:05:07.000-05:00' }],
    ['was filed at that minute', { ...sent, date: '2026-03-12T15:05Z' }],
    ['was filed on that day', { ...sent, date: '2026-03-12' }],
    ['was filed by a clock of no zone', { ...sent, date: '2026-03-12T10:05:07' }],
  ])('says the same where a server %s', (__, read) => {
    expect(differencesOf(sent, read)).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, readonly Difference[]]>([
    ['filed at another moment', { ...sent, date: '2026-03-14T15:05:07Z' }, [detail('date')]],
    ['filed on another day', { ...sent, date: '2026-04-12' }, [detail('date')]],
    ['of another title', withFirst({ ...attachment, title: 'Note' }), [detail('content[0].attachment.title')]],
  ])('differs in a detail where it is %s', (__, read, differences) => {
    expect(differencesOf(sent, read)).toEqual(differences);
  });

  test.each<[string, Record<string, unknown>, readonly Difference[]]>([
    [
      'says something else',
      withFirst({ ...attachment, data: 'UGFpbjogNQ==' }),
      of('content[0].attachment.data', 'changed'),
    ],
    ['has no data', withFirst(withoutData), of('content[0].attachment.data', 'missing')],
    [
      'is of another type',
      withFirst({ ...attachment, contentType: 'text/html' }),
      of('content[0].attachment.contentType', 'changed'),
    ],
    ['has one of two', { ...sent, content: [sent.content[0]] }, of('content[1]', 'missing')],
  ])('lost a meaning where it %s', (__, read, differences) => {
    expect(differencesOf(sent, read)).toEqual(differences);
  });

  function detail(element: string): Difference {
    return { element, kind: 'changed', weight: 'detail' };
  }
});

describe('a record that lost a meaning', () => {
  const withDose = (dose: object) => ({ ...administration, dosage: { ...administration.dosage, dose } });
  const withValue = (value: object) => ({ ...observation, valueQuantity: value });

  test.each<[string, Record<string, unknown>, Record<string, unknown>, readonly Difference[]]>([
    [
      'side code',
      procedure,
      { ...procedure, bodySite: [{ coding: [joint], text: 'Right sacroiliac joint' }] },
      of('bodySite[0].coding', 'missing'),
    ],
    [
      'side word',
      procedure,
      { ...procedure, bodySite: [{ coding: [joint, right] }] },
      of('bodySite[0].text', 'missing'),
    ],
    [
      'other side',
      procedure,
      { ...procedure, bodySite: [{ coding: [joint, left], text: 'Right sacroiliac joint' }] },
      of('bodySite[0].coding', 'changed'),
    ],
    [
      'second side',
      procedure,
      { ...procedure, bodySite: [...procedure.bodySite, { coding: [left] }] },
      of('bodySite[1]', 'added'),
    ],
    ['status', procedure, { ...procedure, status: 'unknown' }, of('status', 'changed')],
    ['reason of a status', procedure, { ...procedure, statusReason: { text: 'x' } }, of('statusReason', 'added')],
    ['code', procedure, { ...procedure, code: { text: 'SI joint injection' } }, of('code.coding', 'missing')],
    ['patient', procedure, { ...procedure, subject: { ...patient, reference: 'Patient/8' } }, of('subject', 'changed')],
    [
      'patient by number',
      procedure,
      { ...procedure, subject: { identifier: { system: 'urn:mrn', value: '2' } } },
      of('subject', 'changed'),
    ],
    ['patient by name only', procedure, { ...procedure, subject: { display: 'A' } }, of('subject', 'missing')],
    [
      'type behind an encounter',
      procedure,
      { ...procedure, encounter: { reference: 'EpisodeOfCare/1' } },
      of('encounter', 'changed'),
    ],
    [
      'end',
      procedure,
      { ...procedure, performedPeriod: { start: procedure.performedPeriod.start } },
      of('performedPeriod.end', 'missing'),
    ],
    [
      'form of a time',
      procedure,
      { ...procedure, performedPeriod: undefined, performedDateTime: procedure.performedPeriod.start },
      of('performedPeriod', 'changed'),
    ],
    [
      'time of day',
      administration,
      { ...administration, effectiveDateTime: '2026-03-12' },
      of('effectiveDateTime', 'changed'),
    ],
    [
      'moment',
      administration,
      { ...administration, effectiveDateTime: '2026-03-12T10:12:00Z' },
      of('effectiveDateTime', 'changed'),
    ],
    [
      'precision',
      observation,
      { ...observation, effectiveDateTime: '2026-03-12T00:00:00Z' },
      of('effectiveDateTime', 'changed'),
    ],
    ['part', procedure, { ...procedure, partOf: [] }, of('partOf', 'missing')],
    [
      'one of its sources',
      observation,
      { ...observation, derivedFrom: [{ reference: 'Observation/a' }] },
      of('derivedFrom[1]', 'missing'),
    ],
    [
      'dose',
      administration,
      { ...administration, dosage: { route: administration.dosage.route } },
      of('dosage.dose', 'missing'),
    ],
    [
      'dosage',
      administration,
      { ...administration, dosage: undefined },
      [...of('dosage.route', 'missing'), ...of('dosage.dose', 'missing')],
    ],
    [
      'amount',
      administration,
      withDose({ ...administration.dosage.dose, value: 4 }),
      of('dosage.dose.value', 'changed'),
    ],
    [
      'unit',
      administration,
      withDose({ value: 40 }),
      [...of('dosage.dose.code', 'missing'), ...of('dosage.dose.unit', 'missing')],
    ],
    [
      'other unit',
      administration,
      withDose({ value: 40, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'g' }),
      of('dosage.dose.code', 'changed'),
    ],
    [
      'route',
      administration,
      { ...administration, dosage: { dose: administration.dosage.dose } },
      of('dosage.route', 'missing'),
    ],
    [
      'site that was not said',
      administration,
      { ...administration, dosage: { ...administration.dosage, site: { text: 'hip' } } },
      of('dosage.site', 'added'),
    ],
    ['value', observation, withValue({ ...observation.valueQuantity, value: 8 }), of('valueQuantity.value', 'changed')],
    [
      'comparator',
      observation,
      withValue({ ...observation.valueQuantity, comparator: '<' }),
      of('valueQuantity.comparator', 'added'),
    ],
    [
      'type of a value',
      observation,
      { ...observation, valueQuantity: undefined, valueInteger: 7 },
      of('valueQuantity', 'changed'),
    ],
    [
      'reason for no value',
      observation,
      { ...observation, dataAbsentReason: { text: 'x' } },
      of('dataAbsentReason', 'added'),
    ],
    [
      'a component',
      observation,
      { ...observation, component: observation.component.slice(0, 1) },
      of('component[1]', 'missing'),
    ],
    [
      'a value of a component',
      observation,
      { ...observation, component: [observation.component[0], { code: observation.component[1]?.code }] },
      of('component[1].valueCodeableConcept', 'missing'),
    ],
    [
      'modifier',
      procedure,
      { ...procedure, modifierExtension: [{ url: 'urn:not' }] },
      of('modifierExtension', 'added'),
    ],
    ['all of it', procedure, {}, of('Procedure', 'changed')],
  ])('%s', (_, sent, read, expected) => {
    expect(differencesOf(sent, read)).toEqual(expected);
  });

  test('is none at all where the server answered something else', () => {
    expect(differencesOf(procedure, undefined)).toEqual(of('Procedure', 'missing'));
  });

  test('a side that only words say, and a status that only words explain', () => {
    const sent = { ...procedure, bodySite: [{ text: 'Left facet joints' }], statusReason: { text: 'ill' } };
    const read = { ...sent, bodySite: [{ text: 'facet joints' }], statusReason: { text: 'x' } };
    expect(differencesOf(sent, read)).toEqual([
      ...of('bodySite[0].text', 'changed'),
      ...of('statusReason.text', 'changed'),
    ]);
  });

  test('a time that we did not know and the server made up', () => {
    const unknown = {
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
    };
    const sent = { ...procedure, performedPeriod: undefined, _performedDateTime: unknown };
    const read = { ...procedure, performedPeriod: undefined };
    expect(differencesOf(sent, { ...read, performedDateTime: '2026-03-12' })).toEqual(
      of('performedDateTime', 'changed'),
    );
    expect(differencesOf(sent, read)).toEqual(of('performedDateTime', 'missing'));
    expect(differencesOf(sent, sent)).toEqual([]);
  });
});

describe('a record that lost a detail', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, readonly Difference[]]>([
    ['identifier', procedure, { ...procedure, identifier: undefined }, of('identifier', 'missing', 'detail')],
    ['note', procedure, { ...procedure, note: undefined }, of('note', 'missing', 'detail')],
    [
      'tag',
      procedure,
      { ...procedure, meta: { profile: procedure.meta.profile } },
      of('meta.tag', 'missing', 'detail'),
    ],
    [
      'profile',
      procedure,
      { ...procedure, meta: { tag: procedure.meta.tag } },
      of('meta.profile', 'missing', 'detail'),
    ],
    [
      'words of a code',
      procedure,
      { ...procedure, code: { coding: procedure.code.coding } },
      of('code.text', 'missing', 'detail'),
    ],
    [
      'word of a unit',
      administration,
      { ...administration, dosage: { ...administration.dosage, dose: { ...administration.dosage.dose, unit: 'Mg' } } },
      of('dosage.dose.unit', 'changed', 'detail'),
    ],
    [
      'code of a unit whose word is there',
      administration,
      { ...administration, dosage: { ...administration.dosage, dose: { value: 40, unit: 'mg' } } },
      of('dosage.dose.code', 'missing', 'detail'),
    ],
  ])('%s', (_, sent, read, expected) => {
    expect(differencesOf(sent, read)).toEqual(expected);
  });
});

test('names places, never what stands there', () => {
  const said = JSON.stringify(differencesOf(procedure, { resourceType: 'Procedure', status: 'Jane Doe' }));
  expect(said).not.toMatch(/Jane|27096|MRN|completed/);
});
