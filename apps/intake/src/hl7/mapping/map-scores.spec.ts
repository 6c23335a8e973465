import { describe, expect, it } from '@jest/globals';
import type { Site } from '@ilium/site';
import { dataOf, example, hilltop, lakeside, strict, taken, withField } from '../../testing/hl7-messages.js';

const oru = example('hilltop-oru-r01');
const before = example('hilltop-oru-r01-before');
const scores = (message: string, site: Site = hilltop) => dataOf(taken(message, site), 'score.reported');
const withObx = (field: number, content: string, message = oru) => scores(withField(message, 'OBX', field, content))[0];
const answered = (type: string, value: string) => {
  const { work, ...reading } = taken(withField(withField(oru, 'OBX', 2, type), 'OBX', 5, value));
  const [score] = dataOf({ ...reading, work }, 'score.reported');
  return { score, work: work.map(({ path }) => path) };
};

describe('OBX', () => {
  it('becomes a score', () => {
    expect(scores(oru)).toHaveLength(6);
    expect(scores(oru)[0]).toMatchObject({
      identifier: { system: 'urn:ilium:site:hilltop:PROAPP', value: 'PRO77|72514-3|W2' },
      version: { eventTime: '2026-03-26T09:20:00-04:00', status: 'final' },
      report: {
        measure: { system: 'LN', code: '72514-3', display: 'Pain severity 0-10 NRS reported' },
        value: 3,
        unit: '{score}',
        effective: '2026-03-26T09:15:00-04:00',
        visit: { value: 'V778812' },
        orders: [{ value: 'FU12001' }, { value: 'PRO77' }, { system: 'urn:oid:2.999.3', value: 'PRC55812' }],
      },
    });
  });

  it('takes its time from OBR-7 where OBX-14 is empty', () => {
    expect(scores(before)[0]).toMatchObject({ report: { effective: '2026-03-12T09:25:00-04:00' } });
  });

  it.each([
    ['F', 'final'],
    ['', 'final'],
    ['unknown', 'final'],
    ['B', 'final'],
    ['U', 'final'],
    ['P', 'preliminary'],
    ['S', 'preliminary'],
    ['R', 'preliminary'],
    ['I', 'preliminary'],
    ['C', 'corrected'],
    ['c', 'corrected'],
    ['C^Corrected^HL70085', 'corrected'],
    ['A', 'corrected'],
    ['D', 'void'],
    ['W', 'void'],
  ])('with status %s is %s', (status, expected) => {
    expect(withObx(11, status)).toMatchObject({ version: { status: expected }, report: { value: 3 } });
  });

  it.each([
    ['X', 'cancelled'],
    ['N', 'not-asked'],
  ])('with status %s has no value, and says why', (status, missingReason) => {
    expect(withObx(11, status)).toMatchObject({ version: { status: 'final' }, report: { missingReason } });
    expect(withObx(11, status)).toMatchObject({ report: { value: null, answer: null } });
  });

  it('with status O has no result, and is left out', () => {
    expect(scores(withField(oru, 'OBX', 11, 'O'))).toHaveLength(5);
  });

  it('without a code can not be used, which is work', () => {
    const { work } = taken(withField(oru, 'OBX', 3, ''));
    expect(work).toEqual([{ reason: 'unusable-segment', path: 'OBX[1]-3' }]);
  });

  it('says when it was said by OBX-19, OBR-22 or MSH-7', () => {
    expect(withObx(19, '20260401080000')).toMatchObject({ version: { eventTime: '2026-04-01T08:00:00-04:00' } });
    expect(scores(before)[0]).toMatchObject({ version: { eventTime: '2026-03-12T09:30:00-04:00' } });
  });

  it('without any time goes, and is work: it counts nowhere', () => {
    const timeless = withField(before, 'OBR', 7, '');
    expect(scores(timeless)).toHaveLength(2);
    expect(taken(timeless).work).toEqual([
      { reason: 'unusable-segment', path: 'OBX[1]-14' },
      { reason: 'unusable-segment', path: 'OBX[2]-14' },
    ]);
    expect(taken(withField(withField(timeless, 'OBX', 11, 'W'), 'OBX', 11, 'C', 2)).work).toEqual([]);
  });

  it('measures what the first of its codes that a table knows measures', () => {
    const own = 'PAIN^Own word^99SIM^72514-3^Pain^LN';
    expect(withObx(3, own)).toMatchObject({ report: { measure: { system: 'LN', code: '72514-3' } } });
    expect(withObx(3, '72514-3^Pain^LOINC')).toMatchObject({ report: { measure: { system: 'LOINC' } } });
    expect(withObx(3, 'A^^99SIM^B^^99SIM')).toMatchObject({ report: { measure: { code: 'A' } } });
    const incoming = { ...hilltop.incoming, observations: { taken: 'known' as const, codes: [] } };
    const message = withField(oru, 'OBX', 3, own);
    expect(scores(message, { ...hilltop, incoming })[0]).toMatchObject({ report: { measure: { code: '72514-3' } } });
    expect(scores(withField(oru, 'OBX', 3, '72514-3^^LOINC'), { ...hilltop, incoming })).toHaveLength(6);
  });

  it('measures what a row of the site file is about, where no table knows any of its codes', () => {
    const codes = [{ code: 'B', kind: 'score' as const, timing: 'before' as const }];
    const site = { ...hilltop, incoming: { ...hilltop.incoming, observations: { taken: 'known' as const, codes } } };
    expect(scores(withField(oru, 'OBX', 3, 'A^^99SIM^B^^99SIM'), site)[0]).toMatchObject({
      report: { measure: { code: 'B' }, timing: 'before' },
    });
  });

  it('of two sides has none, which is work', () => {
    const reading = taken(withField(oru, 'OBX', 20, '39723000^Joint^SCT~L^^HL70495~R^^HL70495'));
    expect(dataOf(reading, 'score.reported')[0]).toMatchObject({
      report: { laterality: null, bodySite: [{ code: '39723000' }] },
    });
    expect(reading.work).toEqual([{ reason: 'unreadable-field', path: 'OBX[1]-20' }]);
    expect(taken(withField(oru, 'OBX', 20, 'L^^HL70495~L^^HL70495')).work).toEqual([]);
  });

  it('has a body site', () => {
    expect(withObx(20, '39723000^SI joint^SCT')).toMatchObject({ report: { bodySite: [{ code: '39723000' }] } });
  });
});

describe('an answer', () => {
  it.each([
    ['NM', '3', 3],
    ['NM', '-0.5', -0.5],
    ['NM', '+.5', 0.5],
    ['', '3', 3],
    ['TX', '3.0', 3],
    ['ST', ' 3 ', 3],
    ['TXT', '3', 3],
    ['SN', '^3', 3],
    ['SN', '=^3', 3],
    ['SN', '3', 3],
  ])('of type %s, %s, is a number', (type, value, expected) => {
    const { score, work } = answered(type, value);
    expect(score).toMatchObject({ report: { value: expected } });
    expect(work).toEqual([]);
  });

  it.each([
    ['CE', '2^Much improved^99PRO', { system: '99PRO', code: '2', display: 'Much improved' }],
    ['CWE^^HL70125', '2^Much improved^99PRO', { system: '99PRO', code: '2', display: 'Much improved' }],
    ['', '2^Much improved^99PRO', { system: '99PRO', code: '2', display: 'Much improved' }],
    ['CE', '3', { code: '3' }],
    ['CE', '^Much improved', { code: 'Much improved' }],
    ['ST', 'much better', { code: 'much better' }],
  ])('of type %s, %s, is a code', (type, value, answer) => {
    const { score, work } = answered(type, value);
    expect(score).toHaveProperty('report.answer', answer);
    expect(score).toMatchObject({ report: { value: null, missingReason: null } });
    expect(work).toEqual([]);
  });

  it.each([
    ['NM', '60~120', '60~120'],
    ['NM', '1e3', '1e3'],
    ['NM', 'three', 'three'],
    ['SN', '>^100', '>^100'],
    ['SN', '^1^-^2', '^1^-^2'],
    ['SN', '^3~^4', '^3~^4'],
    ['ST', '60~120', '60~120'],
  ])('of type %s, %s, is kept as it stands, which is work', (type, value, code) => {
    const { score, work } = answered(type, value);
    expect(score).toHaveProperty('report.answer', { code });
    expect(work).toEqual(['OBX[1]-5']);
  });

  it('that is long is kept as far as it may be', () => {
    expect(answered('TX', 'x'.repeat(300)).score).toHaveProperty('report.answer.code', 'x'.repeat(100));
  });

  it('that is null deletes', () => {
    const nothing = { value: null, answer: null, missingReason: null };
    expect(answered('NM', '""').score).toMatchObject({ report: nothing });
    expect(answered('CE', '""').score).toMatchObject({ report: nothing });
  });

  it('that is a number says that it is no code, and that nothing is missing', () => {
    expect(answered('NM', '3').score).toMatchObject({ report: { value: 3, answer: null, missingReason: null } });
  });

  it.each(['NM', 'CE'])('that is empty says nothing, of type %s', (type) => {
    for (const field of ['value', 'answer', 'missingReason']) {
      expect(answered(type, '').score).not.toHaveProperty(`report.${field}`);
    }
  });
});

describe('rows of the site file', () => {
  const lake = example('lakeside-oru-r01');
  const reading = taken(lake, lakeside, strict);

  it('say what an observation is about', () => {
    expect(dataOf(reading, 'score.reported')[0]).toMatchObject({ report: { painLocation: 'back', recall: '24h' } });
  });

  it('make it a complication, with its answer as the code', () => {
    expect(dataOf(reading, 'complication.reported')).toMatchObject([
      {
        identifier: { value: '881|EVENT|1' },
        report: {
          codes: [{ system: 'L-EVT', code: 'SORE', display: 'Soreness where the needle was' }],
          onset: '2026-03-26T09:55:00-05:00',
        },
      },
    ]);
  });

  it('or a history', () => {
    const message = lake
      .replace('EVENT^Event', 'BEFORE^Before')
      .replace('SORE^Soreness where the needle was^L-EVT', '27279^^C4');
    expect(dataOf(taken(message, lakeside, strict), 'history.reported')).toMatchObject([
      { report: { codes: [{ system: 'C4', code: '27279' }], performed: '2026-03-26T09:55:00-05:00' } },
    ]);
  });

  it('leave out what nobody knows, where only known ones are taken, and tell how many', () => {
    expect(reading.leftOut).toBe(1);
    expect(reading.events).toHaveLength(3);
  });

  it('fit by the name of a system or its URI', () => {
    const codes = [{ system: 'http://loinc.org', code: '72514-3', kind: 'score' as const, timing: 'before' as const }];
    const site = { ...hilltop, incoming: { ...hilltop.incoming, observations: { taken: 'all' as const, codes } } };
    expect(scores(before, site)[0]).toMatchObject({ report: { timing: 'before' } });
  });
});
