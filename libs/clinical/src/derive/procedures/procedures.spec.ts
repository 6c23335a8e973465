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
} from '../../testing/contents.js';
import { derived, sidesOf } from '../../testing/derived.js';
import { procedure, type Said } from '../../testing/events.js';
import { allOrders } from '../../testing/orders.js';

const [left, right, unknown] = [
  'Left sacroiliac joint',
  'Right sacroiliac joint',
  'Sacroiliac joint, side not reported',
];

/** A report of an act by a feed that doesn't number it. */
function by(feed: string, report: Report<'procedure'>, said: Said = {}) {
  return procedure({ feed, ...said }, { ...injection, ...report });
}

describe('clinical rule 1: one act, one Procedure, whoever reported it and however often', () => {
  test('trap 5: 27096 of the physician and G0260 of the facility are one procedure, by its number', () => {
    const events = [
      procedure({ feed: 'fhir', id: 'PRC1' }, leftInjection),
      by('dft', { codes: [g0260], performed: '2026-03-13', ...ofProcedure('PRC1') }),
    ];
    for (const order of allOrders(events)) expect(derived(order).procedures).toHaveLength(1);
  });

  test('trap 5: … by the order number, where no procedure number is shared', () => {
    const events = [
      by('dft', { codes: [cpt27096], modifiers: ['LT'], ...ofOrder('O1') }, { id: 'TX1' }),
      by('dft', { codes: [g0260], performed: undefined, ...ofOrder('O1') }, { id: 'TX2' }),
      by('oru', { performed: '2026-03-14', ...ofOrder('O1') }),
    ];
    for (const order of allOrders(events)) expect(sidesOf(derived(order))).toEqual([left]);
  });

  test('… by patient, type and day, where nothing is numbered and no side contradicts', () => {
    const events = [
      by('adt', { performed: '2026-03-12T14:05:00Z' }),
      by('dft', { codes: [g0260], performed: injectionDay, modifiers: ['LT'] }),
    ];
    for (const order of allOrders(events)) expect(sidesOf(derived(order))).toEqual([left]);
  });

  test('another day or a contradicting side is another act', () => {
    expect(derived([by('adt', {}), by('dft', { performed: '2026-03-13' })]).procedures).toHaveLength(2);
    const sides = [by('adt', { modifiers: ['LT'] }), by('dft', { modifiers: ['RT'] })];
    expect(sidesOf(derived(sides))).toEqual([left, right]);
  });

  test('a silent report between two contradicting sides fuses nothing, and tells of both', () => {
    const events = [
      by('fhir', { modifiers: ['LT'], performed: injectionDay, performedEnd: undefined }),
      by('adt', { performedEnd: undefined }),
      by('dft', { modifiers: ['RT'], performed: injectionDay, performedEnd: undefined }),
    ];
    for (const order of allOrders(events)) {
      expect(sidesOf(derived(order))).toEqual([left, right]);
      expect(derived(order).procedures.every(({ encounter }) => encounter !== undefined)).toBe(true);
    }
  });

  test('what is tied by a number is tied before what merely happened on the same day', () => {
    const events = [
      procedure({ feed: 'fhir', id: 'PRC1' }, leftInjection),
      by('dft', { modifiers: ['LT'], ...ofProcedure('PRC1') }, { id: 'TX1' }),
      by('dft', { modifiers: ['LT'] }, { id: 'TX2' }),
    ];
    for (const order of allOrders(events)) {
      const numbers = derived(order).procedures.map(({ identifier }) => identifier?.map(({ value }) => value).sort());
      expect(numbers).toEqual(expect.arrayContaining([['PRC1', 'TX1'], ['TX2']]));
    }
  });

  test('different procedure numbers of one numbering are different acts, whatever the order number says', () => {
    const events = [by('fhir', ofOrder('O1'), { id: 'PRC1' }), by('adt', { ...ofOrder('O1'), ...ofProcedure('PRC2') })];
    expect(derived(events).procedures).toHaveLength(2);
  });

  test('one order for several days is several acts where its own feed tells them apart', () => {
    const days = [injectionDay, '2026-04-16'].map((performed, index) =>
      by('fhir', { performed, performedEnd: undefined, ...ofOrder('O1') }, { id: `PRC${index}` }),
    );
    expect(derived(days).procedures).toHaveLength(2);
  });

  test('sources that disagree about the side of one numbered act: the best holds, and somebody is told', () => {
    const events = [
      procedure({ feed: 'fhir', id: 'PRC1' }, leftInjection),
      by('dft', { modifiers: ['RT'], ...ofProcedure('PRC1') }),
    ];
    for (const order of allOrders(events)) {
      expect(sidesOf(derived(order))).toEqual([left]);
      expect(derived(order).work).toEqual(['conflict: side']);
    }
  });

  test('an end before its start is no period, and somebody is told', () => {
    const events = [by('fhir', { performedEnd: '2026-03-12T09:00:00-04:00' })];
    expect(derived(events).procedures).toMatchObject([{ performedDateTime: injection.performed }]);
    expect(derived(events).work).toEqual(['conflict: performedEnd']);
  });
});

describe('sides: unknown is said, never guessed (trap 7)', () => {
  test.each([
    ['LT', { modifiers: ['LT'] }, [left]],
    ['RT beside other modifiers', { modifiers: ['KX', 'RT'] }, [right]],
    ['laterality of HL7 table 0495', { laterality: { system: 'HL70495', code: 'L' } }, [left]],
    ['laterality of SNOMED CT', { laterality: { system: 'SCT', code: '24028007' } }, [right]],
    ['nothing', {}, [unknown]],
    ['a word that no table knows', { laterality: { code: 'midline' } }, [unknown]],
    ['a diagnosis, which has no side', { diagnoses: [{ system: 'I10C', code: 'M46.1' }] }, [unknown]],
  ])('%s', (_, report, expected) => {
    expect(sidesOf(derived([by('fhir', report)]))).toEqual(expected);
  });
});

describe('bilateral: a Procedure for each joint, one session (trap 6)', () => {
  const fifty = by('fhir', { modifiers: ['50'], ...ofOrder('O1') }, { id: 'PRC1' });
  const lines = ['RT', 'LT'].map((side) => by('dft', { modifiers: [side] }, { id: `TX-${side}` }));

  test('one line with 50', () => {
    expect(sidesOf(derived([fifty]))).toEqual([left, right]);
  });

  test('two lines, RT and LT', () => {
    for (const order of allOrders(lines)) expect(sidesOf(derived(order))).toEqual([left, right]);
  });

  test('both: 50 of the physician, RT and LT of the facility', () => {
    for (const order of allOrders([fifty, ...lines])) {
      expect(sidesOf(derived(order))).toEqual([left, right]);
      expect(derived(order).work).toEqual([]);
    }
  });

  test('both, the lines from the better source', () => {
    const better = ['RT', 'LT'].map((side) => by('fhir', { modifiers: [side] }, { id: `PRC-${side}` }));
    const billed = by('dft', { modifiers: ['50'] });
    for (const order of allOrders([billed, ...better])) expect(sidesOf(derived(order))).toEqual([left, right]);
  });

  test('corrected to one side, the other joint is no procedure any more', () => {
    const corrected = procedure({ id: 'PRC1', at: '2026-03-13T09:00:00Z' }, { modifiers: ['LT'] });
    expect(sidesOf(derived([fifty, corrected]))).toEqual([left]);
  });
});

describe('clinical rule 1: who has not heard of the end does not deny it', () => {
  const told = (best: Report<'procedure'>['status'], other: Report<'procedure'>['status']) =>
    derived([
      by('fhir', { modifiers: ['LT'], status: best, ...ofProcedure('PRC1') }),
      by('adt', { modifiers: ['LT'], status: other, ...ofProcedure('PRC1') }),
    ]);

  test.each(['unknown', 'in-progress', 'preparation'] as const)('%s of a better source outranks no end', (status) => {
    for (const end of ['completed', 'stopped', 'not-done'] as const)
      expect(told(status, end).procedures).toMatchObject([{ status: end }]);
  });

  test('of two ends the better source tells, and they contradict each other', () => {
    expect(told('not-done', 'completed')).toMatchObject({
      procedures: [{ status: 'not-done' }],
      work: ['conflict: status'],
    });
  });

  test('what is begun is more than nothing', () => {
    expect(told('unknown', 'in-progress').procedures).toMatchObject([{ status: 'in-progress' }]);
  });
});

describe('codes as FHIR has them (trap 4)', () => {
  test('the bare code always stands beside the code with its side', () => {
    const codings = derived([procedure({ id: 'PRC1' }, leftInjection)]).procedures[0]?.code?.coding;
    expect(codings?.map(({ code }) => code)).toEqual(['27096', '27096:LT', 'si-joint-injection']);
  });

  test('a side is added to the injection, not to what else was reported with it', () => {
    const codes = [cpt27096, { system: 'C4', code: '77003' }, { ...g0260 }];
    const codings = derived([by('fhir', { codes, modifiers: ['LT'] })]).procedures[0]?.code?.coding;
    expect(codings?.map(({ code }) => code)).toEqual(['27096', '27096:LT', '77003', 'G0260', 'si-joint-injection']);
  });

  test.each(['http://www.ama-assn.org/go/cpt', 'C4', 'CPT', undefined])('27096 is known under system %s', (system) => {
    const code = { ...(system === undefined ? {} : { system }), code: '27096' };
    expect(derived([by('fhir', { codes: [code] })]).procedures).toHaveLength(1);
  });

  test.each(['20610', '20552', 'G0259'])('trap 8: %s is no procedure of ours', (code) => {
    const { procedures, work } = derived([by('fhir', { codes: [{ code }] })]);
    expect({ procedures, work }).toEqual({ procedures: [], work: [] });
  });

  test('trap 8: 64451 blocks the nerves of the joint, which is another procedure than 27096', () => {
    const codings = derived([by('fhir', { codes: [{ code: '64451' }] })]).procedures[0]?.code?.coding;
    expect(codings?.map(({ code }) => code)).toEqual(['64451', 'si-nerve-block']);
  });
});
