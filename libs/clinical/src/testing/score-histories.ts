import type { Code, ProcedureEvent, Report } from '@ilium/contracts';
import * as fc from 'fast-check';
import { addDays } from '../derive/moments.js';
import { injectionDay, leftInjection, ofProcedure, ofVisit, rxnorm, steroid } from './contents.js';
import { administration, procedure, score, visitNumber } from './events.js';

/** Histories of one patient with several courses, of whom nothing is new but scores for a long time. */

const number = fc.constantFrom('1', '2', '3', '4');
/** From the first injection: two blocks of a day, repetitions within and after the time that a baseline may be old. */
const dayOf: Readonly<Record<string, number>> = { '1': 0, '2': 0, '3': 14, '4': 75 };
const clockOf: Readonly<Record<string, string>> = { '1': 'T10:05', '2': 'T13:30', '3': 'T09:00', '4': 'T10:00' };

const drugs: readonly (readonly Code[])[] = [
  [],
  [rxnorm('6387')],
  [rxnorm('10759')],
  [rxnorm('6387'), rxnorm('10759')],
];

const session = fc
  .record({
    number,
    given: fc.constantFrom(...drugs),
    modifiers: fc.constantFrom(['LT'], ['LT'], ['RT'], ['50']),
    isTimed: fc.constantFrom(true, true, false),
    status: fc.constantFrom<'completed' | 'stopped'>('completed', 'completed', 'stopped'),
  })
  .map(({ number: id, given, modifiers, isTimed, status }): readonly ProcedureEvent[] => {
    const performed = `${addDays(injectionDay, dayOf[id] ?? 0)}${isTimed ? `${clockOf[id]}:00-04:00` : ''}`;
    const visit = visitNumber(`V-${id}`);
    return [
      procedure({ id }, { ...leftInjection, modifiers, performed, performedEnd: undefined, visit, status }),
      ...given.map((drug, index) =>
        administration(
          { id: `${id}-${index}` },
          { ...steroid, medication: [drug], start: performed, visit: undefined, ...ofProcedure(id) },
        ),
      ),
    ];
  });

const joint: Code = { system: 'SCT', code: '39723000' };

/** Around the days of the sessions and of their windows. */
const effective = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(-40, -30, -1, 0, 0, 0, 7, 14, 14, 28, 45, 75, 75, 82, 200),
      fc.integer({ min: -70, max: 130 }),
    ),
    fc.constantFrom('', 'T09:50:00-04:00', 'T10:40:00-04:00', 'T14:00:00-04:00', 'T23:30:00Z', 'T02:00:00Z'),
  )
  .map(([days, time]) => addDays(injectionDay, days) + time);

const report: fc.Arbitrary<Report<'score'>> = fc.record(
  {
    measure: fc.constantFrom<Code>(
      { code: '72514-3' },
      { code: '72514-3' },
      { code: '72514-3' },
      { system: 'LN', code: '97909-6' },
      { code: 'X' },
      { code: 'contrast-spread' },
    ),
    value: fc.constantFrom(0, 1, 4, 8, 8, 30, null),
    effective: fc.oneof(
      { weight: 12, arbitrary: effective },
      { weight: 1, arbitrary: fc.constantFrom('2026-03', null) },
    ),
    timing: fc.constantFrom<'before' | 'after'>('before', 'after'),
    recall: fc.constantFrom('7 days', 'now'),
    bodySite: fc.constant([joint]),
    laterality: fc.constantFrom({ code: 'L' }, { code: 'R' }),
    procedureIdentifier: number.map((id) => ofProcedure(id).procedureIdentifier),
    visit: number.map((id) => ofVisit(`V-${id}`).visit),
    answer: fc.constantFrom<Code>({ code: 'vascular' }, { code: 'intra-articular' }),
  },
  { requiredKeys: ['measure', 'value', 'effective'] },
);

let said = 0;

/** A score, a correction of one, or its end; each said later than the one before. */
const scored = fc
  .record({
    id: fc.constantFrom('1', '2', '3', '4', '5', '6'),
    status: fc.constantFrom<'final' | 'corrected' | 'void'>('final', 'final', 'final', 'corrected', 'void'),
    report,
  })
  .map(({ id, status, report: what }) => {
    said += 1;
    const at = new Date(Date.parse('2026-10-01T00:00:00Z') + said * 1000).toISOString();
    return score({ id, status, at }, what);
  });

export const anyCourses: fc.Arbitrary<readonly ProcedureEvent[]> = fc
  .array(session, { minLength: 1, maxLength: 5 })
  .map((sessions) => sessions.flat());

export const anyScores: fc.Arbitrary<readonly ProcedureEvent[]> = fc.array(scored, {
  minLength: 1,
  maxLength: 14,
  size: 'max',
});
