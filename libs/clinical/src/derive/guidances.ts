import type { Code } from '@ilium/contracts';
import type { Ids } from '../ids.js';
import type { Rules } from '../rules.js';
import { guidanceModalityOf, type GuidanceModality } from '../terminology/guidance.js';
import type { Joint } from './joints.js';
import type { LiveReport } from './live-reports.js';
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

/** As reports of the procedures tell it, and as reports of imaging alone do. */
export function guidancesOf(
  joints: readonly Joint[],
  imaging: readonly LiveReport<'procedure'>[],
  rules: Rules,
  ids: Ids,
): readonly Guidance[] {
  const told = (
    source: LiveReport<'procedure'>,
    said: Code | undefined | null,
    [first, ...others]: readonly Joint[],
  ) => {
    if (!said || first === undefined) return [];
    const id = ids.identify(['Procedure', 'guidance', source.key]);
    const guidance: Guidance = {
      id,
      source,
      said,
      modality: guidanceModalityOf(said, rules),
      joints: [first, ...others],
    };
    return [guidance];
  };
  return [
    ...[...byBestReport(joints)].flatMap(([source, about]) =>
      source === undefined ? [] : told(source, source.report.guidance, about),
    ),
    ...imaging.flatMap((source) => {
      const codes = source.report.codes ?? [];
      const said = source.report.guidance ?? codes.find((code) => guidanceModalityOf(code, rules) !== undefined);
      return told(
        source,
        said ?? codes[0],
        treatedJoints({ ...source.report, start: source.report.performed }, joints, rules),
      );
    }),
  ];
}

/** The joints, by the best report that tells of guidance for them: a bilateral report says it once of both. */
function byBestReport(joints: readonly Joint[]): ReadonlyMap<LiveReport<'procedure'> | undefined, readonly Joint[]> {
  return Map.groupBy(joints, (joint) =>
    joint.reports.map(({ source }) => source).find(({ report }) => report.guidance),
  );
}
