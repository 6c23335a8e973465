import { documentKinds, type DocumentKind } from '@ilium/contracts';
import type { Concept } from '../reading/elements.js';
import type { DocumentSettings } from './document-settings.js';

const clinicalNote: Concept = {
  coding: [
    {
      system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
      code: 'clinical-note',
      display: 'Clinical Note',
    },
  ],
};

/** What kind of document it is: as the target calls it, and as we do. */
export interface CodedKind {
  readonly type: Concept;
  readonly category: readonly Concept[];
}

/**
 * US Core takes types of LOINC, or "unknown". No LOINC code was verified for these documents, so it is the latter where the
 * site names none; beside it a code of ours is refused by validators that don't know it, hence it is a category.
 */
export function codedKind(kind: DocumentKind, { base, types, category = clinicalNote }: DocumentSettings): CodedKind {
  const text = documentKinds[kind];
  const unknown = { system: 'http://terminology.hl7.org/CodeSystem/v3-NullFlavor', code: 'UNK', display: 'unknown' };
  return {
    type: types?.[kind] ?? { coding: [unknown], text },
    category: [category, { coding: [{ system: `${base}/CodeSystem/document`, code: kind, display: text }] }],
  };
}
