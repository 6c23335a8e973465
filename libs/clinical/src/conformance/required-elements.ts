import { at, has } from './elements.js';
import { sourceOf, topOf, unless, usCoreVersions, type Rule, type Subject } from './rule.js';

/**
 * What a record can't be without. Category of a screening assessment: see its slice. An extension that says why a value is
 * not known counts: FHIR R4, data-absent-reason.
 */
const rows: readonly (readonly [subject: Subject, element: string])[] = [
  ['Procedure', 'status'],
  ['Procedure', 'subject'],
  ['Procedure', 'performer.actor'],
  ['Procedure', 'focalDevice.manipulated'],
  ['MedicationAdministration', 'status'],
  ['MedicationAdministration', 'medication[x]'],
  ['MedicationAdministration', 'subject'],
  ['MedicationAdministration', 'effective[x]'],
  ['MedicationAdministration', 'performer.actor'],
  ['Observation', 'status'],
  ['Observation', 'code'],
  ['Observation', 'component.code'],
  ['Patient', 'link.other'],
  ['Patient', 'link.type'],
  ['us-core-procedure', 'code'],
  ['us-core-observation-screening-assessment', 'subject'],
  ['us-core-simple-observation', 'category'],
  ['us-core-simple-observation', 'subject'],
  ['Bundle', 'type'],
  ['Bundle', 'entry.request.method'],
  ['Bundle', 'entry.request.url'],
];

export const requiredElements: readonly Rule[] = rows.map(([subject, element]) => ({
  name: `required ${subject}.${element}`,
  subject,
  element,
  ...(element.includes('.') ? { keptWithout: topOf(element) } : {}),
  versions: usCoreVersions,
  demands: `${element} is there`,
  source: sourceOf(subject),
  brokenAt: (record) => unless(isThere(record, element), element),
}));

/** In every parent that there is: a performer needs its actor, but a record needs no performer. */
function isThere(record: object, element: string): boolean {
  const dot = element.lastIndexOf('.');
  const parents = dot < 0 ? [record] : at(record, element.slice(0, dot));
  return parents.every((parent) => has(parent, element.slice(dot + 1)));
}
