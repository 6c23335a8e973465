import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { diagnosisOf } from '../../terminology/diagnoses.js';
import { isSameType } from '../../terminology/procedures.js';
import type { Act } from './acts.js';
import { sidesOfAct } from './joints.js';
import { isInOrder } from '../reports/moments.js';
import { differ, share } from './numbers.js';
import { ordersFor, type OrderReport } from './orders.js';
import { isOfSameFeed } from './procedure-reports.js';
import type { ProcedureReport } from './read-procedure.js';
import { workItem, type WorkItem } from '../work.js';

/** What a person should look at in the reports of procedures, each thing once. */
export function procedureWork(
  acts: readonly Act[],
  orders: readonly OrderReport[],
  rules: Rules,
  ids: Ids,
): readonly WorkItem[] {
  const reports = [...new Set(acts.flat())];
  const items = [
    ...reports.flatMap((report) => [...contradictionsIn(report, ids), ...invalidCodesIn(report, rules, ids)]),
    ...acts.flatMap((act) => disagreementsIn(act, orders, ids)),
    ...sidesNotHeld(reports, acts, ids),
    ...sidesOnlyCharged(acts, ids),
    ...ordersOfTwoTypes(acts, ids),
    ...possibleDuplicates(reports, ids),
  ];
  return [...new Map(items.map((item) => [item.key, item])).values()];
}

function contradictionsIn(report: ProcedureReport, ids: Ids): readonly WorkItem[] {
  const { source, contradictions } = report;
  const fields = [...source.contradicted, ...(endsBeforeItStarts(report) ? ['performedEnd'] : []), ...contradictions];
  return fields.map((field) => workItem('conflict', [source.key], field, ids));
}

function endsBeforeItStarts({ source: { report } }: ProcedureReport): boolean {
  const { performed, performedEnd } = report;
  return performed && performedEnd ? !isInOrder(performed, performedEnd) : false;
}

/** Codes that were not to be used on the day of service; they are understood all the same. */
function invalidCodesIn({ source, codes, day }: ProcedureReport, rules: Rules, ids: Ids): readonly WorkItem[] {
  const procedures = codes.filter(({ isInvalidOnDay }) => isInvalidOnDay).map(({ row }) => row?.code ?? '');
  const diagnoses = (source.report.diagnoses ?? [])
    .map((code) => diagnosisOf(code, day, rules))
    .flatMap((known) => (known?.isInvalidOnDay ? [known.row.code] : []));
  return [...procedures, ...diagnoses].map((code) => workItem('invalid-on-day', [source.key], code, ids));
}

/** Where the sources of one act say different things: the best holds, and somebody should know. */
function disagreementsIn(act: Act, orders: readonly OrderReport[], ids: Ids): readonly WorkItem[] {
  const standing = act.filter(isStanding);
  const [first] = standing;
  const said = {
    type: first !== undefined && !standing.every(({ type }) => isSameType(type, first.type)),
    region: areSeveral(standing.map(({ region }) => region)),
    approach: areSeveral(standing.map(({ approach }) => approach)),
    performed: areSeveral(standing.map(({ day }) => day)),
    status: areSeveral(standing.map(outcomeOf)) || isChargedUndone(standing),
    ordered: isOrderedOnAnotherSide(standing, orders),
  };
  const fields = Object.entries(said).filter(([, isSo]) => isSo);
  return [
    ...fields.map(([field]) => workItem('conflict', keysOf(act), field, ids)),
    ...(act.every(({ isAddOn }) => isAddOn) ? [workItem('add-on-without-primary', keysOf(act), 'codes', ids)] : []),
  ];
}

/** A charge that was taken back disputes nothing. */
function isStanding({ isCredited }: ProcedureReport): boolean {
  return isCredited !== true;
}

function areSeveral(values: readonly (string | undefined)[]): boolean {
  return new Set(values.filter((value) => value !== undefined)).size > 1;
}

/** How it ended, where it has: before that, reports only come at different times. */
function outcomeOf({ source: { report } }: ProcedureReport): string | undefined {
  const ends: readonly (string | null | undefined)[] = ['completed', 'stopped', 'not-done'];
  return ends.includes(report.status) ? (report.status ?? undefined) : undefined;
}

function isChargedUndone(act: Act): boolean {
  return act.some(({ evidence }) => evidence === 'charge') && act.some((report) => outcomeOf(report) === 'not-done');
}

function isOrderedOnAnotherSide(act: Act, orders: readonly OrderReport[]): boolean {
  const done = sidesOfAct(act);
  return ordersFor(act, orders).some(
    ({ sides }) => sides.length > 0 && done.length > 0 && !done.some((side) => sides.includes(side)),
  );
}

/** A report names a side that its act does not have. */
function sidesNotHeld(reports: readonly ProcedureReport[], acts: readonly Act[], ids: Ids): readonly WorkItem[] {
  return reports.filter(isStanding).flatMap((report) => {
    const about = acts.filter((act) => act.includes(report));
    const held = new Set(about.flatMap(sidesOfAct));
    const isHeld = report.sides.every((side) => held.has(side));
    return isHeld ? [] : [workItem('conflict', keysOf(about.flat()), 'side', ids)];
  });
}

/** Clinical rule 1: sides that contradict each other are two acts, though a side that only a bill knows may be an error of it. */
function sidesOnlyCharged(acts: readonly Act[], ids: Ids): readonly WorkItem[] {
  const [charged, reported] = [acts.filter(isOnlyCharged), acts.filter((act) => !isOnlyCharged(act))];
  return charged.flatMap((act) =>
    reported
      .filter((other) => act.some((a) => other.some((b) => isBilledOnAnotherSide(a, b))))
      .map((other) => workItem('conflict', keysOf([...act, ...other]), 'side', ids)),
  );
}

function isOnlyCharged(act: Act): boolean {
  return act.every(({ evidence }) => evidence === 'charge');
}

function isBilledOnAnotherSide(charge: ProcedureReport, report: ProcedureReport): boolean {
  const isOfDay = charge.day !== undefined && charge.day === report.day && isSameType(charge.type, report.type);
  const areApart =
    differ(charge.procedureIdentifiers, report.procedureIdentifiers) || differ(charge.orders, report.orders);
  const areSided = charge.sides.length > 0 && report.sides.length > 0;
  return (
    isOfDay && !areApart && areSided && isStanding(charge) && !charge.sides.some((side) => report.sides.includes(side))
  );
}

/** One source says that an order led to one type, another that it led to another one; no source says that it led to both. */
function ordersOfTwoTypes(acts: readonly Act[], ids: Ids): readonly WorkItem[] {
  return acts.flatMap((act, index) =>
    acts
      .slice(index + 1)
      .filter((other) => !act.some((a) => other.some((b) => isSameType(a.type, b.type) || isOfSameFeed(a, b))))
      .filter((other) => act.some((a) => other.some((b) => share(a.orders, b.orders) && a.day === b.day)))
      .map((other) => workItem('conflict', keysOf([...act, ...other]), 'type', ids)),
  );
}

function keysOf(reports: Act): readonly string[] {
  return [...new Set(reports.map(({ source }) => source.key))];
}

/** Pairs of one feed and type that look like a correction which could not be tied to what it corrects. */
function possibleDuplicates(reports: readonly ProcedureReport[], ids: Ids): readonly WorkItem[] {
  const reported = reports.filter(({ evidence }) => evidence === 'report');
  return reported.flatMap((report, index) =>
    reported
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
