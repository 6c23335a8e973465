import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { aboutAdministration } from './administration-work.js';
import type { Administration } from './agents.js';
import { billedDrugs, type BilledDrug } from './billed-drugs.js';
import { codeNames } from '../reports/code-names.js';
import { contradictoryBlocks, withFacetTypes } from '../procedures/facet-types.js';
import { findingKindOf, findingsOf, type Finding } from './findings.js';
import { guidancesOf, type Guidance } from './guidances.js';
import type { Joint } from '../procedures/joints.js';
import { isOfKind, type LiveReport } from '../reports/live-reports.js';
import { isNotOurs } from '../../terminology/site-codes.js';
import { waitingFor, workItem, type WorkItem } from '../work.js';

/** What was done to a patient's joints, as the clinic does an injection: position, image guidance, contrast, drugs. */
export interface Steps {
  /** The joints, with what the drugs tell of their type. */
  readonly joints: readonly Joint[];
  readonly administrations: readonly Administration[];
  readonly billedDrugs: readonly BilledDrug[];
  readonly guidances: readonly Guidance[];
  readonly findings: readonly Finding[];
  /** Reports of measures that are no findings. */
  readonly scores: readonly LiveReport<'score'>[];
  readonly work: readonly WorkItem[];
}

/** `imaging`: reports of imaging alone. */
export function readSteps(
  reports: readonly LiveReport[],
  found: readonly Joint[],
  imaging: readonly LiveReport<'procedure'>[],
  rules: Rules,
  ids: Ids,
): Steps {
  const administrations = reports.filter(isOfKind('administration'));
  const procedures = reports.filter(isOfKind('procedure'));
  const measured = reports.filter(isOfKind('score'));
  const joints = withFacetTypes(found, administrations, rules);
  const findings = findingsOf(joints, measured, rules, ids);
  const guidances = guidancesOf(joints, imaging, rules, ids);
  return {
    joints,
    administrations,
    billedDrugs: billedDrugs(reports.filter(isOfKind('charge')), joints, administrations, rules, ids),
    guidances,
    findings,
    scores: measured.filter((report) => findingKindOf(report, rules) === undefined),
    work: [
      ...contradictoryBlocks(joints, administrations, rules, ids),
      ...administrations.flatMap((given) => aboutAdministration(given, joints, procedures, rules, ids)),
      ...findings.flatMap((finding) => aboutFinding(finding, rules, ids)),
      ...guidances
        .filter(({ modality }) => modality === undefined)
        .map(({ source, said }) => {
          const codes = waitingFor('guidance', 'guidance', [said]);
          return workItem('unmapped-code', [source.key], codeNames('guidance', [said]), ids, codes);
        }),
    ],
  };
}

/** What was found is about a patient, so that it is named by its field only. */
function aboutFinding({ source, kind, said, meaning }: Finding, rules: Rules, ids: Ids): readonly WorkItem[] {
  // Contradictions within a report of a procedure are told with the procedure.
  const contradicted = source.kind === 'score' ? source.contradicted : [];
  const isUnmapped = said !== undefined && meaning === undefined && !isNotOurs(said, kind.table, rules);
  const codes = waitingFor(kind.table, source.kind === 'score' ? 'answer' : kind.field, [said]);
  return [
    ...contradicted.map((field) => workItem('conflict', [source.key], field, ids)),
    ...(isUnmapped ? [workItem('unmapped-code', [source.key], kind.field, ids, codes)] : []),
  ];
}
