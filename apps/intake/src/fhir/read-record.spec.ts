import { describe, expect, test } from '@jest/globals';
import { events, faults, nothing, read } from '../testing/fhir/readings.js';
import {
  encounter,
  observation,
  patient,
  patientIdentifier,
  procedure,
  questionnaireResponse,
  version,
} from '../testing/fhir/records.js';
import { siteWith } from '../testing/fhir/sites.js';

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
    const work = [{ reason: 'no-patient', path: 'Procedure.subject' }];
    expect(read(record)).toMatchObject({ ok: true, events: [], work, isUsed: false });
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

test('an Encounter is no event', () => {
  expect(events(encounter('e1'))).toEqual([]);
});
