import { describe, expect, test } from '@jest/globals';
import type { Code, ProcedureEvent, Report } from '@ilium/contracts';
import { cpt27096, injection, injectionDay, leftInjection, ofOrder } from '../../testing/contents.js';
import { derived, sidesOf } from '../../testing/derived.js';
import { charge, order, procedure } from '../../testing/events.js';
import { allOrders } from '../../testing/orders.js';
import { stepsIn } from '../../testing/sessions.js';

const [left, right, unknown] = [
  'Left sacroiliac joint',
  'Right sacroiliac joint',
  'Sacroiliac joint, side not reported',
];
const intentsOf = (events: readonly ProcedureEvent[]) => stepsIn(events).joints.map(({ intent }) => intent);
const done = (report: Report<'procedure'> = {}) =>
  procedure({ id: 'PRC1' }, { ...injection, ...ofOrder('O1'), ...report });
const ordered = (report: Report<'order'>) =>
  order({ feed: 'orm', id: 'O1' }, { codes: [cpt27096], ...ofOrder('O1'), ...report });

describe('clinical rule 8: intent is what was declared', () => {
  test.each<[string, readonly ProcedureEvent[], string]>([
    ['modifier KX', [done({ modifiers: ['LT', 'KX'] })], 'diagnostic'],
    ['KX behind the code', [done({ codes: [{ system: 'C4', code: '27096:LT:KX' }] })], 'diagnostic'],
    [
      'KX on the bill alone',
      [done(), charge({ feed: 'dft' }, { codes: [cpt27096], modifiers: ['KX'], ...ofOrder('O1') })],
      'diagnostic',
    ],
    [
      'KX on an ablation, where it means something else',
      [done({ codes: [{ code: '64625' }], modifiers: ['KX'] })],
      'unknown',
    ],
    ['PR1-6 D', [done({ purpose: { system: 'HL70230', code: 'D' } })], 'diagnostic'],
    ['PR1-6 P', [done({ purpose: { system: 'HL70230', code: 'P' } })], 'therapeutic'],
    ['PR1-6 A, which is anaesthesia', [done({ purpose: { system: 'HL70230', code: 'A' } })], 'unknown'],
    ['the words of an order', [done(), ordered({ text: 'Diagnostic SI joint block' })], 'diagnostic'],
    ['the purpose of an order', [done(), ordered({ purpose: { code: 'P' } })], 'therapeutic'],
    ['both', [done({ modifiers: ['KX'] }), ordered({ text: 'Therapeutic SI joint injection' })], 'both'],
    ['the description of a code', [done(), ordered({ text: 'Injection, diagnostic or therapeutic agent' })], 'unknown'],
    ['a cancelled order', [done(), ordered({ text: 'Diagnostic block', status: 'cancelled' })], 'unknown'],
    [
      'an order of another procedure',
      [done(), ordered({ codes: [{ code: '64493' }], text: 'Diagnostic block' })],
      'unknown',
    ],
    ['nothing', [done()], 'unknown'],
  ])('%s', (_, events, intent) => {
    for (const arrival of allOrders(events)) expect(intentsOf(arrival)).toEqual([intent]);
  });

  test('a diagnostic purpose is the category of the Procedure, and no other', () => {
    const categoryOf = (purpose: Code) => derived([done({ purpose })]).procedures[0]?.category?.coding;
    expect(categoryOf({ code: 'D' })).toEqual([{ system: 'http://snomed.info/sct', code: '103693007' }]);
    expect(categoryOf({ code: 'P' })).toBeUndefined();
  });
});

describe('clinical rule 1: an order', () => {
  test('alone is no procedure', () => {
    expect(derived([ordered({ modifiers: ['LT'] })])).toMatchObject({ procedures: [], work: [] });
  });

  test('lends its side to a report that has none, which keeps its id', () => {
    const silent = derived([done()]);
    expect(sidesOf(silent)).toEqual([unknown]);
    const lent = derived([done(), ordered({ modifiers: ['LT'] })]);
    expect(sidesOf(lent)).toEqual([left]);
    expect(lent.procedures[0]?.id).toBe(silent.procedures[0]?.id);
  });

  test('for both sides lends both, where it is for one act alone', () => {
    expect(sidesOf(derived([done(), ordered({ modifiers: ['50'] })]))).toEqual([left, right]);
    const again = procedure(
      { id: 'PRC2' },
      { ...injection, performed: '2026-04-12', performedEnd: undefined, ...ofOrder('O1') },
    );
    expect(sidesOf(derived([done(), again, ordered({ modifiers: ['50'] })]))).toEqual([unknown, unknown]);
  });

  test('on another side than what was done is for somebody to look at', () => {
    const events = [done({ modifiers: ['RT'] }), ordered({ modifiers: ['LT'] })];
    expect(sidesOf(derived(events))).toEqual([right]);
    expect(derived(events).work).toEqual(['conflict: ordered']);
  });
});

test('the sources of an order that tell two types are a conflict', () => {
  const events = [
    procedure({ feed: 'adt', id: 'PRC1' }, { ...leftInjection, codes: [{ code: '64451' }], ...ofOrder('O1') }),
    charge(
      { feed: 'dft', id: 'TX1' },
      { codes: [cpt27096], modifiers: ['LT'], serviceDate: injectionDay, ...ofOrder('O1') },
    ),
  ];
  for (const arrival of allOrders(events)) {
    expect(derived(arrival).procedures).toHaveLength(2);
    expect(derived(arrival).work).toEqual(['conflict: type']);
  }
});
