import { describe, expect, it } from '@jest/globals';
import { readScore } from '../read/score.js';
import { painScore, takenBack, writer } from '../../../testing/hl7-records.js';
import { all, only } from '../../../testing/hl7-reader.js';
import { messageOf } from './message.js';
import type { Envelope } from './standing.js';

const envelope: Envelope = {
  controlId: '0123456789ABCDEF0123',
  at: '2026-03-26T14:00:00Z',
  standing: 'new',
  revision: 1,
  has: undefined,
};

function written(record = painScore('o1', 7), around: Partial<Envelope> = {}, settings = writer): string {
  const score = readScore(record.resource);
  if (score === undefined) throw new Error('no score');
  return messageOf(score, { ...envelope, ...around }, settings);
}

const ilium = 'https://ilium.example/fhir/CodeSystem';

describe('a score in HL7 v2', () => {
  it('is an ORU^R01 with one result', () => {
    expect(written().split('\r')).toEqual([
      'MSH|^~\\&|ILIUM|PAIN|EHR|RIVERSIDE|20260326100000-0400||ORU^R01^ORU_R01|0123456789ABCDEF0123|T|2.5.1||||||UNICODE UTF-8',
      'PID|1||1^^^RIVERSIDE&1.2.3&ISO^MR||^^^^^^U',
      'OBR|1||o1^ILIUM|72514-3^Pain, numeric rating scale 0-10^LN|||20260326092000-0400|||||||||||||||20260326100000-0400|||F',
      'OBX|1|NM|72514-3^Pain, numeric rating scale 0-10^LN||7|{score}^^UCUM|||||F|||20260326092000-0400|||||||o1^ILIUM',
      '',
    ]);
  });

  it('is a correction, or wrong, where the receiver has it', () => {
    const corrected = written(painScore('o1', 6), { standing: 'replacement', has: 1, revision: 2 });
    expect([only(corrected, 'OBR').text(25), only(corrected, 'OBX').text(11)]).toEqual(['C', 'C']);
    const wrong = written(takenBack('o1'), { standing: 'withdrawal', has: 2, revision: 3 });
    expect(only(wrong, 'OBR').text(25)).toBe('C');
    expect(wrong).toContain('\rOBX|1||72514-3^Pain, numeric rating scale 0-10^LN||||||||W||||||||||o1^ILIUM\r');
  });

  it('of a move to another patient withdraws without its value', () => {
    expect(only(written(painScore('o1', 7), { standing: 'withdrawal', has: 1 }), 'OBX').text(5)).toBe('');
  });

  it('keeps the visit, the site and what it is about besides its measure', () => {
    const more = {
      encounter: { type: 'Encounter', identifier: { system: 'urn:oid:1.2.4', value: 'V1' } },
      bodySite: {
        coding: [
          { system: 'http://snomed.info/sct', code: '39723000' },
          { system: 'http://snomed.info/sct', code: '39723000:272741003=7771000' },
        ],
        text: 'Left sacroiliac joint',
      },
      component: [
        {
          code: { coding: [{ system: `${ilium}/score-detail`, code: 'pain-location' }] },
          valueCodeableConcept: { coding: [{ system: `${ilium}/pain-location`, code: 'leg' }], text: 'leg' },
        },
      ],
    };
    const text = written(painScore('o1', 7, { more }));
    expect(only(text, 'PV1').field(19)).toEqual([[['V1'], [''], [''], ['RIVERSIDE'], ['VN']]]);
    const [main, part] = all(text, 'OBX');
    expect(main?.field(20)).toEqual([[['39723000'], ['Left sacroiliac joint'], ['SCT']]]);
    expect(only(text, 'NTE').text(3)).toBe('Left sacroiliac joint');
    expect(part?.field(3)).toEqual([[['pain-location'], [''], ['99ILIUM']]]);
    expect(part?.field(5)).toEqual([[['leg'], ['leg'], ['99ILIUM']]]);
  });

  it.each([
    ['a decimal', { valueQuantity: { value: 0.000_000_1 } }, 'NM', [['0.0000001']], [['']]],
    ['an integer', { valueInteger: 0 }, 'NM', [['0']], [['']]],
    [
      'below a number',
      { valueQuantity: { value: 2, comparator: '<', unit: 'mm' } },
      'SN',
      [['<'], ['2']],
      [[''], ['mm']],
    ],
    ['yes', { valueBoolean: true }, 'CWE', [['Y'], ['Yes'], ['HL70136']], [['']]],
    ['a range with one end', { valueRange: { low: { value: 14, unit: 'd' } } }, 'SN', [['>='], ['14']], [[''], ['d']]],
    [
      'a range',
      { valueRange: { low: { value: 14, unit: 'd' }, high: { value: 28, unit: 'd' } } },
      'SN',
      [[''], ['14'], ['-'], ['28']],
      [[''], ['d']],
    ],
    [
      'an answer of its source beside ours',
      {
        valueCodeableConcept: {
          coding: [
            { system: `${ilium}/answer`, code: 'much-improved' },
            { system: 'urn:oid:9.9', code: '2' },
            { code: 'B', display: 'better' },
          ],
        },
      },
      'CWE',
      [['much-improved'], [''], ['99ILIUM'], ['B'], ['better'], ['L']],
      [['']],
    ],
    [
      'a reason why there is none',
      {
        dataAbsentReason: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'asked-declined' }],
        },
      },
      'CWE',
      [['asked-declined'], [''], ['99ABSENT']],
      [['']],
    ],
  ])('says %s', (_, said, type, value, units) => {
    const obx = only(written(painScore('o1', 7, { more: { valueQuantity: undefined, ...said } })), 'OBX');
    expect([obx.text(2), obx.field(5)[0], obx.field(6)[0]]).toEqual([type, value, units]);
  });

  it.each([
    ['no-patient', { subject: { identifier: { value: '1' } } }],
    ['no-assigner', { subject: { identifier: { system: 'urn:oid:9', value: '1' } } }],
    ['identifier', { subject: { identifier: { system: 'urn:oid:1.2.3', value: '1\r2' } } }],
    ['value', { valueQuantity: undefined, valueTime: '10:00:00' }],
    ['value', { valueQuantity: undefined, valueCodeableConcept: { coding: [{ system: 'urn:x', code: 'y' }] } }],
    ['code', { code: { coding: [{ system: 'http://loinc.org', code: '7'.repeat(21) }], text: 'Pain' } }],
    ['status', { status: 'registered' }],
    ['not-fhir', { effectiveDateTime: 7 }],
  ])('can not be written: %s', (fault, more) => {
    expect(() => written(painScore('o1', 7, { more }))).toThrow(fault);
  });

  it('is none where it answers no question, or is no Observation', () => {
    expect(
      readScore(painScore('o1', 7, { more: { category: [{ coding: [{ code: 'procedure' }] }] } }).resource),
    ).toBeUndefined();
    expect(readScore({ resourceType: 'Procedure', id: 'p1' })).toBeUndefined();
  });

  it('asks for the acknowledgements that its receiver gives, and is for production only where that is said', () => {
    const header = only(
      written(painScore('o1', 7), {}, { ...writer, processingId: 'P', acknowledging: 'enhanced' }),
      'MSH',
    );
    expect([11, 15, 16].map((number) => header.text(number))).toEqual(['P', 'AL', 'AL']);
  });
});
