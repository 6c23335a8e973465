import type { Number } from '../reading/elements.js';
import type { DocumentContent } from './document-content.js';
import type { CodedKind } from './document-kind.js';
import type { ServicePeriod } from './service-period.js';

/** What a document has to do with the records. */
export interface ToldRecords {
  /** Of the newest record that it speaks of. It may fall when one leaves: `digest` says whether the document has changed. */
  readonly revision: number;
  /** Keys of the records that it tells, each of which is told by no other. */
  readonly members: readonly string[];
  /**
   * Keys of the documents that its records may have been filed under before: a record with a lower key came, or a score went
   * from its follow-up to the session. Where the target has them, this one stands in their place.
   */
  readonly replaces: readonly string[];
  /** All that it told was taken back. Where it was never written, nothing is to be done. */
  readonly isOver: boolean;
}

/** A document before it is FHIR. */
export interface DocumentDraft extends ToldRecords {
  readonly id: string;
  readonly kind: CodedKind;
  readonly patient: Number | undefined;
  readonly visit: Number | undefined;
  readonly period: ServicePeriod | undefined;
  readonly content: DocumentContent;
}
