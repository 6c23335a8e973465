import { describe, expect, it } from '@jest/globals';
import { dataOf, example, hilltop, taken, withField, without } from '../../testing/hl7-messages.js';

const oru = example('hilltop-oru-r01');
const before = example('hilltop-oru-r01-before');
const scores = (message: string) => dataOf(taken(message, hilltop), 'score.reported');

describe('what ties a correction to its score', () => {
  const identifier = (message: string) =>
    scores(message).map((score) => ('identifier' in score ? score.identifier : undefined));
  const orderless = withField(withField(before, 'OBR', 2, ''), 'OBR', 3, '');

  it('is OBX-21, from version 2.6 on', () => {
    const message = withField(oru, 'OBX', 21, 'SCORE-1^PROAPP');
    expect(identifier(withField(message, 'MSH', 12, '2.6'))[0]).toMatchObject({ value: 'SCORE-1' });
    expect(identifier(withField(message, 'MSH', 12, '2.8^USA'))[0]).toMatchObject({ value: 'SCORE-1' });
    expect(identifier(message)[0]).toMatchObject({ value: 'PRO77|72514-3|W2' });
  });

  it.each([
    ['OBR-3', oru, 'PRO77'],
    ['ORC-3', withField(withField(oru, 'OBR', 3, ''), 'ORC', 3, 'PRO78'), 'PRO78'],
    ['OBR-2', withField(withField(oru, 'OBR', 3, ''), 'ORC', 3, ''), 'FU12001'],
    [
      'ORC-2',
      without(withField(withField(oru, 'ORC', 3, ''), 'OBR', 2, ''), 'NTE').replace('PRO77^PROAPP|SIJFU', '|SIJFU'),
      'FU12001',
    ],
  ])('is the number of its order, %s, with code and sub-id', (_, message, order) => {
    expect(identifier(message)[0]).toMatchObject({ value: `${order}|72514-3|W2` });
  });

  it('is never the ORC of an earlier OBR', () => {
    const second = 'OBR|2|||MORE|||20260326100000\nOBX|7|NM|72514-3^Pain^LN||4||||||F\n';
    expect(identifier(oru + second)[6]).toMatchObject({ value: 'V778812|2026-03-26T14:00:00Z|72514-3' });
    expect(scores(oru + second)[6]).not.toHaveProperty('report.orders');
  });

  it('is never its value, its place in the message or its time', () => {
    const corrected = withField(withField(withField(oru, 'OBX', 5, '5'), 'OBX', 11, 'C'), 'OBX', 14, '20260326');
    const alone = corrected
      .split('\n')
      .filter((line) => !/^OBX\|[2-6]/.test(line))
      .join('\n');
    expect(identifier(alone)).toEqual([identifier(oru)[0]]);
  });

  it('is visit, time, code and sub-id, where there is no order', () => {
    const message = orderless.replace('OBR|', 'PV1|||||||||||||||||||V1^^^RIVHOSP\nOBR|');
    expect(identifier(message)[0]).toEqual({ system: 'urn:oid:2.999.2', value: 'V1|2026-03-12T13:25:00Z|72514-3' });
  });

  it('and the patient, where there is no visit either', () => {
    expect(identifier(orderless)[0]).toEqual({
      system: 'urn:oid:2.999.1',
      value: 'MRN004512|2026-03-12T13:25:00Z|72514-3',
    });
  });

  it('is nothing without a time, which is work', () => {
    const reading = taken(withField(orderless, 'OBR', 7, ''));
    expect(reading.work).toEqual([
      { reason: 'unusable-segment', path: 'OBX[1]-14' },
      { reason: 'untied', path: 'OBX[1]' },
      { reason: 'unusable-segment', path: 'OBX[2]-14' },
      { reason: 'untied', path: 'OBX[2]' },
    ]);
    expect(dataOf(reading, 'score.reported')[0]).not.toHaveProperty('identifier');
  });

  it.each(['20260312092500-0400', '20260312132500+0000', '202603120925'])(
    'is the moment, however it is written: %s',
    (written) => {
      expect(identifier(withField(orderless, 'OBR', 7, written))[0]).toMatchObject({
        value: 'MRN004512|2026-03-12T13:25:00Z|72514-3',
      });
    },
  );

  it.each(['C', 'A', 'D', 'W'])(
    'may be another time, where a change (%s) is tied by the time: that is work',
    (status) => {
      const changed = (message: string) => taken(withField(message, 'OBX', 11, status)).work;
      expect(changed(orderless)).toEqual([{ reason: 'untied', path: 'OBX[1]-4' }]);
      expect(changed(before)).toEqual([]);
      expect(taken(orderless).work).toEqual([]);
    },
  );

  it('counts those that a message does not tell apart, which is work: no score replaces another', () => {
    const reading = taken(`${before}OBX|3|NM|72514-3^Pain^LN||4||||||F|||20260312103500\n`);
    const values = dataOf(reading, 'score.reported').map((score) =>
      'identifier' in score ? score.identifier : undefined,
    );
    expect(values).toMatchObject([{ value: 'PRO70|72514-3' }, {}, { value: 'PRO70|72514-3|#2' }]);
    expect(reading.work).toEqual([{ reason: 'untied', path: 'OBX[3]-4' }]);
  });
});
