/**
 * Where elements come from, in the words of docs/events.md, docs/hl7.md and FHIR: the report and its fields, the HL7 v2
 * field, the element of a FHIR source. `[x]` is whatever type was chosen; the longest path counts.
 */
const procedure: Readonly<Record<string, string>> = {
  identifier: 'procedure.identifier (PR1-19; Procedure.identifier)',
  status: 'procedure.status (PR1-20, procedureFields.status of the site file; Procedure.status)',
  category: 'procedure.purpose (PR1-6; Procedure.category)',
  code: 'procedure.codes (PR1-3; Procedure.code)',
  subject: 'patient (PID-3; Procedure.subject)',
  encounter: 'procedure.visit (PV1-19; Procedure.encounter)',
  'performed[x]': 'procedure.performed, procedure.performedEnd (PR1-5, PR1-7; Procedure.performed[x])',
  performer: 'procedure.performer (PR1-12, PR1-11; Procedure.performer)',
  reasonCode: 'procedure.diagnoses (PR1-15, DG1-3; Procedure.reasonCode)',
  bodySite: 'procedure.modifiers, procedure.laterality, procedure.bodySite (PR1-16; Procedure.bodySite)',
  complication: 'complication.codes, complication.text (OBX-5; Observation.value[x])',
};

const administration: Readonly<Record<string, string>> = {
  identifier: 'administration.identifier (ORC-3 with RXA-2; MedicationAdministration.identifier)',
  status: 'administration.status (RXA-20; MedicationAdministration.status)',
  'medication[x]': 'administration.medication, administration.text (RXA-5; MedicationAdministration.medication[x])',
  subject: 'patient (PID-3; MedicationAdministration.subject)',
  context: 'administration.visit (PV1-19; MedicationAdministration.context)',
  'effective[x]': 'administration.start, administration.end (RXA-3, RXA-4; MedicationAdministration.effective[x])',
  performer: 'administration.performer (RXA-10; MedicationAdministration.performer)',
  'dosage.site': 'administration.bodySite (RXR-2; MedicationAdministration.dosage.site)',
  'dosage.route': 'administration.route (RXR-1; MedicationAdministration.dosage.route)',
  'dosage.dose': 'administration.dose (RXA-6, RXA-7; MedicationAdministration.dosage.dose)',
};

const score: Readonly<Record<string, string>> = {
  identifier: 'score.identifier (OBX-21; Observation.identifier)',
  status: 'version.status (OBX-11; Observation.status)',
  code: 'score.measure (OBX-3; Observation.code)',
  subject: 'patient (PID-3; Observation.subject)',
  encounter: 'score.visit (PV1-19; Observation.encounter)',
  'effective[x]': 'score.effective (OBX-14, OBR-7; Observation.effective[x])',
  'value[x]': 'score.value, score.answer, score.unit (OBX-5, OBX-6; Observation.value[x])',
  dataAbsentReason: 'score.missingReason (OBX-5, OBX-11; Observation.dataAbsentReason)',
  bodySite: 'score.bodySite, score.laterality (OBX-20; Observation.bodySite)',
  component: 'score.painLocation, score.recall, score.valueSet (observations.codes of the site file)',
};

const complication: Readonly<Record<string, string>> = {
  ...score,
  identifier: 'complication.identifier (OBX-21; Observation.identifier)',
  code: 'made by Ilium: it says that this is a complication',
  encounter: 'complication.visit (PV1-19; Observation.encounter)',
  'effective[x]': 'complication.onset (OBX-14; Observation.effective[x])',
  'value[x]': 'complication.codes, complication.text (OBX-5; Observation.value[x])',
};

const finding: Readonly<Record<string, string>> = {
  ...score,
  'value[x]': 'procedure.contrastSpread, procedure.position (procedureFields of the site file; Observation.value[x])',
};

const patient: Readonly<Record<string, string>> = {
  identifier: 'patient (PID-3; Patient.identifier)',
  name: 'patient (PID-5; Patient.name)',
  gender: 'patient.sex (PID-8; Patient.gender)',
  birthDate: 'patient.birthDate (PID-7; Patient.birthDate)',
  'deceased[x]': 'patient.deceased (PID-29, PID-30; Patient.deceased[x])',
};

export const sourceFields = { procedure, administration, score, complication, finding, patient };

const ownWork = 'made by Ilium';
const byRules = 'made by Ilium from scores, by its rules';

/** Where the element of a record comes from; `path` is below the record, without positions in lists. */
export function sourceOf(record: { readonly resourceType: string }, path: string): string {
  const fields = fieldsOf(record);
  if (typeof fields === 'string') return fields;
  const names = path.split('.').map((name) => choices.find(([stem]) => stem.test(name))?.[1] ?? name);
  for (let length = names.length; length > 0; length -= 1) {
    const source = fields[names.slice(0, length).join('.')];
    if (source !== undefined) return source;
  }
  return ownWork;
}

const choices = ['performed', 'effective', 'value', 'medication', 'deceased'].map(
  (stem) => [new RegExp(`^_?${stem}[A-Z]`), `${stem}[x]`] as const,
);

function fieldsOf(record: { readonly resourceType: string }): Readonly<Record<string, string>> | string {
  switch (record.resourceType) {
    case 'Procedure':
      return procedure;
    case 'MedicationAdministration':
      return administration;
    case 'Observation':
      return ofObservation(JSON.stringify(Reflect.get(record, 'code') ?? null));
    case 'Patient':
      return patient;
    case 'DocumentReference':
      return 'made by Ilium from the records of a session';
    default:
      return ownWork;
  }
}

/** Our own code systems tell the kinds apart; everything else is a score. */
function ofObservation(code: string): Readonly<Record<string, string>> | string {
  if (code.includes('/CodeSystem/derived-observation"')) return byRules;
  if (!code.includes('/CodeSystem/finding"')) return score;
  return code.includes('"complication"') ? complication : finding;
}
