import { systems } from '../terminology/systems.js';
import { at, has, isObject, textsAt } from './elements.js';
import { pathsWhere, sourceOf, topOf, unless, usCoreVersions, type Rule, type Subject } from './rule.js';

const categories = 'http://terminology.hl7.org/CodeSystem/observation-category';
const absentReasons = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';
const absentReasonExtension = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';

/** The codes of small systems, whole (FHIR R4, code systems of that name). */
const categoryCodes = 'social-history vital-signs imaging laboratory procedure survey exam therapy activity'.split(' ');
const absentReasonCodes = (
  'unknown asked-unknown temp-unknown not-asked asked-declined masked not-applicable unsupported as-text error ' +
  'not-a-number negative-infinity positive-infinity not-performed not-permitted'
).split(' ');

/** Required bindings: no other code may stand there. */
const requiredCodes: readonly (readonly [subject: Subject, element: string, valueSet: string, codes: string])[] = [
  [
    'Procedure',
    'status',
    'event-status',
    'preparation in-progress not-done on-hold stopped completed entered-in-error unknown',
  ],
  [
    'MedicationAdministration',
    'status',
    'medication-admin-status',
    'in-progress not-done on-hold completed entered-in-error stopped unknown',
  ],
  [
    'Observation',
    'status',
    'observation-status',
    'registered preliminary final amended corrected cancelled entered-in-error unknown',
  ],
  ['Patient', 'gender', 'administrative-gender', 'male female other unknown'],
  ['Patient', 'link.type', 'link-type', 'replaced-by replaces refer seealso'],
  [
    'Bundle',
    'type',
    'bundle-type',
    'document message transaction transaction-response batch batch-response history searchset collection',
  ],
  ['Bundle', 'entry.request.method', 'http-verb', 'GET HEAD POST PUT DELETE PATCH'],
];

const bindings = requiredCodes.map(([subject, element, valueSet, codes]): Rule => {
  const allowed = new Set(codes.split(' '));
  return {
    name: `code ${subject}.${element}`,
    subject,
    element,
    keptWithout: topOf(element),
    versions: usCoreVersions,
    demands: `a code of ${valueSet} (required binding)`,
    source: sourceOf(subject),
    brokenAt: (record) =>
      unless(
        textsAt(record, element).every((code) => allowed.has(code)),
        element,
      ),
  };
});

/** A code that claims a system has to be one of it. */
const completeSystems: readonly (readonly [system: string, codes: readonly string[]])[] = [
  [categories, categoryCodes],
  [absentReasons, absentReasonCodes],
];

const membership = completeSystems.map(([system, codes]): Rule => ({
  name: `code of ${system.slice(system.lastIndexOf('/') + 1)}`,
  subject: 'every record',
  element: '(coding)',
  versions: usCoreVersions,
  demands: `a coding of ${system} has one of its codes`,
  source: 'FHIR R4, CodeSystem',
  brokenAt: (_, { elements }) =>
    pathsWhere(
      elements.having.system,
      ({ value }) =>
        textsAt(value, 'system').includes(system) && !textsAt(value, 'code').some((code) => codes.includes(code)),
    ),
}));

/** The systems of the value set us-core-procedure-code. HCPCS was spelled with https until US Core 9.0.0, against its owner. */
const procedureCodeSystems: readonly string[] = [
  systems.cpt,
  systems.snomed,
  systems.hcpcs,
  'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
  'http://www.cms.gov/Medicare/Coding/ICD10',
  'http://www.ada.org/cdt',
  systems.loinc,
];

export const codeRules: readonly Rule[] = [
  ...bindings,
  ...membership,
  {
    name: 'code in extension data-absent-reason',
    subject: 'every record',
    element: '(extension)',
    versions: usCoreVersions,
    demands: 'the extension data-absent-reason has a code of that value set (required binding)',
    source: 'FHIR R4, StructureDefinition data-absent-reason',
    brokenAt: (_, { elements }) =>
      pathsWhere(
        elements.having.url,
        ({ value }) =>
          textsAt(value, 'url').includes(absentReasonExtension) &&
          !textsAt(value, 'valueCode').some((code) => absentReasonCodes.includes(code)),
      ),
  },
  {
    name: 'slice us-core-observation-screening-assessment.category:survey',
    subject: 'us-core-observation-screening-assessment',
    element: 'category',
    versions: usCoreVersions,
    demands: 'exactly one category is survey; others may stand beside it',
    source: sourceOf('us-core-observation-screening-assessment'),
    brokenAt: (record) => unless(at(record, 'category').filter(isSurvey).length === 1, 'category'),
  },
  {
    // Extensible: a code from elsewhere is allowed where none fits. Nobody can check whether one fits; but what then
    // carries the meaning is the text. Preferred in 7.0.0 and 8.0.0: nothing is demanded.
    name: 'code us-core-procedure.code',
    subject: 'us-core-procedure',
    element: 'code',
    versions: ['6.1.0', '9.0.0'],
    demands: 'a code of us-core-procedure-code (extensible binding), or a text where none fits',
    source: sourceOf('us-core-procedure'),
    brokenAt: (record) => unless(at(record, 'code').every(isProcedureCode), 'code'),
  },
];

function isSurvey(category: unknown): boolean {
  return at(category, 'coding').some(
    (coding) => textsAt(coding, 'system').includes(categories) && textsAt(coding, 'code').includes('survey'),
  );
}

function isProcedureCode(concept: unknown): boolean {
  if (!isObject(concept) || has(concept, 'text')) return true;
  return textsAt(concept, 'coding.system').some((system) => procedureCodeSystems.includes(system));
}
