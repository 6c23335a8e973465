import { addDays, localTime, utcTime, type Day } from './calendar.js';
import { impressions, measures } from './measures.js';
import { reported, type Moment, type ReportStatus, type Statement } from './statement.js';
import type { Course, Score } from './story.js';
import { lateralities } from './tell-act.js';
import { coded, identifier, terms } from './vocabulary.js';

/** What the questionnaires' system says about a score: first, corrected, withdrawn. */
export function tellScore(course: Course, score: Score): readonly Statement[] {
  const { toldFirst, isWithdrawn } = score;
  const asked: Moment = { day: score.day, minute: (score.minute ?? 18 * 60) + 10 };
  const steps: { readonly days: number; readonly status: ReportStatus; readonly report: object }[] = [
    { days: 0, status: 'final', report: scoreFields(course, { ...score, ...toldFirst }) },
  ];
  if (toldFirst !== undefined) {
    const whole = scoreFields(course, score);
    const changed = toldFirst.day === undefined ? valueFields(course, score) : { effective: effectiveOf(score) };
    steps.push({ days: 1, status: 'corrected', report: course.index % 2 === 0 ? whole : changed });
  }
  if (isWithdrawn) steps.push({ days: 2, status: 'void', report: {} });
  return steps.map(({ days, status, report }) =>
    reported({
      source: 'questionnaires',
      kind: 'score',
      about: score.record === 'second' ? (course.secondRecord ?? course.patient) : course.patient,
      named: { identifier: identifier('score', score.number) },
      at: { ...asked, day: addDays(asked.day, days) },
      status,
      report,
      saidBefore: { measure: coded(measures[score.measure], course.codeStyle) },
    }),
  );
}

function scoreFields(course: Course, score: Score): object {
  const { measure, value, whyMissing, timing } = score;
  const row = measures[measure];
  return {
    measure: coded(row, course.codeStyle),
    ...(value === undefined ? { missingReason: whyMissing } : { ...valueFields(course, score), unit: row.unit }),
    ...(measure === 'eq-5d' ? { valueSet: 'US' } : {}),
    ...placeFields(course, score),
    effective: effectiveOf(score),
    ...(timing === undefined ? {} : { timing }),
    ...namingFields(course, score),
  };
}

/** Some forms of the impression of change have words instead of numbers. */
function valueFields(course: Course, { measure, value }: Score): object {
  const word = measure === 'pgic' && course.index % 3 === 0 ? impressions[(value ?? 0) - 1] : undefined;
  if (word === undefined) return { value };
  return { answer: coded({ system: 'ownAnswers', code: word, display: word.replaceAll('-', ' ') }, course.codeStyle) };
}

function placeFields(course: Course, { painLocation, side }: Score): object {
  return {
    ...(painLocation === undefined ? {} : { painLocation }),
    ...(side === undefined
      ? {}
      : { bodySite: [coded(terms.sacroiliacJoint, course.codeStyle)], laterality: { code: lateralities[side] } }),
  };
}

function effectiveOf({
  day,
  minute,
  isToldInUtc,
}: {
  day: Day;
  minute: number | undefined;
  isToldInUtc: boolean;
}): string {
  if (minute === undefined) return day;
  return isToldInUtc ? utcTime(day, minute) : localTime(day, minute);
}

function namingFields(course: Course, { names, namedBy }: Score): object {
  const visit = names === undefined ? undefined : course.visits[names];
  if (visit === undefined) return {};
  return namedBy === 'procedure'
    ? { procedureIdentifier: identifier('procedure', visit.acts[0].number) }
    : { visit: identifier('visit', visit.number) };
}
