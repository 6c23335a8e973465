import { describe, expect, it } from '@jest/globals';
import { dataOf, example, hilltop, lakeside, strict, taken, withField, without } from '../../testing/hl7-messages.js';

const adt = without(example('hilltop-adt-a08'), 'PD1');
const oru = example('hilltop-oru-r01');
const patients = (message: string) => dataOf(taken(message), 'patient.reported');
const withPid = (field: number, content: string) => patients(withField(adt, 'PID', field, content));

describe('PID of ADT', () => {
  it('becomes what is known of the patient', () => {
    expect(patients(adt)).toEqual([
      {
        feed: { site: 'hilltop', application: 'EHR', family: 'adt' },
        patient: { system: 'urn:oid:2.999.1', value: 'MRN004512' },
        identifier: { system: 'urn:oid:2.999.1', value: 'MRN004512' },
        version: { eventTime: '2026-03-13T07:59:00-04:00', status: 'final' },
        report: { birthDate: '1968-02-14', sex: 'F', family: 'TESTPATIENT' },
      },
    ]);
  });

  it.each(['A01', 'A03', 'A04', 'A05', 'A11', 'A13', 'A28', 'A31'])('is read from %s too', (trigger) => {
    expect(patients(withField(adt, 'MSH', 9, `ADT^${trigger}`))).toHaveLength(1);
  });

  it.each([
    ['Y', true],
    ['N', false],
    ['""', null],
  ])('with PID-30 %s is deceased: %s', (content, deceased) => {
    expect(withPid(30, content)).toMatchObject([{ report: { deceased } }]);
  });

  it('with a time of death is deceased from then on', () => {
    expect(withPid(29, '20260401')).toMatchObject([{ report: { deceased: '2026-04-01' } }]);
  });

  it('cuts the hour of birth off', () => {
    expect(withPid(7, '196802140630')).toMatchObject([{ report: { birthDate: '1968-02-14' } }]);
  });

  it.each(['1968', '19681341'])('goes without a day of birth that is %s, which is work', (content) => {
    const { events, work } = taken(withField(adt, 'PID', 7, content));
    expect(events[0]?.data).not.toHaveProperty('report.birthDate');
    expect(work).toEqual([{ reason: 'unreadable-field', path: 'PID[1]-7' }]);
  });

  it.each([
    ['the first name', 'Roe^Jane~Roe-Doe^Jane^^^^^D', 'Roe'],
    ['the legal name', 'Roe^Jane^^^^^D~Roe-Doe^Jane^^^^^L', 'Roe-Doe'],
    ['the whole of a family name with its parts', 'van der Roe&van der&Roe^Jane', 'van der Roe'],
    ['null, which deletes it', '""', null],
    ['a name without a family name, which deletes it', '""^Jane', null],
  ])('tells the family name: of %s', (_, content, family) => {
    expect(withPid(5, content)).toMatchObject([{ report: { family } }]);
  });

  it.each([
    ['what HL7 writes for a name that is not known', '~^^^^^^U'],
    ['more than a name can be', 'R'.repeat(101)],
  ])('tells no family name: of %s', (_, content) => {
    expect(withPid(5, content)).toMatchObject([{ report: { birthDate: '1968-02-14' } }]);
    expect(withPid(5, content)[0]).not.toHaveProperty('report.family');
  });

  it('that tells nothing but a name is a report', () => {
    const named = ['7', '8'].reduce((message, field) => withField(message, 'PID', Number(field), ''), adt);
    expect(patients(named)).toMatchObject([{ report: { family: 'TESTPATIENT' } }]);
  });

  it('is not told of by other types', () => {
    expect(patients(oru)).toEqual([]);
  });
});

describe('flags hold whatever type says them', () => {
  it.each([
    ['PD1-12 Y', (m: string) => m.replace('PV1|', 'PD1||||||||||||Y\nPV1|'), 'PD1-12', ['opt-out']],
    ['PD1-12 of a word of its own', (m: string) => m.replace('PV1|', 'PD1||||||||||||X\nPV1|'), 'PD1-12', ['X']],
    ['PD1-12 N', (m: string) => m.replace('PV1|', 'PD1||||||||||||N\nPV1|'), 'PD1-12', null],
    ['PV1-16', (m: string) => withField(m, 'PV1', 16, 'VIP^^99V'), 'PV1-16', ['VIP']],
    ['PV1-16 null', (m: string) => withField(m, 'PV1', 16, '""'), 'PV1-16', null],
    ["a test patient's name", (m: string) => withField(m, 'PID', 5, 'zzTestperson^Z'), 'test', ['test']],
    ["a test patient's number", (m: string) => withField(m, 'PID', 3, 'ZZ1^^^RIVHOSP^MR'), 'test', ['test']],
  ])('%s', (_, change, place, flags) => {
    for (const message of [oru, adt]) {
      const flagged = patients(change(message)).filter((data) => JSON.stringify(data).includes('"flags"'));
      // One fact, whatever type says it: the newest word holds.
      expect(flagged).toMatchObject([{ feed: { family: 'adt' }, report: { flags } }]);
      expect(JSON.stringify(flagged)).toContain(`|${place}"`);
    }
  });

  it('each as a fact of its own, so that none erases another', () => {
    const message = withField(adt, 'PV1', 16, 'VIP').replace('PV1|', 'PD1||||||||||||Y\nPV1|');
    const values = patients(message).map((data) => ('identifier' in data ? data.identifier : undefined));
    expect(values).toMatchObject([
      { value: 'MRN004512|PD1-12' },
      { value: 'MRN004512|PV1-16' },
      { value: 'MRN004512' },
    ]);
  });

  it('and never as whole records, which would delete what else is known', () => {
    const message = example('lakeside-oru-r01').replace('MUSTERFRAU', 'ESSAI');
    const [flag] = dataOf(taken(message, lakeside, strict), 'patient.reported');
    expect(flag).toMatchObject({ report: { flags: ['test'] } });
    expect(flag).not.toHaveProperty('complete');
  });

  it('says nothing where nothing is said', () => {
    expect(patients(withField(oru, 'PV1', 16, ''))).toEqual([]);
  });
});

describe('the patient of a message', () => {
  it.each([
    ['PID-2, where PID-3 is empty', 2],
    ['else PID-4', 4],
  ])('is %s, as before 2.3.1', (_, field) => {
    const message = withField(withField(adt, 'PID', 3, ''), 'PID', field, '0077^^^RIVHOSP^MR');
    expect(taken(message).events[0]?.patient).toEqual({ system: 'urn:oid:2.999.1', value: '77' });
  });

  it.each([
    ['no PID', without(adt, 'PID')],
    ['no number', withField(adt, 'PID', 3, '')],
    ['a number that is null', withField(adt, 'PID', 3, '""')],
    ['no number that a row fits', withField(adt, 'PID', 3, '77^^^LAKE^MR')],
  ])('is missing with %s: work, and no events', (_, message) => {
    expect(taken(message, hilltop)).toMatchObject({ events: [], work: [{ reason: 'no-patient', path: 'PID[1]-3' }] });
  });
});
