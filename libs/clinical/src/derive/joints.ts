import type { ProcedureType, Report } from '@ilium/contracts';
import type { Ids } from '../ids.js';
import type { Side } from '../terminology/sides.js';
import type { Act } from './acts.js';
import { isOfSameFeed, type ProcedureReport } from './procedure-reports.js';

/** One joint of one act: becomes one Procedure. */
export interface Joint {
  /** The FHIR id. */
  readonly id: string;
  readonly side: Side | 'unknown';
  readonly type: ProcedureType;
  /** Reports of it, the best source first. */
  readonly reports: readonly [ProcedureReport, ...ProcedureReport[]];
  /** Ids that it would have if another report were the best. */
  readonly otherIds: readonly string[];
}

/** The joints of all acts, each under an id of its own. */
export function jointsOf(acts: readonly Act[], ids: Ids): readonly Joint[] {
  const joints = new Map<string, Joint>();
  for (const act of acts) {
    const isShared = (report: ProcedureReport) => acts.some((other) => other !== act && other.includes(report));
    const sides = sidesOfAct(act);
    for (const side of sides.length === 0 ? (['unknown'] as const) : sides) {
      const joint = jointOf(act, side, sides.length <= 1, isShared, ids);
      // Only a report that belongs to two acts by its numbers, and alone names a side in both, can come twice.
      if (joint !== undefined && !joints.has(joint.id)) joints.set(joint.id, joint);
    }
  }
  return [...joints.values()];
}

/** The sides as the best feed that knows them tells them; its reports complement each other (RT and LT on two lines). */
export function sidesOfAct(act: Act): readonly Side[] {
  const knowing = act.filter((report) => report.sides.length > 0);
  const best = knowing[0];
  if (best === undefined) return [];
  return [...new Set(knowing.filter((report) => isOfSameFeed(report, best)).flatMap((report) => report.sides))].sort();
}

function jointOf(
  act: Act,
  side: Side | 'unknown',
  isOnly: boolean,
  isShared: (report: ProcedureReport) => boolean,
  ids: Ids,
): Joint | undefined {
  const isNaming = (report: ProcedureReport) => side !== 'unknown' && report.sides.includes(side);
  const [best, ...others] = act.filter((report) => isNaming(report) || report.sides.length === 0);
  if (best === undefined) return undefined;
  const reports: Joint['reports'] = [best, ...others];
  // What is about other joints too can't lend its place to each of them.
  const founder =
    reports.find((report) => (isNaming(report) || isOnly) && !isShared(report)) ?? reports.find(isNaming) ?? best;
  const id = procedureId(founder, side, ids);
  const otherIds = reports.map((report) => procedureId(report, side, ids)).filter((other) => other !== id);
  return { id, side, type: best.type, reports, otherIds };
}

/**
 * The id of a joint's Procedure: made of the key of a report and the joint's place in it. Not of the side, which gets
 * corrected: a report of one joint has one place, a bilateral one two, left before right.
 */
function procedureId({ source, sides }: ProcedureReport, side: Side | 'unknown', ids: Ids): string {
  const place = side === 'unknown' ? 0 : Math.max(0, sides.indexOf(side));
  return ids.identify(['Procedure', source.key, String(place)]);
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
