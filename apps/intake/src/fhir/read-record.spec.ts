import { parseProcedureEvent } from '@ilium/contracts';
import { isTakenType } from './resource/taken-types.js';
import { describe, expect, test } from '@jest/globals';
import { siteWith, identify } from '../testing/fhir/sites.js';
import {
  administration,
  encounter,
  observation,
  patient,
  patientIdentifier,
  procedure,
  questionnaireResponse,
  snomed,
  version,
} from '../testing/fhir/records.js';
import type { ReferredRecords } from './naming/references.js';
import { postingSender } from './naming/sender.js';
import { readRecord, type RecordReading } from './read-record.js';
import type { FhirRecord } from './resource/fhir-record.js';

const nothing: ReferredRecords = new Map();

function read(record: FhirRecord, found = nothing, site = siteWith({})): RecordReading {
  const type = record.resourceType;
  if (!isTakenType(type)) throw new Error(`${type} is no type that is taken.`);
  return readRecord(type, record, found, { site, sender: postingSender(site), identify });
}

/** The events that a record is read as, each as the schema of events has it. */
function events(record: FhirRecord, found = nothing, site = siteWith({})) {
  const reading = read(record, found, site);
  if (!reading.ok) throw new Error(`The record was refused: ${JSON.stringify(reading.issues)}`);
  return reading.events.map(({ type, data }) => {
    const parsed = parseProcedureEvent({ specversion: '1.0', id: '1', source: 'urn:test', type, data });
    if (!parsed.ok) throw new Error(parsed.detail);
    return parsed.event;
  });
}

function report(record: FhirRecord, found = nothing, site = siteWith({})): Record<string, unknown> {
  const [event] = events(record, found, site);
  return event !== undefined && 'report' in event.data ? { ...event.data.report } : {};
}

function faults(record: FhirRecord): readonly (string | undefined)[] {
  const reading = read(record);
  return reading.ok ? [] : reading.issues.map(({ expression }) => expression);
}

function work(record: FhirRecord): readonly string[] {
  const reading = read(record);
  return reading.ok ? reading.work.map(({ reason, path }) => `${reason} ${path}`) : [];
}

describe('any record', () => {
  test('is named by its identifier, its patient by the reference, and counts by the version of its server', () => {
    const identifier = [{ system: 'urn:oid:2.999.4', value: 'ACT-1' }];
    const [event] = events(procedure('p1', { identifier, meta: version(3) }));
    expect(event).toMatchObject({
      type: 'ilium.procedure.reported.v1',
      data: {
        feed: { site: 'test-site', application: 'fhir', family: 'fhir' },
        patient: patientIdentifier,
        identifier: { system: 'urn:oid:2.999.4', value: 'ACT-1' },
        version: { revision: 3, eventTime: '2026-03-12T15:00:00Z', status: 'final' },
        complete: true,
      },
    });
  });

  test('without an identifier is named by its id below its server', () => {
    expect(events(procedure('p1'))[0]?.data).toMatchObject({
      identifier: { system: 'urn:ilium:site:test-site:fhir:fhir/Procedure', value: 'p1' },
    });
  });

  test('has no revision where its server does not count versions', () => {
    expect(events(procedure('p1', { meta: version('MTY3') }))[0]?.data.version).toEqual({
      status: 'final',
      eventTime: '2026-03-12T15:00:00Z',
    });
  });

  test('is of the application that the site file names for its meta.source, whatever a server adds to that', () => {
    const site = siteWith({});
    const named = siteWith({
      fhir: { ...site.incoming.fhir, posted: { ...site.incoming.fhir.posted, applications: { 'urn:or': 'OR' } } },
    });
    const [event] = events(procedure('p1', { meta: { source: 'urn:or#request-17' } }), nothing, named);
    expect(event?.data.feed.application).toBe('OR');
  });

  test.each([
    ['a logical reference', { identifier: patientIdentifier }, nothing],
    ['a record that came along', { reference: 'Patient/1' }, new Map([['Patient/1', { record: patient('1') }]])],
    ['a name that is remembered', { reference: 'Patient/1' }, new Map([['Patient/1', { name: patientIdentifier }]])],
    ['a search by identifier', { reference: 'Patient?identifier=urn:oid:2.999.1|P-1' }, nothing],
  ])('names its patient by %s', (_, subject, found) => {
    expect(events(procedure('p1', { subject }), found)[0]?.data).toMatchObject({ patient: patientIdentifier });
  });

  test('whose patient nobody knows is work, and no event', () => {
    const record = procedure('p1', { subject: { reference: 'Patient/404', display: 'Somebody' } });
    expect(read(record)).toEqual({ ok: true, events: [], work: [{ reason: 'no-patient', path: 'Procedure.subject' }] });
  });

  test('a patient has the number that the site file prefers', () => {
    const identifier = [
      { use: 'old', system: 'urn:oid:2.999.1', value: 'OLD' },
      { system: 'urn:oid:2.999.77', value: 'OTHER' },
      { system: 'urn:oid:2.999.1', value: 'P-1' },
    ];
    const found = new Map([['Patient/1', { record: patient('1', { identifier }) }]]);
    const rule = { kind: 'patient', system: 'urn:oid:2.999.1', leadingZeros: 'keep', checkDigit: 'none' } as const;
    const site = siteWith({ identifiers: [rule] });
    expect(events(procedure('p1', { subject: { reference: 'Patient/1' } }), found, site)[0]?.data).toMatchObject({
      patient: patientIdentifier,
    });
  });
});

describe('a fault is named by the place of its element', () => {
  test.each([
    [procedure('p1', { status: 'done' }), ['Procedure.status']],
    [procedure('p1', { subject: undefined }), ['Procedure.subject']],
    [observation('o1', { effectiveDateTime: 'last week' }), ['Observation.effectiveDateTime']],
    [observation('o1', { component: [{ valueInteger: 1 }] }), ['Observation.component[0].code']],
    [procedure('p1', { code: { coding: [{ code: 'x'.repeat(101) }] } }), ['Procedure.code']],
    [
      questionnaireResponse('q1', { item: [{ linkId: 'a'.repeat(101), answer: [{ valueInteger: 1 }] }] }),
      ['QuestionnaireResponse.item[0].linkId'],
    ],
  ])('%#', (record, places) => {
    expect(faults(record)).toEqual(places);
  });

  test('and never by what stands there', () => {
    const secret = 'Maria-Muster-19610704';
    const reading = read(
      observation('o1', { status: secret, effectiveDateTime: secret, valueInteger: secret, [secret]: 1 }),
    );
    expect(reading.ok).toBe(false);
    expect(JSON.stringify(reading)).not.toContain(secret);
  });
});

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

describe('an Observation', () => {
  test.each([
    [{ valueQuantity: { value: 3, unit: '{score}' } }, { value: 3, unit: '{score}' }],
    [{ valueInteger: 3 }, { value: 3 }],
    [{ valueString: ' 3.5 ' }, { value: 3.5 }],
    [{ valueString: 'Much better' }, { answer: { code: 'Much better' } }],
    [
      { valueCodeableConcept: { coding: [{ code: 'LA1' }], text: 'Better' } },
      { answer: { code: 'LA1', display: 'Better' } },
    ],
    [{ dataAbsentReason: { coding: [{ code: 'asked-declined' }] } }, { missingReason: 'asked-declined' }],
    [{}, { missingReason: 'unknown' }],
  ])('with %j is a score of %j', (value, expected) => {
    expect(report(observation('o1', { valueInteger: undefined, ...value }))).toMatchObject({
      measure: { code: '72514-3' },
      effective: '2026-03-26',
      ...expected,
    });
  });

  test.each([
    ['preliminary', 'preliminary'],
    ['final', 'final'],
    ['amended', 'corrected'],
    ['corrected', 'corrected'],
    ['entered-in-error', 'void'],
  ])('%s is %s', (status, expected) => {
    expect(events(observation('o1', { status }))[0]?.data.version.status).toBe(expected);
  });

  test('"less than 3" is no number', () => {
    const record = observation('o1', { valueInteger: undefined, valueQuantity: { value: 3, comparator: '<' } });
    expect(report(record)).toMatchObject({ missingReason: 'unknown' });
    expect(work(record)).toEqual(['unreadable-field Observation.valueQuantity.comparator']);
  });

  test('with components is a score for each, under a name of its own, and nothing is missing', () => {
    const part = (code: string, valueInteger: number) => ({ code: { coding: [{ code }] }, valueInteger });
    const record = observation('o1', {
      valueInteger: undefined,
      component: [part('A', 1), part('B', 2), part('A', 3)],
    });
    expect(events(record).map(({ data }) => ('identifier' in data ? data.identifier?.value : undefined))).toEqual([
      'o1#A',
      'o1#B',
      'o1#A.2',
    ]);
  });

  test('that only holds others together says nothing itself', () => {
    expect(
      events(observation('o1', { valueInteger: undefined, hasMember: [{ reference: 'Observation/o2' }] })),
    ).toEqual([]);
  });

  test('says by components of Ilium what its pain is about', () => {
    const detail = (code: string, value: object) => ({
      code: { coding: [{ system: 'https://other.example/fhir/CodeSystem/score-detail', code }] },
      valueCodeableConcept: value,
    });
    const component = [
      detail('pain-location', { coding: [{ code: 'back' }] }),
      detail('recall', { coding: [{ code: '7d' }], text: 'past week' }),
    ];
    expect(report(observation('o1', { component }))).toMatchObject({
      value: 3,
      painLocation: 'back',
      recall: 'past week',
    });
    expect(events(observation('o1', { component }))).toHaveLength(1);
  });

  test('is what the site file says that its code is about', () => {
    const code = { coding: [{ system: '99PRO', code: 'BACK24' }] };
    const known = siteWith({
      observations: {
        taken: 'known',
        codes: [{ code: 'BACK24', kind: 'score', painLocation: 'back', recall: '24h', timing: 'before' }],
      },
    });
    expect(report(observation('o1', { code }), nothing, known)).toMatchObject({
      painLocation: 'back',
      recall: '24h',
      timing: 'before',
    });
    const unknown = { coding: [{ system: '99LAB', code: 'GLU' }] };
    expect(events(observation('o1', { code: unknown }), nothing, known)).toEqual([]);
    expect(events(observation('o1'), nothing, known)).toHaveLength(1);
    const happened = siteWith({ observations: { taken: 'all', codes: [{ code: 'BACK24', kind: 'complication' }] } });
    const valueCodeableConcept = { coding: [{ code: 'VASO' }] };
    const [event] = events(
      observation('o1', { code, valueInteger: undefined, valueCodeableConcept }),
      nothing,
      happened,
    );
    expect(event).toMatchObject({
      type: 'ilium.complication.reported.v1',
      data: { report: { codes: [{ code: 'VASO' }], onset: '2026-03-26' } },
    });
  });
});

describe('a QuestionnaireResponse', () => {
  test('is a score for each answered question, under its raw linkId', () => {
    const item = [
      {
        linkId: 'group',
        item: [
          {
            linkId: 'now',
            answer: [{ valueInteger: 3, item: [{ linkId: 'where', answer: [{ valueCoding: { code: 'L' } }] }] }],
          },
          { linkId: 'not-answered' },
          { linkId: 'words', answer: [{ valueString: 'My own words' }] },
          { linkId: 'day', answer: [{ valueDate: '2026-03-01' }] },
        ],
      },
    ];
    const said = events(questionnaireResponse('q1', { item }));
    expect(said.map(({ data }) => ('report' in data ? data.report : {}))).toMatchObject([
      { measure: { system: 'https://ehr.example/Questionnaire/pain', code: 'now' }, value: 3 },
      { measure: { system: 'https://ehr.example/Questionnaire/pain', code: 'where' }, answer: { code: 'L' } },
    ]);
    expect(said.map(({ data }) => ('identifier' in data ? data.identifier?.value : ''))).toEqual([
      'q1#now',
      'q1#where',
    ]);
  });

  test('that was amended takes back the answers that are gone', () => {
    const record = questionnaireResponse('q1', { status: 'amended', item: [{ linkId: 'now' }] });
    expect(events(record)[0]?.data.version.status).toBe('void');
  });
});

describe('a Patient', () => {
  test('is reported with birth, sex, death and the labels that hide', () => {
    const confidentiality = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
    const record = patient('1', {
      birthDate: '1961-07-04',
      gender: 'female',
      deceasedDateTime: '2026-06-01',
      meta: {
        security: [
          { system: confidentiality, code: 'N' },
          { system: confidentiality, code: 'R' },
          { code: 'do-not-share' },
        ],
      },
    });
    expect(report(record)).toEqual({
      birthDate: '1961-07-04',
      sex: 'female',
      deceased: '2026-06-01',
      flags: ['sensitive', 'do-not-share'],
    });
  });

  test.each([
    ['replaces', 'P-1', 'P-2'],
    ['replaced-by', 'P-2', 'P-1'],
  ])('that %s another is linked to it', (type, survivor, merged) => {
    const found = new Map([['Patient/2', { record: patient('2') }]]);
    const record = patient('1', { link: [{ type, other: { reference: 'Patient/2' } }] });
    expect(events(record, found)[1]).toMatchObject({
      type: 'ilium.patient.linked.v1',
      data: { survivor: { value: survivor }, merged: { value: merged } },
    });
  });

  test('that refers to another is linked to nobody', () => {
    expect(events(patient('1', { link: [{ type: 'seealso', other: { reference: 'Patient/2' } }] }))).toHaveLength(1);
  });
});

test('an Encounter is no event', () => {
  expect(events(encounter('e1'))).toEqual([]);
});
