import type { Ids } from '../ids.js';
import type { Act } from './acts.js';
import { sidesOfAct } from './joints.js';
import { isInOrder } from './moments.js';
import { isOfSameFeed, type ProcedureReport } from './procedure-reports.js';
import { workItem, type WorkItem } from './work.js';

/** Where reports of procedures contradict themselves or each other. */
export function contradictionsIn(acts: readonly Act[], ids: Ids): readonly WorkItem[] {
  const reports = [...new Set(acts.flat())];
  return [
    ...reports.flatMap(({ source }) =>
      source.contradicted.map((field) => workItem('conflict', [source.key], field, ids)),
    ),
    ...reports.filter(endsBeforeItStarts).map(({ source }) => workItem('conflict', [source.key], 'performedEnd', ids)),
    ...acts
      .filter((act) => new Set(act.map((report) => report.type)).size > 1)
      .map((act) => workItem('conflict', keysOf(act), 'type', ids)),
    ...reports.flatMap((report) => {
      const about = acts.filter((act) => act.includes(report));
      const held = new Set(about.flatMap(sidesOfAct));
      const isHeld = report.sides.every((side) => held.has(side));
      return isHeld ? [] : [workItem('conflict', keysOf(about.flat()), 'side', ids)];
    }),
  ];
}

function endsBeforeItStarts({ source: { report } }: ProcedureReport): boolean {
  const { performed, performedEnd } = report;
  return performed && performedEnd ? !isInOrder(performed, performedEnd) : false;
}

function keysOf(reports: Act): readonly string[] {
  return [...new Set(reports.map(({ source }) => source.key))];
}

/** Pairs of one feed and type that look like a correction which could not be tied to what it corrects. */
export function possibleDuplicates(reports: readonly ProcedureReport[], ids: Ids): readonly WorkItem[] {
  return reports.flatMap((report, index) =>
    reports
      .slice(index + 1)
      .filter((other) => mayBeOne(report, other))
      .map((other) => workItem('possible-duplicate', [report.source.key, other.source.key], report.type, ids)),
  );
}

function mayBeOne(a: ProcedureReport, b: ProcedureReport): boolean {
  if (!isOfSameFeed(a, b) || a.type !== b.type) return false;
  if (a.source.identifier !== undefined && b.source.identifier !== undefined) return false;
  if (isAnchoredApart(a, b)) return false;
  const [visit, otherVisit] = [a.source.report.visit, b.source.report.visit];
  const isSameVisit = visit?.value !== undefined && visit.value === otherVisit?.value;
  return isSameVisit || (a.day !== undefined && a.day === b.day);
}

/** The source itself lists both in one visit and day, at different places. */
function isAnchoredApart(a: ProcedureReport, b: ProcedureReport): boolean {
  const [left, right] = [a.source.anchor, b.source.anchor];
  return (
    left !== undefined &&
    right !== undefined &&
    left.serviceDate === right.serviceDate &&
    left.ordinal !== right.ordinal
  );
}
