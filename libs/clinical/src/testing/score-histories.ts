import type { Code, ProcedureEvent, Report } from '@ilium/contracts';
import * as fc from 'fast-check';
import { addDays } from '../derive/reports/moments.js';
import { injectionDay, leftInjection, nrs, ofProcedure, ofVisit, rxnorm, steroid } from './contents.js';
import { administration, procedure, score, visitNumber } from './events.js';

/** Histories of one patient with several courses, of whom nothing is new but scores for a long time. */

/**
 * From the first injection on: two blocks of a day, repetitions within and after the time that a baseline may be old. With a
 * score soon before the needle and one soon after.
 */
const sessions = {
  '1': { day: 0, before: 'T09:50', needle: 'T10:05', after: 'T10:40' },
  '2': { day: 0, before: 'T13:20', needle: 'T13:30', after: 'T14:00' },
  '3': { day: 14, before: 'T08:50', needle: 'T09:00', after: 'T09:40' },
  '4': { day: 75, before: 'T09:50', needle: 'T10:00', after: 'T10:40' },
  '5': { day: 160, before: 'T09:50', needle: 'T10:00', after: 'T10:40' },
} as const;

const number = fc.constantFrom('1', '2', '3', '4', '5');

const [anaesthetic, triamcinolone] = [rxnorm('6387'), rxnorm('10759')];
const both = [anaesthetic, triamcinolone];
const drugs: readonly (readonly Code[])[] = [[], [anaesthetic], [triamcinolone], both, both, both];

const session = fc
  .record({
    number,
    given: fc.constantFrom(...drugs),
    modifiers: fc.constantFrom<string[]>(['LT'], ['LT'], ['LT'], ['RT'], ['50']),
    isTimed: fc.constantFrom(true, true, false),
    isAnswered: fc.boolean(),
    status: fc.constantFrom<'completed' | 'stopped'>('completed', 'completed', 'completed', 'stopped'),
  })
  .map(({ number: id, given, modifiers, isTimed, isAnswered, status }): readonly ProcedureEvent[] => {
    const { day, before, needle, after } = sessions[id];
    const at = (clock: string) => `${addDays(injectionDay, day)}${clock}:00-04:00`;
    const performed = isTimed ? at(needle) : addDays(injectionDay, day);
    const answers = [nrs(8, at(before)), nrs(1, at(after))];
    const visit = visitNumber(`V-${id}`);
    return [
      procedure({ id }, { ...leftInjection, modifiers, performed, performedEnd: undefined, visit, status }),
      ...given.map((drug, index) =>
        administration(
          { id: `${id}-${index}` },
          { ...steroid, medication: [drug], start: performed, visit: undefined, ...ofProcedure(id) },
        ),
      ),
      ...(isAnswered ? answers : []).map((answer, index) => score({ id: `${id}-${index}` }, answer)),
    ];
  });

const joint: Code = { system: 'SCT', code: '39723000' };

/** Around the days of the sessions and of their windows. */
const effective = fc
  .tuple(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc.constantFrom(-30, -16, -1, 0, 0, 0, 0, 7, 14, 14, 14, 28, 45, 75, 75, 82, 160, 160, 200),
      },
      { weight: 1, arbitrary: fc.integer({ min: -70, max: 130 }) },
    ),
    fc.constantFrom('', 'T09:50:00-04:00', 'T10:40:00-04:00', 'T14:00:00-04:00', 'T23:30:00Z', 'T02:00:00Z'),
  )
  .map(([days, time]) => addDays(injectionDay, days) + time);

/** Most scores are of one scale and name nothing, so that they are compared with each other. */
const besides: fc.Arbitrary<Report<'score'>> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.record({ timing: fc.constantFrom<'before' | 'after'>('before', 'after') }) },
  { weight: 2, arbitrary: number.map(ofProcedure) },
  { weight: 1, arbitrary: number.map((id) => ofVisit(`V-${id}`)) },
  { weight: 1, arbitrary: fc.record({ recall: fc.constantFrom('7 days', 'now') }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('L', 'R').map((code) => ({ bodySite: [joint], laterality: { code } })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('vascular', 'intra-articular').map((code) => ({
      measure: { code: 'contrast-spread' },
      answer: { code },
    })),
  },
);

const report: fc.Arbitrary<Report<'score'>> = fc
  .tuple(
    fc.record({
      measure: fc.oneof(
        { weight: 9, arbitrary: fc.constant<Code>({ code: '72514-3' }) },
        { weight: 2, arbitrary: fc.constant<Code>({ system: 'LN', code: '97909-6' }) },
        { weight: 1, arbitrary: fc.constant<Code>({ code: 'X' }) },
      ),
      value: fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(0, 1, 4, 8, 8) },
        { weight: 1, arbitrary: fc.constantFrom(30, null) },
      ),
      effective: fc.oneof(
        { weight: 12, arbitrary: effective },
        { weight: 1, arbitrary: fc.constantFrom('2026-03', null) },
      ),
    }),
    besides,
  )
  .map(([what, more]) => ({ ...what, ...more }));

let said = 0;

/** A score, a correction of one, or its end; each said later than the one before. */
const scored = fc
  .record({
    id: fc.constantFrom('1', '2', '3', '4', '5', '1-1', '3-1', '4-0', '4-1', '5-1'),
    status: fc.constantFrom<'final' | 'corrected' | 'void'>('final', 'final', 'final', 'final', 'corrected', 'void'),
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
