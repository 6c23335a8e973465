import { choiceOf } from '../read-back/meaningful-elements.js';

/**
 * What Ilium writes of each type, by `libs/clinical/src/fhir/to-*.ts`: it is ours as a whole, also where a record has none of
 * it. Everything else is left to others. `[x]` is whatever type was chosen.
 */
const managed: Readonly<Record<string, string>> = {
  Procedure:
    'partOf status statusReason category code subject encounter performed[x] performer reasonCode bodySite complication',
  MedicationAdministration:
    'partOf status statusReason category medication[x] subject context effective[x] performer dosage',
  Observation:
    'partOf status category code subject encounter effective[x] value[x] dataAbsentReason bodySite method device component derivedFrom',
  DocumentReference:
    'masterIdentifier status docStatus type category subject date author custodian relatesTo description content context',
  Patient: 'active name gender birthDate deceased[x] link',
};

/** The server's own, or told by each writer anew. */
const ofTheWriter = 'resourceType id meta text implicitRules';

const setsByType = new Map(
  Object.entries(managed).map(([type, names]) => [type, new Set(`${names} ${ofTheWriter}`.split(' '))] as const),
);

/** Lists that each may add to, and what tells whose an item is: the other ones of it are left. */
export const sharedLists: Readonly<Record<string, string>> = { identifier: 'system', extension: 'url' };

/** Without a row of its own, all of a record is ours. */
export function isManaged(type: string, element: string): boolean {
  const names = setsByType.get(type);
  return names === undefined || names.has(plainName(element));
}

/** `performed[x]` of `performedPeriod` and `_performedDateTime`; `bodySite` of `bodySite[0].coding`. */
export function plainName(path: string): string {
  const [top = ''] = path.replace(/^_/, '').split(/\.|\[\d/);
  return choiceOf(top) ?? top;
}
