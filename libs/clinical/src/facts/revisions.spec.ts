import { describe, expect, test } from '@jest/globals';
import { injection, leftInjection, ofOrder, ofProcedure, ofVisit } from '../testing/contents.js';
import { derived, known, sidesOf } from '../testing/derived.js';
import { charge, procedure, snapshot, visitNumber } from '../testing/events.js';
import { allOrders } from '../testing/orders.js';
import { currentFields } from './statement.js';

const [ten, eleven] = ['2026-03-12T10:30:00-04:00', '2026-03-12T11:00:00-04:00'];
const rightSide = { modifiers: ['RT'] };

describe('clinical rule 2: of what one source said of one thing, the latest it said holds', () => {
  test('by its own time, whatever came first', () => {
    const events = [
      procedure({ id: '1', at: ten }, leftInjection),
      procedure({ id: '1', at: eleven, status: 'preliminary' }, rightSide),
    ];
    for (const order of allOrders(events)) expect(sidesOf(derived(order))).toEqual(['Right sacroiliac joint']);
  });

  test.each([
    ['preliminary', 'final'],
    ['final', 'corrected'],
  ] as const)('at one time, %s yields to %s', (lower, higher) => {
    const events = [
      procedure({ id: '1', at: ten, status: higher }, leftInjection),
      procedure({ id: '1', at: ten, status: lower }, rightSide),
    ];
    for (const order of allOrders(events)) expect(sidesOf(derived(order))).toEqual(['Left sacroiliac joint']);
  });

  test('at one time, everything yields to taking it back', () => {
    const events = [
      procedure({ id: '1', at: ten, status: 'void' }, {}),
      procedure({ id: '1', at: ten, status: 'corrected' }, leftInjection),
    ];
    for (const order of allOrders(events)) expect(derived(order).procedures).toEqual([]);
  });
});

describe('clinical rule 3: whether what a list leaves out was removed is the source’s to say', () => {
  const both = [
    procedure({ id: '1', at: ten }, leftInjection),
    procedure({ id: '2', at: ten }, { ...injection, ...rightSide }),
  ];

  test('of a source that sends whole lists, what the newest one leaves out is gone', () => {
    const list = snapshot({ visit: 'V1', members: ['1'], at: eleven });
    for (const order of allOrders([...both, list])) expect(sidesOf(derived(order))).toEqual(['Left sacroiliac joint']);
  });

  test('of any other source, what a later message does not mention is still there', () => {
    const again = procedure({ id: '1', at: eleven }, { status: 'completed' });
    expect(derived([...both, again]).procedures).toHaveLength(2);
  });
});

describe('clinical rule 5: a fact keeps its numbers', () => {
  const account = { account: visitNumber('ACC1') };
  const numbers = { ...ofVisit('V1'), ...account, ...ofOrder('O1'), ...ofProcedure('P1') };

  test('of visit, account, order and procedure, as its source wrote them', () => {
    const { facts } = known([charge({ feed: 'dft', id: 'T1' }, { codes: [{ code: '27096' }], ...numbers })]);
    const kept = [...facts.values()].flatMap(({ statements }) => Object.values(statements).map(currentFields));
    expect(kept).toMatchObject([numbers]);
  });

  test('and its place among the source’s things, by which a correction finds it', () => {
    const anchor = { visit: visitNumber('V1'), serviceDate: '2026-03-12', ordinal: 1 };
    const { facts } = known([procedure({ anchor }, leftInjection)]);
    expect([...facts.values()]).toMatchObject([{ origin: { anchor, feed: { family: 'fhir', site: 'RIVHOSP' } } }]);
  });

  test('the record in the chart names visit and numbers of all its sources', () => {
    const report = procedure({ feed: 'adt', id: 'P1' }, { ...leftInjection, ...ofOrder('O1') });
    const bill = charge(
      { feed: 'dft', id: 'T1' },
      { codes: [{ system: 'HCPCS', code: 'G0260' }], modifiers: ['LT'], ...numbers },
    );
    expect(derived([report, bill]).procedures).toMatchObject([
      {
        encounter: { identifier: { value: 'V1' } },
        identifier: expect.arrayContaining([expect.objectContaining({ value: 'P1' })]),
      },
    ]);
  });
});
