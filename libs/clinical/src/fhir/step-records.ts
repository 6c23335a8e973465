import type { Steps } from '../derive/sessions/steps.js';
import { treatedJoints } from '../derive/sessions/treated-joints.js';
import type { Ids } from '../ids.js';
import type { FhirContext, FhirRecord } from './records.js';
import { toBilledAdministration } from './to-billed-administration.js';
import { toFinding } from './to-finding.js';
import { toGuidance } from './to-guidance.js';
import { toMedicationAdministration } from './to-medication-administration.js';

/** All that was done besides the procedures themselves, each part of those that it was done for. */
export function stepRecords(steps: Steps, context: FhirContext, ids: Ids): readonly FhirRecord[] {
  const { joints, administrations, billedDrugs, guidances, findings } = steps;
  return [
    ...guidances.map((guidance) => toGuidance(guidance, context)),
    ...administrations.map((given) => {
      const id = ids.identify(['MedicationAdministration', given.key]);
      return toMedicationAdministration(id, given, treatedJoints(given.report, joints, context.rules), context);
    }),
    ...billedDrugs.map((drug) => toBilledAdministration(drug, context)),
    ...findings.map((finding) => toFinding(finding, context)),
  ];
}
