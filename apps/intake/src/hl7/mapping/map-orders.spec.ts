import { describe, expect, it } from '@jest/globals';
import { dataOf, example, taken, withField } from '../../testing/hl7-messages.js';

const orm = example('hilltop-orm-o01');
const siu = example('hilltop-siu-s12');
const orders = (message: string) => dataOf(taken(message), 'order.reported');

describe('ORC and OBR', () => {
  it('become an order', () => {
    expect(orders(orm)).toMatchObject([
      {
        identifier: { system: 'urn:oid:2.999.3', value: 'PRC55812' },
        version: { eventTime: '2026-03-01T08:00:00-05:00' },
        report: {
          codes: [{ system: 'C4', code: '27096' }],
          status: 'NW',
          scheduled: '2026-03-12T10:00:00-04:00',
          orders: [{ value: 'PRC55812' }],
        },
      },
    ]);
  });

  it('become one for each ORC', () => {
    const more = `${orm}ORC|CA|X2^RIVHOSP|F2^LAB\nOBR|2|||64451^Block^C4||||||||||||||||||||||||||||||||20260401\n`;
    expect(orders(more)).toMatchObject([
      { identifier: { value: 'PRC55812' } },
      {
        identifier: { value: 'X2' },
        report: {
          status: 'CA',
          codes: [{ code: '64451' }],
          scheduled: '2026-04-01',
          orders: [{ value: 'X2' }, { value: 'F2' }],
        },
      },
    ]);
  });

  it('are the same in OMG', () => {
    const omg = withField(withField(orm, 'MSH', 9, 'OMG^O19^OMG_O19'), 'OBR', 45, 'LT');
    expect(orders(omg)).toMatchObject([{ feed: { family: 'omg' }, report: { modifiers: ['LT'] } }]);
  });

  it('are named by the filler where there is no placer number', () => {
    const message = withField(withField(withField(orm, 'ORC', 2, ''), 'OBR', 2, ''), 'ORC', 3, 'F1^LAB');
    expect(orders(message)).toMatchObject([{ identifier: { value: 'F1' } }]);
  });
});

describe('SCH and AIS', () => {
  it.each([
    ['S12', 'booked'],
    ['S15', 'cancelled'],
    ['S26', 'noshow'],
  ])('of %s become an order that is %s', (trigger, status) => {
    expect(orders(withField(siu, 'MSH', 9, `SIU^${trigger}`))).toMatchObject([
      {
        feed: { family: 'siu' },
        identifier: { value: 'APT66001' },
        report: {
          status,
          codes: [{ system: 'C4', code: '27096' }],
          scheduled: '2026-03-12T10:00:00-04:00',
          orders: [{ system: 'urn:oid:2.999.3', value: 'PRC55812' }],
        },
      },
    ]);
  });

  it('are named by the placer where there is no filler number', () => {
    const message = withField(withField(siu, 'SCH', 2, ''), 'SCH', 1, 'P1');
    expect(orders(message)).toMatchObject([{ identifier: { value: 'P1' } }]);
  });

  it('without SCH can not be used, which is work', () => {
    expect(taken(siu.replace(/SCH.*\n/, ''))).toMatchObject({
      events: [],
      work: [{ reason: 'unusable-segment', path: 'SCH' }],
    });
  });
});
