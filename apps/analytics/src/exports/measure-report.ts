import type { Extension, MeasureReport, MeasureReportGroup, Narrative, Period } from '@medplum/fhirtypes';
import type { Proportion } from '../answers/proportion.js';
import { percentText } from '../statements/percent-text.js';
import type { ToldStatement } from '../statements/statements.service.js';
import type { Statement } from '../statements/statement.schema.js';
import type { MeasureReportSettings } from './measure-report-settings.js';

const populations = 'http://terminology.hl7.org/CodeSystem/measure-population';
const notations = 'http://terminology.hl7.org/CodeSystem/measure-improvement-notation';

/** A published statement as FHIR R4: a proportion measure, summed up. Its figures are those that were published. */
export function measureReportOf(told: ToldStatement, { base, reporter }: MeasureReportSettings): MeasureReport {
  const { id, publishedAt, statement } = told;
  const date = publishedAt.toISOString();
  return {
    resourceType: 'MeasureReport',
    id,
    text: narrativeOf(told),
    status: 'complete',
    type: 'summary',
    // By what fixes the question: a site that reads it off another measure says so in the group.
    measure: `${base}/Measure/${statement.sentence}-${statement.subject}-${statement.of}`,
    date,
    ...(reporter === undefined ? {} : { reporter: { type: 'Organization', display: reporter } }),
    period: periodOf(statement, date),
    improvementNotation: { coding: [{ system: notations, code: 'increase' }] },
    group: [
      { rule: statement.rule, rate: statement.rate },
      ...statement.beside.map(({ rule, rate }) => ({ rule, rate })),
    ].flatMap(({ rule, rate }) => (rate === null ? [] : [groupOf(rule, rate, statement, base)])),
  };
}

/**
 * From the first day to the last, both included: ends of one precision can be compared. Open at the end: nothing later than
 * the day of publication is in it. Open at the start: no start, which FHIR reads as not known.
 */
function periodOf({ from, to }: Statement, date: string): Period {
  const end = to === null ? date.slice(0, '2026-03-31'.length) : lastDayOf(to);
  return { ...(from === null ? {} : { start: firstDayOf(from) }), end };
}

function firstDayOf(period: string): string {
  return `${period}-01-01`.slice(0, '2026-03-01'.length);
}

function lastDayOf(period: string): string {
  const [year = 0, month = 12] = period.split('-').map(Number);
  // The day before the first of the next month.
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, '2026-03-31'.length);
}

function groupOf(rule: string, rate: Proportion, { measure, expected }: Statement, base: string): MeasureReportGroup {
  const counts = [
    // Scores that nobody asked for are answers, and not among the expected.
    ['initial-population', Math.max(expected, rate.of)],
    ['denominator', rate.of],
    ['numerator', rate.count],
  ] as const;
  return {
    code: { text: `${rule} by ${measure}` },
    population: counts.map(([code, count]) => ({ code: { coding: [{ system: populations, code }] }, count })),
    ...(rate.rate === null ? {} : { measureScore: { ...intervalsOf(rate, base), ...share(rate.rate) } }),
  };
}

const share = (value: number) => ({ value, system: 'http://unitsofmeasure.org', code: '1' });

/** FHIR R4 has no place for them. */
function intervalsOf({ interval, bounds }: Proportion, base: string): { extension?: Extension[] } {
  const extension = [
    ...(interval === null ? [] : [rangeOf('interval-95', interval.lower, interval.upper, base)]),
    ...(bounds === null ? [] : [rangeOf('bounds-for-missing', bounds.worst, bounds.best, base)]),
  ];
  return extension.length === 0 ? {} : { extension };
}

function rangeOf(name: string, low: number, high: number, base: string): Extension {
  return { url: `${base}/StructureDefinition/${name}`, valueRange: { low: share(low), high: share(high) } };
}

/** What has to stand beside the sentence wherever it is read (clinical rules 10 and 21). */
function narrativeOf({ approver, statement, madeBy, corrected, grown }: ToldStatement): Narrative {
  const { text, expected, observed, followUpRate, rate, complications } = statement;
  const lines = [
    text,
    aboutText(statement),
    `Follow-up: ${observed} of ${expected} expected${followUpRate === null ? '' : ` (${percentText(followUpRate)})`}.`,
    rate?.bounds &&
      `If all of the missing had answered otherwise, or so: ${percentText(rate.bounds.worst)} to ${percentText(rate.bounds.best)}.`,
    complications === null
      ? 'Complications within 30 days: not told, as that would tell of a few patients.'
      : `Complications within 30 days: ${complications.count} in ${complications.sessions} sessions that were begun.`,
    `Published by ${approver}.`,
    madeBy.rules.length > 0 &&
      `Rules ${madeBy.rules.join(', ')}; wording ${madeBy.wording}; release ${madeBy.release}.`,
    corrected.length > 0 && 'A correction has changed these figures since; they are shown as they were published.',
    grown.length > 0 && 'Further answers have come since.',
  ].filter((line) => typeof line === 'string');
  const paragraphs = lines.map((line) => `<p>${escaped(line)}</p>`).join('');
  return { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${paragraphs}</div>` };
}

/** In the codes of the API: the sentence itself does not say how long after, and of when. */
function aboutText({ measure, painLocation, recall, windows, of, from, to }: Statement): string {
  const scale = [measure, painLocation, recall].filter((part) => part !== null).join(', ');
  const when = windows.map(({ procedureType, window }) => `${procedureType} ${window}`).join(', ');
  const period = from === null && to === null ? 'all' : `${from ?? ''} to ${to ?? ''}`.trim();
  return `Measure: ${scale}. Window: ${when}. Of ${of}, period of the sessions: ${period}.`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
