import { describe, expect, test } from '@jest/globals';
import type { ProcedureEvent, Report } from '@ilium/contracts';
import { injection, leftInjection, nrs, ofProcedure, rxnorm, steroid } from '../../testing/contents.js';
import { derived } from '../../testing/derived.js';
import { administration, charge, procedure, score } from '../../testing/events.js';
import { sessionsIn } from '../../testing/sessions.js';

const left = procedure({ id: 'PRC1' }, leftInjection);
const at = (time: string) => ({ performed: `2026-03-12T${time}:00-04:00`, performedEnd: undefined });
const epidural: Report<'procedure'> = { ...injection, ...at('09:00'), codes: [{ system: 'C4', code: '62323' }] };

function only(events: readonly ProcedureEvent[]) {
  const sessions = sessionsIn(events);
  expect(sessions).toHaveLength(1);
  return sessions[0];
}

describe('clinical rules 7 and 10: a session is what was done in it', () => {
  test.each(['not-done', 'preparation', 'unknown', 'stopped'] as const)(
    'an epidural that is %s changes none of it',
    (status) => {
      const alone = only([left, administration({ id: 'MED1' }, steroid)]);
      const beside = only([
        left,
        administration({ id: 'MED1' }, steroid),
        procedure({ id: 'PRC2' }, { ...epidural, status }),
      ]);
      expect(beside?.joints).toHaveLength(2);
      expect({ ...beside, joints: [] }).toEqual({ ...alone, joints: [] });
    },
  );

  test('clinical rule 9: a dispute about what was not done disputes nothing of what was', () => {
    const disputed = { ...epidural, status: 'not-done' as const, diagnoses: [{ system: 'I10C', code: 'M46.1' }] };
    expect(only([left, procedure({ id: 'PRC2' }, disputed)])?.isDisputed).toBe(false);
  });

  test('clinical rule 6: stopped at nine and done again at eleven, it started at eleven', () => {
    const stopped = procedure({ id: 'PRC1' }, { ...leftInjection, ...at('09:00'), status: 'stopped' });
    const again = procedure({ id: 'PRC2' }, { ...leftInjection, ...at('11:00') });
    expect(only([stopped, again])?.start?.text).toBe(at('11:00').performed);
    expect(only([stopped])?.start?.text).toBe(at('09:00').performed);
  });

  test('drugs and scores of the visit are part of what was done only', () => {
    const result = derived([
      left,
      procedure({ id: 'PRC2' }, { ...injection, modifiers: ['RT'], status: 'not-done' }),
      administration({ id: 'MED1' }, steroid),
      score({ id: 'S1' }, nrs(3, '2026-03-19')),
    ]);
    const [done] = result.procedures.filter(({ status }) => status === 'completed');
    const partOf = [{ reference: `Procedure/${done?.id}` }];
    expect(result.administrations).toMatchObject([{ partOf }]);
    expect(result.observations.map((one) => one.partOf)).toEqual(result.observations.map(() => partOf));
  });

  test('a drug that names what was not done is of that', () => {
    const right = procedure({ id: 'PRC2' }, { ...injection, modifiers: ['RT'], status: 'not-done' });
    const session = only([left, right, administration({ id: 'MED1' }, { ...steroid, ...ofProcedure('PRC2') })]);
    expect(session).toMatchObject({ isTherapeutic: false, agents: 'unknown' });
  });
});

describe('clinical rule 6: a session starts at the earliest clock time of what was done', () => {
  const right = (more: Report<'procedure'>) => procedure({ id: 'PRC2' }, { ...injection, modifiers: ['RT'], ...more });
  const dateOnly = { performed: '2026-03-12', performedEnd: undefined };

  test('the earlier of two clocks', () => {
    expect(only([left, right(at('09:50'))])?.start?.text).toBe(at('09:50').performed);
  });

  test('a date displaces no clock, of another joint or of another source of the same', () => {
    expect(only([left, right(dateOnly)])?.start?.text).toBe(leftInjection.performed);
    const told = procedure({ id: 'X', feed: 'adt' }, { ...leftInjection, ...ofProcedure('PRC1') });
    expect(only([procedure({ id: 'PRC1' }, { ...leftInjection, ...dateOnly }), told])?.start?.text).toBe(
      leftInjection.performed,
    );
  });

  test('nor does the date of a bill', () => {
    const billed = charge(
      { id: 'TX1', feed: 'dft' },
      { codes: [{ system: 'C4', code: '64493' }], serviceDate: '2026-03-12', visit: injection.visit },
    );
    expect(only([left, billed])).toMatchObject({
      start: { text: leftInjection.performed },
      type: 'si-joint-injection',
    });
  });

  test('where there are only dates, the day', () => {
    expect(only([right(dateOnly)])?.start).toEqual({ text: '2026-03-12', day: '2026-03-12' });
  });
});

describe('clinical rule 6: what was planned may be of a day to come when it was planned', () => {
  test.each(['preparation', 'not-done'] as const)(
    '%s: no impossible time, and what was done keeps its start',
    (status) => {
      const meant = procedure({ id: 'PRC2', at: '2026-03-09T12:00:00Z' }, { ...epidural, status });
      const result = derived([
        left,
        meant,
        administration({ id: 'MED1' }, steroid),
        score({ id: 'S1' }, nrs(3, '2026-03-19')),
      ]);
      expect(result.work).toEqual([]);
      expect(result.outcomes.filter((one) => one.status === 'observed')).not.toEqual([]);
    },
  );
});

describe('clinical rule 17: the volume of a block', () => {
  const block = (dose: { value: number; unit: string }) => [
    left,
    administration({ id: 'MED1' }, { ...steroid, medication: [rxnorm('1012404')], dose }),
    score({ id: 'S1' }, nrs(8, '2026-03-12T09:30:00-04:00')),
    score({ id: 'S2' }, nrs(1, '2026-03-12T10:45:00-04:00')),
  ];
  const blockOf = (events: readonly ProcedureEvent[]) => derived(events).results.find(({ kind }) => kind === 'block');

  test.each(['mL', 'cc', 'ml', 'milliliter', 'Milliliters'])('is as large in %s', (unit) => {
    expect(JSON.stringify(blockOf(block({ value: 6, unit })))).toContain('volume-too-large');
    expect(JSON.stringify(blockOf(block({ value: 2, unit })))).not.toContain('volume-too-large');
  });

  test('is that of the joint that was done, whatever was not', () => {
    const right = procedure({ id: 'PRC2' }, { ...injection, modifiers: ['RT'], status: 'not-done' });
    expect(JSON.stringify(blockOf([...block({ value: 6, unit: 'mL' }), right]))).toContain('volume-too-large');
  });

  test('is work in a unit that no table knows', () => {
    expect(derived(block({ value: 6, unit: 'dram' })).work).toEqual(['unmapped-code: unit']);
    expect(derived(block({ value: 6, unit: 'mg' })).work).toEqual([]);
  });
});
