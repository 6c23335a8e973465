import { describe, expect, it } from '@jest/globals';
import type { Site } from '@ilium/site';
import { dataOf, example, hilltop, lakeside, taken, withField } from '../../testing/hl7-messages.js';

const dft = example('hilltop-dft-p03');
const adt = example('hilltop-adt-a08');
const lake = example('lakeside-adt-a08').replaceAll('#', '|').replaceAll('*', '^');

const procedures = (message: string, site: Site = hilltop) => dataOf(taken(message, site), 'procedure.reported');
const withPr1 = (field: number, content: string) => procedures(withField(adt, 'PR1', field, content))[0];

describe('PR1', () => {
  it('becomes a procedure, with the order of the FT1 that it stands under', () => {
    expect(procedures(dft)).toMatchObject([
      {
        feed: { site: 'hilltop', application: 'EHR', family: 'dft' },
        patient: { system: 'urn:oid:2.999.1', value: 'MRN004512' },
        identifier: { system: 'urn:oid:2.999.4', value: 'PRC55812' },
        version: { eventTime: '2026-03-12T14:32:00-04:00', status: 'final' },
        report: {
          codes: [{ system: 'C4', code: '27096', display: 'SI joint injection, image guided' }],
          modifiers: ['LT'],
          performed: '2026-03-12T10:05:00-04:00',
          performedEnd: '2026-03-12T10:23:00-04:00',
          purpose: { system: 'HL70230', code: 'P' },
          diagnoses: [{ system: 'I10C', code: 'M46.1' }],
          performer: { system: 'urn:oid:2.16.840.1.113883.4.6', value: '9000000001' },
          visit: { system: 'urn:oid:2.999.2', value: 'V778812' },
          orders: [{ system: 'urn:oid:2.999.3', value: 'PRC55812' }],
          procedureIdentifier: { system: 'urn:oid:2.999.4', value: 'PRC55812' },
        },
      },
    ]);
  });

  it('keeps codes and their alternates as they came', () => {
    expect(withPr1(3, '27096^Injection^C4^SIJ^Own word^99CDM~G0260^^HCPCS')).toMatchObject({
      report: {
        codes: [
          { system: 'C4', code: '27096', display: 'Injection' },
          { system: '99CDM', code: 'SIJ', display: 'Own word' },
          { system: 'HCPCS', code: 'G0260' },
        ],
      },
    });
  });

  it.each([
    ['PR1-4', (m: string) => withField(m, 'PR1', 4, 'Left SI joint')],
    ['PR1-3.9 where PR1-4 is empty', (m: string) => withField(m, 'PR1', 3, '27096^^C4^^^^^^Left SI joint')],
    ['PR1-3.2 where there is no code', (m: string) => withField(m, 'PR1', 3, '^Left SI joint')],
  ])('takes its text from %s', (_, change) => {
    expect(procedures(change(adt))).toMatchObject([{ report: { text: 'Left SI joint' } }]);
  });

  it.each([
    ['D', 'void'],
    ['U', 'corrected'],
    ['A', 'final'],
    ['', 'final'],
  ])('with action %s is %s', (action, status) => {
    expect(withPr1(20, action)).toMatchObject({ version: { status } });
  });

  it('with action X says nothing', () => {
    expect(withPr1(20, 'X')).toBeUndefined();
  });

  it.each([
    ['is completed, where its sender means that', '20260312100500-0400', hilltop, 'completed'],
    ['is unknown, where its sender does not', '20260312100500-0400', lakeside, 'unknown'],
    ['is planned, where it lies after the message', '20260313100500-0400', hilltop, 'preparation'],
    ['of the day of the message is not planned', '20260313', hilltop, 'completed'],
    ['of a later day is', '20260314', hilltop, 'preparation'],
    ['without a time is unknown', '', hilltop, 'unknown'],
  ])('%s', (_, performed, site, status) => {
    const environment = withField(withField(adt, 'MSH', 11, site === lakeside ? 'P' : 'T'), 'PR1', 5, performed);
    const ours = withField(withField(environment, 'PID', 3, '77^^^X^PI'), 'MSH', 3, 'ELSE');
    const message = site === lakeside ? ours : environment;
    expect(procedures(message, site)).toMatchObject([{ report: { status } }]);
  });

  it('has an end only where its begin has minutes', () => {
    expect(withPr1(5, '20260312')).not.toHaveProperty('report.performedEnd');
    expect(withPr1(5, '20260312')).toMatchObject({ report: { performed: '2026-03-12' } });
  });

  it.each([
    [5, '20260312240000'],
    [7, 'a while'],
  ])('goes without PR1-%s where that can not be read, which is work', (field, content) => {
    const { events, work } = taken(withField(adt, 'PR1', field, content));
    expect(events).toHaveLength(3);
    expect(work).toEqual([{ reason: 'unreadable-field', path: `PR1[1]-${field}` }]);
  });

  it('takes the diagnoses of the message where it has none of its own', () => {
    const message = withField(dft, 'PR1', 15, '').replace('DG1|1', 'DG1|2||M53.3^Pain^I10C\nDG1|1');
    expect(procedures(message)).toMatchObject([{ report: { diagnoses: [{ code: 'M53.3' }, { code: 'M46.1' }] } }]);
  });

  it('keeps all modifiers', () => {
    expect(withPr1(16, 'RT^Right~59~KX')).toMatchObject({ report: { modifiers: ['RT', '59', 'KX'] } });
  });

  it('deletes what is null, and says nothing of what is empty', () => {
    const deleted = withPr1(16, '""');
    expect(deleted).toHaveProperty('report.modifiers', null);
    expect(withPr1(16, '')).not.toHaveProperty('report.modifiers');
    expect(withPr1(15, '""')).toHaveProperty('report.diagnoses', null);
    expect(withPr1(5, '""')).toHaveProperty('report.performed', null);
  });

  it.each(['LT59', 'LT-59', 'rt:kx', 'RTX'])(
    'keeps the modifier %s, which nobody knows, and that is work',
    (modifier) => {
      const reading = taken(withField(adt, 'PR1', 16, `59~${modifier}`));
      expect(dataOf(reading, 'procedure.reported')).toMatchObject([{ report: { modifiers: ['59', modifier] } }]);
      expect(reading.work).toEqual([{ reason: 'unreadable-field', path: 'PR1[1]-16' }]);
      expect(taken(withField(dft, 'FT1', 26, modifier)).work).toEqual([
        { reason: 'unreadable-field', path: 'FT1[1]-26' },
      ]);
    },
  );

  it("knows the site's own words of sides among modifiers", () => {
    const sides = [{ code: 'LTS', as: { system: 'urn:test', code: 'left' } }];
    const rules = { ...hilltop.rules, codes: { ...hilltop.rules.codes, sides } };
    expect(taken(withField(adt, 'PR1', 16, 'LTS'), { ...hilltop, rules }).work).toEqual([]);
    expect(taken(withField(adt, 'PR1', 16, 'LT~RT~50')).work).toEqual([]);
  });

  it.each(['1826', '20770312100500-0400', '19260101'])(
    'of a year far from its message (%s) has no time: work',
    (time) => {
      const reading = taken(withField(adt, 'PR1', 5, time));
      expect(dataOf(reading, 'procedure.reported')[0]).not.toHaveProperty('report.performed');
      expect(reading.work).toEqual([{ reason: 'unreadable-field', path: 'PR1[1]-5' }]);
    },
  );

  it('may be of many years ago', () => {
    expect(withPr1(5, '19760312')).toMatchObject({ report: { performed: '1976-03-12' } });
  });

  it('takes the surgeon where no practitioner is named', () => {
    const message = withField(withField(adt, 'PR1', 12, ''), 'PR1', 11, '77^A^B^^^^^^RIVHOSP');
    expect(procedures(message)).toMatchObject([{ report: { performer: { value: '77' } } }]);
  });

  it('that would break the schema of its event is work, and the others go on', () => {
    const { events, work } = taken(withField(adt, 'PR1', 16, 'X'.repeat(21)));
    expect(events.map(({ type }) => type)).not.toContain('ilium.procedure.reported.v1');
    expect(events).toHaveLength(2);
    expect(work).toEqual([{ reason: 'schema-violation', path: 'PR1[1] data.report.modifiers.0' }]);
  });
});

describe('a PR1 without a number', () => {
  const anonymous = withField(adt, 'PR1', 19, '');
  const second = anonymous.replace('PR1|1', 'PR1|0||20610^Other joint^C4||20260312\nPR1|1');

  it('is named by its visit, its day and its place among those of the day', () => {
    const visit = { system: 'urn:oid:2.999.2', value: 'V778812' };
    expect(procedures(second)).toMatchObject([
      { anchor: { visit, serviceDate: '2026-03-12', ordinal: 1 } },
      { anchor: { visit, serviceDate: '2026-03-12', ordinal: 2 } },
    ]);
  });

  it('is work, unless its message tells the whole visit: another may tell another procedure of the same place', () => {
    const numberless = withField(withField(dft, 'PR1', 19, ''), 'FT1', 2, '');
    expect(taken(numberless).work).toEqual([
      { reason: 'untied', path: 'FT1[1]-2' },
      { reason: 'untied', path: 'PR1[1]-19' },
    ]);
    expect(taken(second).work).toEqual([]);
    const list = withField(withField(lake, 'PR1', 19, ''), 'MSH', 9, 'BAR^P01');
    expect(taken(list, lakeside).work).toEqual([]);
    expect(taken(withField(second, 'MSH', 9, 'BAR^P01')).work).toHaveLength(2);
  });

  it('has the same place whether or not another has a number', () => {
    const numbered = second.replace('PR1|0||20610^Other joint^C4||20260312', '$&||||||||||||||N-1');
    expect(procedures(numbered)).toMatchObject([{ identifier: { value: 'N-1' } }, { anchor: { ordinal: 2 } }]);
  });

  it('without a time takes the day of its charge', () => {
    const message = withField(withField(dft, 'PR1', 19, ''), 'PR1', 5, '');
    expect(procedures(message)).toMatchObject([{ anchor: { serviceDate: '2026-03-12', ordinal: 1 } }]);
  });

  it('is named by the account where there is no visit', () => {
    const message = withField(withField(anonymous, 'PV1', 19, ''), 'PID', 18, 'AC1^^^RIVHOSP');
    expect(procedures(message)).toMatchObject([{ anchor: { account: { value: 'AC1' } }, report: { account: {} } }]);
  });

  it.each([
    ['visit', (m: string) => withField(m, 'PV1', 19, '')],
    ['day', (m: string) => withField(m, 'PR1', 5, '2026')],
  ])('and without a %s can not be tied, which is work', (_, change) => {
    const reading = taken(change(anonymous));
    expect(reading.work).toEqual([{ reason: 'untied', path: 'PR1[1]' }]);
    const [procedure] = dataOf(reading, 'procedure.reported');
    expect(procedure).not.toHaveProperty('anchor');
    expect(procedure).not.toHaveProperty('identifier');
  });
});

describe('what PR1 has no field for', () => {
  it('is read where the site file says, in the Z-segment of its group', () => {
    expect(procedures(lake, lakeside)).toMatchObject([
      {
        report: {
          laterality: { code: 'G' },
          position: { code: 'FACE-DOWN' },
          guidance: { system: 'C4', code: '77002' },
        },
      },
    ]);
  });

  it.each([
    ['the field', 'G~D', undefined],
    ['a component of it', '1^G~2^D', 2],
  ])('is both sides, where %s repeats and names them one by one', (_, written, component) => {
    const laterality = { segment: 'ZPR', field: 2, component, subcomponent: undefined };
    const procedureFields = { ...lakeside.incoming.procedureFields, laterality };
    const site = { ...lakeside, incoming: { ...lakeside.incoming, procedureFields } };
    expect(procedures(withField(lake, 'ZPR', 2, written), site)).toMatchObject([
      { report: { laterality: { system: 'HL70495', code: 'BIL' } } },
    ]);
    const twice = written.replace('D', 'G');
    expect(procedures(withField(lake, 'ZPR', 2, twice), site)).toMatchObject([
      { report: { laterality: { code: 'G' } } },
    ]);
  });

  it("is never taken from another procedure's Z-segment", () => {
    const message = lake.replace('PR1|1', 'PR1|0||SIJ-INJ^^L-PROC||20260312||||||||||||||ACT-0\nPR1|1');
    const [first, second] = procedures(message, lakeside);
    expect(first).not.toHaveProperty('report.laterality');
    expect(second).toHaveProperty('report.laterality.code', 'G');
  });

  it('may stand in one component, or in a segment of the message', () => {
    const path = { segment: 'OBR', field: 15, component: 2, subcomponent: undefined };
    const incoming = {
      ...hilltop.incoming,
      procedureFields: { laterality: path, bodySite: { ...path, component: undefined } },
    };
    const message = adt.replace('PR1|1', `OBR${'|'.repeat(15)}SIJ^L^99S\nPR1|1`);
    expect(procedures(message, { ...hilltop, incoming })).toMatchObject([
      { report: { laterality: { code: 'L' }, bodySite: [{ system: '99S', code: 'SIJ', display: 'L' }] } },
    ]);
  });
});

it.each(['A11', 'A13'])('ADT^%s leaves procedures alone', (trigger) => {
  expect(procedures(withField(adt, 'MSH', 9, `ADT^${trigger}`))).toEqual([]);
});
