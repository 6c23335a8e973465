import { describe, expect, it } from '@jest/globals';
import { dataOf, example, taken, withField } from '../../testing/hl7-messages.js';

const dft = example('hilltop-dft-p03');
const charges = (message: string) => dataOf(taken(message), 'charge.reported');
const withFt1 = (field: number, content: string) => charges(withField(dft, 'FT1', field, content))[0];

describe('FT1', () => {
  it('becomes a charge of the procedure in its group, and of no other', () => {
    const [procedure, drug] = charges(dft);
    expect(procedure).toMatchObject({
      identifier: { system: 'urn:ilium:site:hilltop:transaction', value: 'TX9981234' },
      version: { eventTime: '2026-03-12T14:32:00-04:00', status: 'final' },
      report: {
        transaction: 'charge',
        codes: [
          { system: 'C4', code: '27096' },
          { system: '99CDM', code: '76127096' },
        ],
        modifiers: ['LT'],
        quantity: { value: 1 },
        serviceDate: '2026-03-12',
        diagnoses: [{ code: 'M46.1' }],
        orders: [{ system: 'urn:oid:2.999.3', value: 'PRC55812' }],
        procedureIdentifier: { value: 'PRC55812' },
        visit: { value: 'V778812' },
      },
    });
    expect(drug).toMatchObject({ report: { codes: [{ code: 'J3301' }, {}], quantity: { value: 4 } } });
    expect(drug).not.toHaveProperty('report.procedureIdentifier');
  });

  it('CD takes back', () => {
    expect(withFt1(6, 'CD')).toMatchObject({ report: { transaction: 'credit' } });
  });

  it.each(['PY', 'AJ', 'CO'])('%s is no charge', (type) => {
    expect(charges(withField(dft, 'FT1', 6, type))).toHaveLength(1);
  });

  it('with a word that HL7 table 0017 does not have is work', () => {
    const { events, work } = taken(withField(dft, 'FT1', 6, 'CHARGE'));
    expect(events.filter(({ type }) => type === 'ilium.charge.reported.v1')).toHaveLength(1);
    expect(work).toEqual([{ reason: 'unreadable-field', path: 'FT1[1]-6' }]);
  });

  it('of a negative quantity takes back', () => {
    expect(withFt1(10, '-1')).toMatchObject({ report: { transaction: 'credit' } });
  });

  it('without a type is work', () => {
    const { work } = taken(withField(dft, 'FT1', 6, ''));
    expect(work).toEqual([{ reason: 'unusable-segment', path: 'FT1[1]-6' }]);
  });

  it('of a range of days is of the first', () => {
    expect(withFt1(4, '20260311^20260312')).toMatchObject({ report: { serviceDate: '2026-03-11' } });
  });

  it('without a number is named by visit, day and place', () => {
    const message = withField(withField(dft, 'FT1', 2, ''), 'FT1', 2, '', 2);
    expect(charges(message)).toMatchObject([
      { anchor: { serviceDate: '2026-03-12', ordinal: 1 } },
      { anchor: { serviceDate: '2026-03-12', ordinal: 2 } },
    ]);
  });

  it('with a quantity that is no number goes without it, which is work', () => {
    const reading = taken(withField(dft, 'FT1', 10, 'two'));
    expect(reading.work).toEqual([{ reason: 'unreadable-field', path: 'FT1[1]-10' }]);
    expect(dataOf(reading, 'charge.reported')[0]).not.toHaveProperty('report.quantity');
  });

  it('keeps its description', () => {
    expect(withFt1(8, 'Injection, left')).toMatchObject({ report: { text: 'Injection, left' } });
  });
});
