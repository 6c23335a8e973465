import type { Code, ContrastSpread } from '@ilium/contracts';
import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { contrastSpreadOf } from '../../terminology/contrast.js';
import { positionOf } from '../../terminology/positions.js';
import { isCode, ownSystem, standardCode } from '../../terminology/site-codes.js';
import { startOf } from '../procedures/joint-start.js';
import type { Joint } from '../procedures/joints.js';
import type { LiveReport } from '../reports/live-reports.js';
import { momentOf, type Moment } from '../reports/moments.js';
import { treatedJoints } from './treated-joints.js';

/** What was seen during a procedure; in reports of the procedure, and of measures under these names. */
export const findingKinds = [
  { system: ownSystem, code: 'contrast-spread', field: 'contrastSpread', table: 'contrast', read: contrastSpreadOf },
  { system: ownSystem, code: 'patient-position', field: 'position', table: 'positions', read: positionOf },
] as const;
export type FindingKind = (typeof findingKinds)[number];

export interface Finding {
  /** The FHIR id of its Observation. */
  readonly id: string;
  readonly kind: FindingKind;
  readonly source: LiveReport<'procedure'> | LiveReport<'score'>;
  /** As reported; undefined where a source asks for it and says nothing. */
  readonly said: Code | undefined;
  /** What it means in our own words, where a table knows it. */
  readonly meaning: string | undefined;
  readonly joints: readonly Joint[];
  readonly effective: Moment | undefined;
}

/** Whether a report of a measure is about what was seen during a procedure, and is no score. */
export function findingKindOf({ report: { measure } }: LiveReport<'score'>, rules: Rules): FindingKind | undefined {
  if (!measure) return undefined;
  const standard = standardCode(measure, 'measures', rules);
  return findingKinds.find((kind) => isCode(kind, standard));
}

export function findingsOf(
  joints: readonly Joint[],
  reports: readonly LiveReport<'score'>[],
  rules: Rules,
  ids: Ids,
): readonly Finding[] {
  return [
    ...findingKinds.flatMap((kind) => ofProcedures(kind, joints, rules, ids)),
    ...reports.flatMap((source) => ofMeasure(source, joints, rules, ids)),
  ];
}

/** What contrast showed in these joints, as far as it is understood. */
export function spreadsIn(
  joints: readonly Joint[],
  findings: readonly Finding[],
  rules: Rules,
): readonly ContrastSpread[] {
  return findings
    .filter(
      (finding) => finding.kind.code === 'contrast-spread' && finding.joints.some((joint) => joints.includes(joint)),
    )
    .map(({ said }) => contrastSpreadOf(said, rules))
    .filter((spread) => spread !== undefined);
}

/** One for each report that is the best source of it for a joint: a bilateral report says it once of both. */
function ofProcedures(kind: FindingKind, joints: readonly Joint[], rules: Rules, ids: Ids): readonly Finding[] {
  const byReport = Map.groupBy(joints, (joint) =>
    joint.reports.map(({ source }) => source).find(({ report }) => report[kind.field]),
  );
  return [...byReport].flatMap(([source, about]) => {
    const said = source?.report[kind.field];
    const [first] = about;
    if (source === undefined || !said || first === undefined) return [];
    return {
      id: ids.identify(['Observation', kind.code, source.key]),
      kind,
      source,
      said,
      meaning: kind.read(said, rules),
      joints: about,
      effective: startOf(first, rules),
    };
  });
}

function ofMeasure(source: LiveReport<'score'>, joints: readonly Joint[], rules: Rules, ids: Ids): readonly Finding[] {
  const kind = findingKindOf(source, rules);
  if (kind === undefined) return [];
  const { answer, effective } = source.report;
  return [
    {
      id: ids.identify(['Observation', source.key]),
      kind,
      source,
      said: answer ?? undefined,
      meaning: kind.read(answer, rules),
      joints: treatedJoints({ ...source.report, start: effective }, joints, rules),
      effective: effective ? momentOf(effective, rules.timeZone) : undefined,
    },
  ];
}
