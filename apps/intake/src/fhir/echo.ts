import { identifiersOf, metaOf, type FhirRecord } from './resource/fhir-record.js';

/** How we know what we wrote ourselves. */
export interface OwnMarks {
  /** `Rules.base`: our CodeSystems, extensions and identifiers lie below it. */
  readonly base: string;
  readonly ownTags: readonly { readonly system: string; readonly code: string }[];
}

/**
 * Whether a record was written by us: by its tag, its source or an identifier of ours. Such a record is never taken in
 * again, or each round between us and an EHR would make another one.
 */
export function isEcho(record: FhirRecord, { base, ownTags }: OwnMarks): boolean {
  const { tag = [], source } = metaOf(record);
  const tags = [{ system: `${base}/CodeSystem/tag`, code: 'ilium' }, ...ownTags];
  return (
    tag.some(({ system, code }) => tags.some((own) => own.system === system && own.code === code)) ||
    isBelow(source, base) ||
    identifiersOf(record).some(({ system }) => isBelow(system, base))
  );
}

function isBelow(uri: string | undefined, base: string): boolean {
  return uri !== undefined && (uri === base || ['/', '#'].some((separator) => uri.startsWith(base + separator)));
}
