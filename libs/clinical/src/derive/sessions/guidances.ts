import type { Code, GuidanceModality } from '@ilium/contracts';
import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { guidanceModalityOf } from '../../terminology/guidance.js';
import { isNotOurs } from '../../terminology/site-codes.js';
import type { Joint } from '../procedures/joints.js';
import type { LiveReport } from '../reports/live-reports.js';
import { treatedJoints } from './treated-joints.js';

/** Imaging that a message says guided the needle. A code that includes imaging says nothing of what was used. */
export interface Guidance {
  /** The FHIR id of its Procedure. */
  readonly id: string;
  readonly source: LiveReport<'procedure'>;
  readonly said: Code;
  readonly modality: GuidanceModality | undefined;
  readonly joints: readonly [Joint, ...Joint[]];
}

/** As reports of the procedures tell it, in an element of its own or among their codes, and as reports of imaging alone do. */
export function guidancesOf(
  joints: readonly Joint[],
  imaging: readonly LiveReport<'procedure'>[],
  rules: Rules,
  ids: Ids,
): readonly Guidance[] {
  const guidances: Guidance[] = [];
  const alone = imaging.map((source) => {
    const about = treatedJoints({ ...source.report, start: source.report.performed }, joints, rules);
    return [source, about] as const;
  });
  for (const [source, about] of [...byBestReport(joints, rules), ...alone]) {
    const said = source === undefined ? undefined : saidIn(source, rules);
    if (source === undefined || said === undefined) continue;
    const modality = guidanceModalityOf(said, rules);
    // What the procedure's own report tells already, another of the imaging does not add.
    const told = guidances.filter((guidance) => modality !== undefined && guidance.modality === modality);
    const [first, ...others] = about.filter((joint) => !told.some((guidance) => guidance.joints.includes(joint)));
    if (first === undefined) continue;
    const id = ids.identify(['Procedure', 'guidance', source.key]);
    guidances.push({ id, source, said, modality, joints: [first, ...others] });
  }
  return guidances;
}

/** The joints, by the best report that tells of guidance for them: a bilateral report says it once of both. */
function byBestReport(joints: readonly Joint[], rules: Rules) {
  return Map.groupBy(joints, (joint) =>
    joint.reports.map(({ source }) => source).find((source) => saidIn(source, rules) !== undefined),
  );
}

function saidIn({ report }: LiveReport<'procedure'>, rules: Rules): Code | undefined {
  if (report.guidance && !isNotOurs(report.guidance, 'guidance', rules)) return report.guidance;
  return report.codes?.find((code) => guidanceModalityOf(code, rules) !== undefined);
}
