import { describe, expect, test } from '@jest/globals';
import type { Code, Report } from '@ilium/contracts';
import { injection, leftInjection, ofVisit } from '../../testing/contents.js';
import { derived } from '../../testing/derived.js';
import { charge, procedure } from '../../testing/events.js';
import { allOrders } from '../../testing/orders.js';
import { stepsIn } from '../../testing/sessions.js';

const cpt = (code: string): Code => ({ system: 'C4', code });
const line = (id: string, code: string, more: Report<'procedure'> = {}) =>
  procedure({ id }, { ...leftInjection, codes: [cpt(code)], ...more });
const jointsIn = (events: Parameters<typeof stepsIn>[0]) =>
  stepsIn(events).joints.map(({ type, side, region, approach, levels }) => ({ type, side, region, approach, levels }));

describe('clinical rule 7: add-on codes are levels of one procedure, never procedures', () => {
  test.each([
    [['64493'], 1],
    [['64493', '64494'], 2],
    [['64493', '64494', '64495'], 3],
  ])('%o on lines of their own: %d', (codes, levels) => {
    for (const order of allOrders(codes.map((code) => line(`PRC-${code}`, code)))) {
      expect(jointsIn(order)).toMatchObject([{ region: 'lumbar-sacral', side: 'left', levels }]);
      expect(derived(order).work).toEqual([]);
    }
  });

  test('in one report', () => {
    const codes = ['64490', '64491', '64492'].map(cpt);
    expect(jointsIn([procedure({ id: 'PRC1' }, { ...injection, codes })])).toMatchObject([
      { region: 'cervical-thoracic', levels: 3 },
    ]);
  });

  test('a code for each further level counts as often as its feed says it; a bill of the same adds none', () => {
    const lines = [line('PRC1', '64483'), line('PRC2', '64484'), line('PRC3', '64484')];
    const billed = ['64483', '64484'].map((code) =>
      charge({ feed: 'dft', id: `TX-${code}` }, { codes: [cpt(code)], modifiers: ['LT'], serviceDate: '2026-03-12' }),
    );
    for (const order of allOrders([...lines, ...billed])) {
      expect(jointsIn(order)).toEqual([
        { type: 'epidural-injection', side: 'left', region: 'lumbar-sacral', approach: 'transforaminal', levels: 3 },
      ]);
    }
  });

  test('on both sides they are levels of each', () => {
    const events = [line('PRC1', '64493', { modifiers: ['50'] }), line('PRC2', '64494', { modifiers: ['50'] })];
    expect(jointsIn(events)).toMatchObject([
      { side: 'left', levels: 2 },
      { side: 'right', levels: 2 },
    ]);
  });

  test('of the region, the visit and the side of their procedure', () => {
    const other = { ...ofVisit('V2'), performed: '2026-04-20', performedEnd: undefined };
    for (const more of [{ modifiers: ['RT'] }, { codes: [cpt('64491')] }, other]) {
      const { procedures, work } = derived([line('PRC1', '64493'), line('PRC2', '64494', more)]);
      expect(procedures).toHaveLength(2);
      expect(work).toEqual(['add-on-without-primary: codes']);
    }
  });

  test('alone they are a procedure that somebody should look at', () => {
    const { procedures, outcomes, work } = derived([line('PRC1', '64494')]);
    expect(outcomes).toEqual([]);
    expect(procedures).toMatchObject([{ status: 'completed' }]);
    expect(work).toEqual(['add-on-without-primary: codes']);
  });

  test('an SI joint injection has no levels', () => {
    expect(jointsIn([line('PRC1', '27096')])).toMatchObject([{ levels: undefined }]);
  });
});

describe('clinical rule 7: epidurals carry region and approach', () => {
  test.each([
    ['62321', undefined, 'cervical-thoracic', 'interlaminar'],
    ['62323', undefined, 'lumbar-sacral', undefined],
    ['62323', 'Interlaminar lumbar epidural', 'lumbar-sacral', 'interlaminar'],
    ['62323', 'Caudal epidural', 'lumbar-sacral', 'caudal'],
    ['64483', 'Transforaminal epidural L5', 'lumbar-sacral', 'transforaminal'],
  ])('%s, %s', (code, text, region, approach) => {
    const [joint] = jointsIn([procedure({ id: 'PRC1' }, { ...injection, codes: [cpt(code)], text: text ?? null })]);
    expect(joint).toEqual({ type: 'epidural-injection', side: 'unknown', region, approach, levels: 1 });
  });

  test('there is no bilateral interlaminar one: 50 is a conflict, and no side', () => {
    const { procedures, work } = derived([line('PRC1', '62323', { modifiers: ['50'] })]);
    expect(procedures.map(({ bodySite }) => bodySite?.[0]?.text)).toEqual(['Lumbar or sacral epidural space']);
    expect(work).toEqual(['conflict: modifiers']);
  });

  test('two regions on one day are two procedures', () => {
    expect(jointsIn([line('PRC1', '62321'), line('PRC2', '62323')])).toHaveLength(2);
  });

  test('lines of both sides are two, one for each side', () => {
    const events = [line('PRC1', '64483', { modifiers: ['RT'] }), line('PRC2', '64483', { modifiers: ['LT'] })];
    expect(
      jointsIn(events)
        .map(({ side }) => side)
        .sort(),
    ).toEqual(['left', 'right']);
  });
});
