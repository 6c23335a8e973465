import type { Code, ReasonGroup } from '@ilium/contracts';
import type { Rules } from '../../rules.js';
import { diagnosisOf } from '../../terminology/diagnoses.js';
import type { Joint } from './joints.js';

/** Why a procedure was done, as groups of the diagnoses of all its reports: a bill may name what the clinic left out. */
export function reasonGroupsOf(joint: Joint, rules: Rules): readonly ReasonGroup[] {
  const groups = joint.reports.flatMap(({ source, day }) =>
    (source.report.diagnoses ?? []).map((code) => diagnosisOf(code, day, rules)?.row.group ?? 'other'),
  );
  return [...new Set(groups)].sort();
}

/** The diagnoses of the best source that names any, each with our own name where a table knows it. */
export function reasonsOf(
  joint: Joint,
  rules: Rules,
): readonly { readonly code: Code; readonly name: string | undefined }[] {
  const best = joint.reports.find(({ source }) => (source.report.diagnoses ?? []).length > 0);
  const diagnoses = best?.source.report.diagnoses ?? [];
  return diagnoses.map((code) => ({ code, name: diagnosisOf(code, best?.day, rules)?.row.name }));
}
