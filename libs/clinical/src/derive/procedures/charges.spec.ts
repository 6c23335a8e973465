import { describe, expect, test } from '@jest/globals';
import type { Report } from '@ilium/contracts';
import {
  cpt27096,
  g0260,
  injection,
  injectionDay,
  leftInjection,
  ofOrder,
  ofProcedure,
  ofVisit,
  steroid,
} from '../../testing/contents.js';
import { defaultRules } from '../../rules.js';
import { derived, sidesOf, type Derived } from '../../testing/derived.js';
import { administration, charge, procedure, visitNumber, type Said } from '../../testing/events.js';
import { allOrders } from '../../testing/orders.js';

const [left, right] = ['Left sacroiliac joint', 'Right sacroiliac joint'];
const visit = ofVisit('V1');
const billed: Report<'charge'> = { codes: [cpt27096], modifiers: ['LT'], serviceDate: injectionDay, ...visit };
const billedAt = `${injectionDay}T18:00:00-04:00`;
const creditedAt = '2026-03-13T09:00:00-04:00';

function bill(id: string, report: Report<'charge'> = {}, said: Said = {}) {
  return charge({ feed: 'dft', id, at: billedAt, ...said }, { ...billed, transaction: 'charge', ...report });
}

function credit(id: string, report: Report<'charge'> = {}) {
  return bill(id, { transaction: 'credit', ...report }, { at: creditedAt });
}

const statusesOf = ({ procedures }: Derived) => procedures.map(({ status }) => status);
const numbersOf = ({ procedures }: Derived) =>
  procedures.map(({ identifier }) => identifier?.map(({ value }) => value).sort());
const dueDayOf = ({ patients }: Derived) => patients[0]?.dueDay;

describe('clinical rule 4: a charge is evidence', () => {
  test('alone it makes a Procedure of unknown status, which no figure counts', () => {
    const alone = derived([bill('TX1')]);
    expect(statusesOf(alone)).toEqual(['unknown']);
    expect(sidesOf(alone)).toEqual([left]);
    expect(alone.outcomes).toEqual([]);
    expect(alone.work).toEqual([]);
  });

  test('trap 5: FT1-25 and PR1-3 of one message are one act, with the numbers of both', () => {
    const events = [procedure({ feed: 'adt', id: 'PRC1' }, leftInjection), bill('TX1', ofProcedure('PRC1'))];
    for (const order of allOrders(events)) {
      expect(numbersOf(derived(order))).toEqual([['PRC1', 'TX1']]);
      expect(statusesOf(derived(order))).toEqual(['completed']);
      expect(derived(order).work).toEqual([]);
    }
  });

  test('trap 5: 27096 of the doctor and G0260 of the facility are one act, on two lines of one bill', () => {
    const events = [bill('TX1'), bill('TX2', { codes: [g0260] }), procedure({ feed: 'oru', id: 'PRC1' }, injection)];
    for (const order of allOrders(events)) {
      expect(numbersOf(derived(order))).toEqual([['PRC1', 'TX1', 'TX2']]);
      expect(sidesOf(derived(order))).toEqual([left]);
    }
  });

  test('trap 6: RT and LT on two lines are two joints', () => {
    const events = [bill('TX1', { modifiers: ['RT'] }), bill('TX2', { modifiers: ['LT'] })];
    for (const order of allOrders(events)) expect(sidesOf(derived(order))).toEqual([left, right]);
  });

  test('one order for several days: each charge is of the act of its day', () => {
    const days = [injectionDay, '2026-04-16'];
    const acts = days.map((performed, index) =>
      procedure({ id: `PRC${index}` }, { ...leftInjection, performed, performedEnd: undefined, ...ofOrder('O1') }),
    );
    const bills = days.map((serviceDate, index) => bill(`TX${index}`, { serviceDate, ...ofOrder('O1') }));
    for (const order of allOrders([...acts, ...bills])) {
      expect(numbersOf(derived(order)).sort()).toEqual([
        ['PRC0', 'TX0'],
        ['PRC1', 'TX1'],
      ]);
    }
  });

  test('one order for two procedures: they stay two', () => {
    const facet = { codes: [{ system: 'C4', code: '64493' }], ...ofOrder('O1') };
    const events = [
      procedure({ id: 'PRC1' }, { ...leftInjection, ...ofOrder('O1') }),
      procedure({ id: 'PRC2' }, { ...leftInjection, ...facet }),
      bill('TX1', ofOrder('O1')),
      bill('TX2', facet),
    ];
    for (const order of allOrders(events)) {
      expect(numbersOf(derived(order)).sort()).toEqual([
        ['PRC1', 'TX1'],
        ['PRC2', 'TX2'],
      ]);
      expect(derived(order).work).toEqual([]);
    }
  });

  test('a clinical report comes before a charge, whatever feed it came by', () => {
    const events = [
      procedure({ feed: 'orm', id: 'PRC1' }, { ...injection, modifiers: ['LT'] }),
      bill('TX1', { modifiers: ['RT'], ...ofProcedure('PRC1') }, { feed: 'fhir' }),
    ];
    expect(sidesOf(derived(events))).toEqual([left]);
    expect(derived(events).work).toEqual(['conflict: side']);
  });

  test('what was not done and is charged all the same is for somebody to look at', () => {
    const events = [procedure({ id: 'PRC1' }, { ...leftInjection, status: 'not-done' }), bill('TX1')];
    expect(statusesOf(derived(events))).toEqual(['not-done']);
    expect(derived(events).work).toEqual(['conflict: status']);
  });

  test('a drug on a bill is no procedure, and what is charged besides is no work', () => {
    const others = [{ code: 'J3301' }, { system: 'HCPCS', code: 'Q9966' }, { system: 'C4', code: '99213' }];
    const events = others.map((code, index) => bill(`TX${index}`, { codes: [code], modifiers: [] }));
    expect(derived(events)).toMatchObject({ procedures: [], work: [] });
  });

  test.each([
    ['a number of its own', { system: '99CDM', code: '76127096' }],
    ['a code that was not verified, in our words', { code: '62322', display: 'Lumbar epidural injection' }],
  ])('%s is unmapped', (_, code) => {
    expect(derived([bill('TX1', { codes: [code] })]).work).toEqual([`unmapped-code: ${code.code}`]);
  });
});

describe('clinical rule 4: a credit takes a charge back', () => {
  const settles = '2026-03-16';

  test.each<[string, Report<'charge'>]>([
    ['by the number of the procedure', ofProcedure('PRC1')],
    ['by the order', { ...ofOrder('O1'), visit: undefined }],
    ['by code, day and visit', {}],
  ])('%s: after it has settled, and not before', (_, ties) => {
    const events = [bill('TX1', ties), credit('TX2', ties)];
    for (const order of allOrders(events)) {
      expect(statusesOf(derived(order, '2026-03-15'))).toEqual(['unknown']);
      expect(dueDayOf(derived(order, '2026-03-15'))).toBe(settles);
      expect(derived(order, settles)).toMatchObject({ procedures: [], work: [] });
      expect(dueDayOf(derived(order, settles))).toBeUndefined();
    }
  });

  test('a line that turns into a credit is taken back in the same way', () => {
    const events = [bill('TX1'), credit('TX1')];
    for (const order of allOrders(events)) {
      expect(numbersOf(derived(order, '2026-03-15'))).toEqual([['TX1']]);
      expect(derived(order, settles).procedures).toEqual([]);
    }
  });

  test('what a clinic reported stays, whoever pays', () => {
    const events = [procedure({ id: 'PRC1' }, leftInjection), bill('TX1'), credit('TX2')];
    for (const order of allOrders(events)) expect(statusesOf(derived(order))).toEqual(['completed']);
  });

  test('a credit of one side leaves the other', () => {
    const events = [bill('TX1', { modifiers: ['RT'] }), bill('TX2'), credit('TX3', { modifiers: ['RT'] })];
    for (const order of allOrders(events)) expect(sidesOf(derived(order))).toEqual([left]);
  });

  test('one credit takes back one charge', () => {
    const events = [bill('TX1'), bill('TX2', { serviceDate: '2026-03-20' }), credit('TX3')];
    for (const order of allOrders(events)) expect(numbersOf(derived(order))).toEqual([['TX2']]);
  });

  test('billed again it is a correction: the new charge holds at once, and the old Procedure names its successor', () => {
    const again = bill('TX3', { modifiers: ['RT'] }, { at: '2026-03-13T09:05:00-04:00' });
    const before = derived([bill('TX1')]).procedures[0]?.id;
    for (const order of allOrders([bill('TX1'), credit('TX2'), again])) {
      const after = derived(order, '2026-03-14');
      expect(sidesOf(after)).toEqual([right]);
      const replaced = after.patients.flatMap(({ resources }) => resources.flatMap(({ replaces }) => replaces));
      expect(replaced).toContain(`Procedure/${before}`);
    }
  });

  test('how long it takes is the site’s to say', () => {
    const rules = { charges: { asAdministrations: false, settleDays: 10 } };
    expect(dueDayOf(derived([bill('TX1'), credit('TX2')], '2026-03-15', { ...defaultRules, ...rules }))).toBe(
      '2026-03-23',
    );
  });
});

describe('clinical rule 4: a credit takes a Procedure back only when no clinical evidence remains', () => {
  const credited = [bill('TX1', { ...ofProcedure('PRC1'), ...ofOrder('O1') }), credit('TX2', ofProcedure('PRC1'))];
  const given = (report: Report<'administration'>) => administration({ id: 'MED1' }, { ...steroid, ...report });

  test.each([
    ['visit', {}],
    ['order', { visit: undefined, ...ofOrder('O1') }],
    ['procedure number', { visit: undefined, ...ofProcedure('PRC1') }],
  ])('a drug that is tied to it by its %s is evidence', (_, tie) => {
    const result = derived([...credited, given(tie)]);
    expect(statusesOf(result)).toEqual(['unknown']);
    expect(result.administrations[0]?.partOf).toHaveLength(1);
  });

  test.each([
    ['of another visit', { visit: visitNumber('V9') }],
    ['of another day', { start: '2026-03-15' }],
    ['that was not given', { status: 'not-done' as const }],
  ])('a drug %s is none', (_, report) => {
    expect(derived([...credited, given(report)]).procedures).toEqual([]);
  });

  test('a drug that belongs to what the clinic reported is none for the side that was billed in error', () => {
    const reported = procedure({ id: 'PRC2' }, { ...injection, modifiers: ['RT'] });
    expect(sidesOf(derived([bill('TX1'), credit('TX2'), reported, given({})]))).toEqual([right]);
  });
});

describe('clinical rule 1: a side that only a bill knows', () => {
  const reported = procedure({ id: 'PRC1' }, leftInjection);
  const onRight = { modifiers: ['RT'] };

  test('is another act, and somebody should look at it', () => {
    const result = derived([reported, bill('TX1', onRight)]);
    expect(sidesOf(result)).toEqual([left, right]);
    expect(result.work).toEqual(['conflict: side']);
  });

  test.each([
    ['of another day', { ...onRight, serviceDate: '2026-03-16' }],
    ['of another procedure by its number', { ...onRight, ...ofProcedure('PRC9') }],
    ['of another type', { ...onRight, codes: [{ system: 'C4', code: '64451' }] }],
    ['that was taken back', { ...onRight, transaction: 'credit' as const }],
  ])('contradicts nothing where it is %s', (_, report) => {
    expect(derived([reported, bill('TX1', report)]).work).toEqual([]);
  });
});
