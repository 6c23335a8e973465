import { at } from './elements.js';
import { typesOf } from './references.js';
import { sourceOf, topOf, unless, usCoreVersions, type Rule, type Subject, type UsCoreVersion } from './rule.js';

interface Row {
  readonly subject: Subject;
  readonly element: string;
  readonly types: string;
  readonly versions?: readonly UsCoreVersion[];
}

/**
 * What a reference may lead to. Observation.focus may lead to any record (FHIR R4), so it has no row. US Core names
 * profiles of these types; its own rows are those where it allows fewer types than R4.
 */
const rows: readonly Row[] = [
  { subject: 'Procedure', element: 'basedOn', types: 'CarePlan ServiceRequest' },
  { subject: 'Procedure', element: 'partOf', types: 'Procedure Observation MedicationAdministration' },
  { subject: 'Procedure', element: 'subject', types: 'Patient Group' },
  { subject: 'Procedure', element: 'encounter', types: 'Encounter' },
  { subject: 'Procedure', element: 'recorder', types: 'Patient RelatedPerson Practitioner PractitionerRole' },
  { subject: 'Procedure', element: 'asserter', types: 'Patient RelatedPerson Practitioner PractitionerRole' },
  {
    subject: 'Procedure',
    element: 'performer.actor',
    types: 'Practitioner PractitionerRole Organization Patient RelatedPerson Device',
  },
  { subject: 'Procedure', element: 'performer.onBehalfOf', types: 'Organization' },
  { subject: 'Procedure', element: 'location', types: 'Location' },
  {
    subject: 'Procedure',
    element: 'reasonReference',
    types: 'Condition Observation Procedure DiagnosticReport DocumentReference',
  },
  { subject: 'Procedure', element: 'report', types: 'DiagnosticReport DocumentReference Composition' },
  { subject: 'Procedure', element: 'complicationDetail', types: 'Condition' },
  { subject: 'Procedure', element: 'focalDevice.manipulated', types: 'Device' },
  { subject: 'Procedure', element: 'usedReference', types: 'Device Medication Substance' },
  { subject: 'MedicationAdministration', element: 'partOf', types: 'MedicationAdministration Procedure' },
  { subject: 'MedicationAdministration', element: 'medicationReference', types: 'Medication' },
  { subject: 'MedicationAdministration', element: 'subject', types: 'Patient Group' },
  { subject: 'MedicationAdministration', element: 'context', types: 'Encounter EpisodeOfCare' },
  {
    subject: 'MedicationAdministration',
    element: 'performer.actor',
    types: 'Practitioner PractitionerRole Patient RelatedPerson Device',
  },
  {
    subject: 'MedicationAdministration',
    element: 'reasonReference',
    types: 'Condition Observation DiagnosticReport',
  },
  { subject: 'MedicationAdministration', element: 'request', types: 'MedicationRequest' },
  { subject: 'MedicationAdministration', element: 'device', types: 'Device' },
  { subject: 'MedicationAdministration', element: 'eventHistory', types: 'Provenance' },
  {
    subject: 'Observation',
    element: 'basedOn',
    types: 'CarePlan DeviceRequest ImmunizationRecommendation MedicationRequest NutritionOrder ServiceRequest',
  },
  {
    subject: 'Observation',
    element: 'partOf',
    types: 'MedicationAdministration MedicationDispense MedicationStatement Procedure Immunization ImagingStudy',
  },
  { subject: 'Observation', element: 'subject', types: 'Patient Group Device Location' },
  { subject: 'Observation', element: 'encounter', types: 'Encounter' },
  {
    subject: 'Observation',
    element: 'performer',
    types: 'Practitioner PractitionerRole Organization CareTeam Patient RelatedPerson',
  },
  { subject: 'Observation', element: 'specimen', types: 'Specimen' },
  { subject: 'Observation', element: 'device', types: 'Device DeviceMetric' },
  { subject: 'Observation', element: 'hasMember', types: 'Observation QuestionnaireResponse MolecularSequence' },
  {
    subject: 'Observation',
    element: 'derivedFrom',
    types: 'DocumentReference ImagingStudy Media QuestionnaireResponse Observation MolecularSequence',
  },
  { subject: 'Patient', element: 'link.other', types: 'Patient RelatedPerson' },
  { subject: 'us-core-procedure', element: 'subject', types: 'Patient', versions: ['6.1.0'] },
  { subject: 'us-core-observation-screening-assessment', element: 'subject', types: 'Patient', versions: ['6.1.0'] },
  { subject: 'us-core-simple-observation', element: 'subject', types: 'Patient', versions: ['6.1.0'] },
];

/** A reference whose type nothing tells, as one that has only a display, breaks none of these. */
export const referenceTargets: readonly Rule[] = rows.map(({ subject, element, types, versions = usCoreVersions }) => {
  const allowed = new Set(types.split(' '));
  return {
    name: `target ${subject}.${element}`,
    subject,
    element,
    keptWithout: topOf(element),
    versions,
    demands: `leads to ${types.replaceAll(' ', ', ')}`,
    source: sourceOf(subject),
    brokenAt: (record, { typeAt }) =>
      unless(
        at(record, element).every((reference) => typesOf(reference, typeAt).every((type) => allowed.has(type))),
        element,
      ),
  };
});
