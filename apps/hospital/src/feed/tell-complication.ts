import { localTime } from './calendar.js';
import { later } from './in-charts.js';
import { reported, type SourceName, type Statement } from './statement.js';
import type { Complication, ComplicationName, Course } from './story.js';
import { coded, complicationTerm, identifier, terms, type Term } from './vocabulary.js';

const standard: Readonly<Partial<Record<ComplicationName, Term>>> = {
  vasovagal: terms.syncope,
  hyperglycaemia: terms.hyperglycaemia,
  other: terms.complication,
};

/** What the clinic's record says of a complication, and sometimes the questionnaires too; withdrawn by whoever told it. */
export function tellComplication(course: Course, one: Complication): readonly Statement[] {
  const visit = course.visits[one.after];
  if (visit === undefined) return [];
  const tellers: readonly SourceName[] = one.isToldTwice ? ['ehr', 'questionnaires'] : ['ehr'];
  const first = { day: one.day, minute: 22 * 60 };
  const codes = [coded(standard[one.name] ?? complicationTerm(one.name), course.codeStyle)];
  const named = {
    procedure: { procedureIdentifier: identifier('procedure', visit.acts[0].number) },
    visit: { visit: identifier('visit', visit.number) },
    nothing: {},
  };
  const report = {
    codes,
    onset: one.minute === undefined ? one.day : localTime(one.day, one.minute),
    ...named[one.namedBy],
  };
  return tellers.flatMap((source) => {
    const said = {
      source,
      kind: 'complication',
      about: visit.record === 'second' ? (course.secondRecord ?? course.patient) : course.patient,
      named: { identifier: identifier('complication', `${one.number}-${source}`) },
    } as const;
    const vague = { ...report, codes: [coded(terms.complication, course.codeStyle)] };
    return [
      reported({ ...said, at: first, report: one.isUnspecificFirst ? vague : report }),
      ...(one.isUnspecificFirst
        ? [reported({ ...said, at: later(first, 1, 0), status: 'corrected', report: { codes }, saidBefore: report })]
        : []),
      ...(one.isWithdrawn
        ? [reported({ ...said, at: later(first, 2, 1), status: 'void', report: {}, saidBefore: report })]
        : []),
    ];
  });
}
