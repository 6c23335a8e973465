import { isRetracted, type DesiredRecord } from '@ilium/contracts';
import { stillActive } from './still-active.js';
import { literalOf, logicalOf, nameOf, patientItself, visitReferences } from './references.js';

/** A desired record as the table holds it. */
export interface DesiredRow {
  readonly key: string;
  readonly resourceType: string;
  readonly revision: number;
  readonly body: string;
  /** The patient it is about, or is: records of one patient are claimed next to each other. */
  readonly subject: string | null;
  /** Keys of the records of ours that it refers to. */
  readonly refersTo: readonly string[];
  readonly retracted: boolean;
  /** Whose record it is; null where it isn't said. */
  readonly site: string | null;
}

/** A record, and the site whose rules made it. */
export type SitedRecord = DesiredRecord & Pick<DesiredRow, 'site'>;

export function toDesiredRow({ key, revision, resource, site }: SitedRecord): DesiredRow {
  const refersTo = new Set<string>();
  const itself = patientItself(resource);
  let subject = itself === undefined ? null : nameOf(itself);
  visitReferences(resource, (element) => {
    const place = literalOf(element);
    if (place !== undefined) refersTo.add(place);
    const named = logicalOf(element);
    if (named?.type === 'Patient') subject ??= nameOf(named);
  });
  refersTo.delete(key);
  return {
    key,
    resourceType: resource.resourceType,
    revision,
    body: JSON.stringify(stillActive(resource)),
    subject,
    refersTo: [...refersTo].toSorted(),
    retracted: isRetracted(resource),
    site,
  };
}
