import { parseProcedureEvent, type ProcedureEvent } from '@ilium/contracts';

/** Patients with short and long histories, of two shapes. */

/** How many facts are known of a patient before the new score. */
export const historySizes = [20, 200, 2_000] as const;
export type HistorySize = (typeof historySizes)[number];

export interface LongHistory {
  readonly known: readonly ProcedureEvent[];
  /** Two scores of one ordinary follow-up. */
  readonly news: readonly [ProcedureEvent, ProcedureEvent];
}

/** The same number of facts as many courses of treatment, or as the diary of one. */
export const historyShapes = { courses: ofCourses, diary: ofDiary };
export type HistoryShape = keyof typeof historyShapes;

const begin = '2008-01-08';
const daysBetweenCourses = 60;

/** Each of twenty facts: an injection with its two drugs, and the scores before and after it. */
function ofCourses(patient: string, size: HistorySize): LongHistory {
  const starts = Array.from({ length: size / 20 }, (_, index) => index * daysBetweenCourses);
  const followUps = [0, 1, 2, 3, 4, 5, 7, 14, 21, 28, 35, 42, 49];
  const known = starts.flatMap((start) => [
    ...injection(patient, start),
    nrs(patient, start - 2, 8),
    odi(patient, start - 2, 44),
    ...followUps.map((day) => nrs(patient, start + day, 3)),
    ...[7, 42].map((day) => odi(patient, start + day, 20)),
  ]);
  return { known, news: bothOn(patient, (starts.at(-1) ?? 0) + 15) };
}

/** A score a day. */
function ofDiary(patient: string, size: HistorySize): LongHistory {
  const course = [...injection(patient, 0), nrs(patient, -2, 8)];
  const kept = Array.from({ length: size - course.length }, (_, index) => nrs(patient, index + 1, 3));
  return { known: [...course, ...kept], news: bothOn(patient, kept.length + 1) };
}

function bothOn(patient: string, day: number): LongHistory['news'] {
  return [nrs(patient, day, 2), odi(patient, day, 12)];
}

function injection(patient: string, day: number): readonly ProcedureEvent[] {
  const performed = `${dayOf(day)}T10:05:00-05:00`;
  const visit = { system: 'urn:ilium:bench:visit', value: `${patient}-${day}` };
  return [
    event('procedure', patient, `${day}`, performed, {
      codes: [{ system: 'C4', code: '27096' }],
      modifiers: ['LT'],
      status: 'completed',
      performed,
      visit,
    }),
    ...['10759', '6387'].map((code) =>
      event('administration', patient, `${day}-${code}`, performed, {
        medication: [{ system: 'RXNORM', code }],
        status: 'completed',
        route: { system: 'SCT', code: '12130007' },
        start: performed,
        visit,
      }),
    ),
  ];
}

function nrs(patient: string, day: number, value: number): ProcedureEvent {
  return score(patient, day, '72514-3', value);
}

function odi(patient: string, day: number, value: number): ProcedureEvent {
  return score(patient, day, '97909-6', value);
}

function score(patient: string, day: number, code: string, value: number): ProcedureEvent {
  const effective = `${dayOf(day)}T15:00:00-05:00`;
  return event('score', patient, `${day}-${code}`, effective, { measure: { system: 'LN', code }, value, effective });
}

function dayOf(day: number): string {
  return new Date(Date.parse(begin) + day * 86_400_000).toISOString().slice(0, begin.length);
}

function event(kind: string, patient: string, name: string, at: string, report: object): ProcedureEvent {
  const id = `${patient}-${kind}-${name}`;
  const read = parseProcedureEvent({
    specversion: '1.0',
    id,
    source: 'bench',
    type: `ilium.${kind}.reported.v1`,
    data: {
      feed: { site: 'bench', application: 'EHR', family: 'events' },
      patient: { system: 'urn:ilium:bench:mrn', value: patient },
      identifier: { system: 'urn:ilium:bench:id', value: id },
      version: { eventTime: at, status: 'final' },
      report,
    },
  });
  if (!read.ok) throw new Error(read.detail);
  return read.event;
}
