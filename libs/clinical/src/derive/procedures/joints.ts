import type { EpiduralApproach, Intent, ProcedureType, Report, SpinalRegion } from '@ilium/contracts';
import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { isSameType } from '../../terminology/procedures.js';
import type { Side } from '../../terminology/sides.js';
import type { Act } from './acts.js';
import { intentOf } from './intent.js';
import { levelsOf } from './levels.js';
import { ordersFor, type OrderReport } from './orders.js';
import { isOfSameFeed } from './procedure-reports.js';
import type { ProcedureReport } from './read-procedure.js';

/** One joint of one act, or for the neighbours of the SI joint one side of one region: becomes one Procedure. */
export interface Joint {
  /** The FHIR id. */
  readonly id: string;
  readonly side: Side | 'unknown';
  readonly type: ProcedureType;
  readonly region?: SpinalRegion;
  readonly approach?: EpiduralApproach;
  /** How many levels, where procedures of its type have levels. */
  readonly levels?: number;
  /** As reported; what was only charged may have been done or not. */
  readonly status: NonNullable<Report<'procedure'>['status']>;
  /** Only as declared (clinical rule 8). */
  readonly intent: Intent;
  /** Its code contradicts its words (clinical rule 9), or is of a further level only. In the chart as reported, in no statistics. */
  readonly isDisputed: boolean;
  /** Reports of it, the best source first. */
  readonly reports: readonly [ProcedureReport, ...ProcedureReport[]];
  /** Ids that it would have if another report were the best. */
  readonly otherIds: readonly string[];
}

/** The joints of all acts, each under an id of its own. */
export function jointsOf(
  acts: readonly Act[],
  orders: readonly OrderReport[],
  rules: Rules,
  ids: Ids,
): readonly Joint[] {
  const joints = new Map<string, Joint>();
  for (const act of acts) {
    const isShared = (report: ProcedureReport) => acts.some((other) => other !== act && other.includes(report));
    const sides = sidesOf(act, acts, orders);
    for (const side of sides.length === 0 ? (['unknown'] as const) : sides) {
      const place = placeOf(act, side, sides, isShared, ids);
      // Only a report that belongs to two acts by its numbers, and alone names a side in both, can come twice.
      if (place === undefined || joints.has(place.id)) continue;
      joints.set(place.id, { ...place, side, ...toldOf(place.reports, ordersFor(place.reports, orders), rules) });
    }
  }
  return [...joints.values()];
}

/** The sides as the best feed that knows them tells them; its reports complement each other (RT and LT on two lines). */
export function sidesOfAct(act: Act): readonly Side[] {
  const knowing = act.filter((report) => report.sides.length > 0);
  const best = knowing.find(({ isAddOn }) => !isAddOn) ?? knowing[0];
  if (best === undefined) return [];
  const telling = knowing.filter((report) => isOfSameFeed(report, best) && report.isAddOn === best.isAddOn);
  return [...new Set(telling.flatMap((report) => report.sides))].sort();
}

/** Where no report knows a side, its order lends one; an order for both sides only where it is for one act alone. */
function sidesOf(act: Act, acts: readonly Act[], orders: readonly OrderReport[]): readonly Side[] {
  const told = sidesOfAct(act);
  if (told.length > 0) return told;
  const own = ordersFor(act, orders).filter(({ sides }) => sides.length > 0);
  const lent = [...new Set(own.flatMap(({ sides }) => sides))].sort();
  const isItsOwn = acts.every((other) => other === act || ordersFor(other, own).length === 0);
  return lent.length === 1 || (isItsOwn && own.every(({ sides }) => sides.length === lent.length)) ? lent : [];
}

function placeOf(
  act: Act,
  side: Side | 'unknown',
  sides: readonly Side[],
  isShared: (report: ProcedureReport) => boolean,
  ids: Ids,
): Pick<Joint, 'id' | 'otherIds' | 'reports'> | undefined {
  const isNaming = (report: ProcedureReport) => side !== 'unknown' && report.sides.includes(side);
  const [best, ...others] = act.filter((report) => isNaming(report) || report.sides.length === 0);
  if (best === undefined) return undefined;
  const reports: Joint['reports'] = [best, ...others];
  const procedures = reports.filter(({ isAddOn }) => !isAddOn);
  // What is about other joints too can't lend its place to each of them.
  const founder =
    procedures.find((report) => (isNaming(report) || sides.length <= 1) && !isShared(report)) ??
    procedures.find(isNaming) ??
    procedures[0] ??
    best;
  const idIn = (report: ProcedureReport, key = report.source.key) => procedureId(key, report, side, sides, ids);
  const id = idIn(founder);
  const all = reports.flatMap((report) => [
    idIn(report),
    ...(report.rebills ?? []).map((charge) => idIn(report, charge)),
  ]);
  return { id, reports, otherIds: all.filter((other) => other !== id) };
}

/**
 * The id of a joint's Procedure: made of the key of a report and the joint's place in it. Not of the side, which gets
 * corrected: a report of one joint has one place, a bilateral one two, left before right.
 */
function procedureId(
  key: string,
  report: ProcedureReport,
  side: Side | 'unknown',
  sides: readonly Side[],
  ids: Ids,
): string {
  // A report that names no side has the places that its order lends it.
  const isLent = report.sides.length === 0 && sides.length > 1;
  const place = side === 'unknown' ? 0 : Math.max(0, (isLent ? sides : report.sides).indexOf(side));
  return ids.identify(['Procedure', key, String(place)]);
}

/** What its reports tell of it, each element from the best that says it. */
function toldOf(reports: Joint['reports'], orders: readonly OrderReport[], rules: Rules) {
  const region = reports.map((report) => report.region).find((said) => said !== undefined);
  const approach = reports.map((report) => report.approach).find((said) => said !== undefined);
  const levels = levelsOf(reports);
  return {
    type: typeOf(reports),
    ...(region === undefined ? {} : { region }),
    ...(approach === undefined ? {} : { approach }),
    ...(levels === undefined ? {} : { levels }),
    status: statusOf(reports),
    intent: intentOf(reports, orders, rules),
    // Clinical rule 7: a further level of which nobody knows the procedure is none.
    isDisputed:
      reports.every(({ isAddOn }) => isAddOn) ||
      reports.some((report) => report.isDisputed && report.isCredited !== true),
  };
}

/** How much a status tells: how it ended, how far it got, nothing. */
const tellings: readonly (readonly Joint['status'][])[] = [
  ['completed', 'stopped', 'not-done'],
  ['in-progress', 'preparation'],
];

/** Of the sources that know most, the best one's: who has not heard of the end does not deny it (clinical rule 1). */
function statusOf(reports: Joint['reports']): Joint['status'] {
  const said = reports.flatMap(({ source }) => source.report.status ?? []);
  return tellings.flatMap((statuses) => said.find((status) => statuses.includes(status)) ?? [])[0] ?? 'unknown';
}

/** The best source's; or what another says more exactly. */
function typeOf([best, ...others]: Joint['reports']): ProcedureType {
  if (best.type !== 'facet-or-medial-branch-block') return best.type;
  return others.map(({ type }) => type).find((type) => type !== best.type && isSameType(type, best.type)) ?? best.type;
}

/** An element of a procedure from the best source that says it. */
export function fromBestSource<Field extends keyof Report<'procedure'>>(
  joint: Joint,
  field: Field,
): NonNullable<Report<'procedure'>[Field]> | undefined {
  for (const { source } of joint.reports) {
    const value = source.report[field];
    if (value !== null && value !== undefined) return value;
  }
  return undefined;
}
