import { createHash } from 'node:crypto';
import type { DesiredResource } from '@ilium/contracts';
import type { DocumentDraft, ToldRecords } from './document-draft.js';
import type { DocumentSettings } from './document-settings.js';
import { toDocumentReference } from './to-document-reference.js';

/** A document as it should be in the chart. */
export interface PatientDocument extends ToldRecords {
  /** `DocumentReference/d…` */
  readonly key: string;
  /** Of what it says. What has the same says the same, and need not be written again. */
  readonly digest: string;
  /** FHIR R4. Made when it is asked for, since making a PDF costs more than all else: compare `digest` first. */
  readonly resource: DesiredResource;
}

export function patientDocument(draft: DocumentDraft, settings: DocumentSettings): PatientDocument {
  const { id, revision, members, replaces, isOver } = draft;
  const digest = digestOfDraft(draft);
  let made: DesiredResource | undefined;
  return {
    key: `DocumentReference/${id}`,
    revision,
    members,
    replaces,
    digest,
    isOver,
    get resource() {
      return (made ??= toDocumentReference(draft, digest, settings));
    },
  };
}

/** Not of the revision, which is told in the document: a new one that changes nothing else is no new document. */
function digestOfDraft({ kind, patient, visit, period, isOver, content }: DocumentDraft): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, patient, visit, period, isOver, content]))
    .digest('base64url');
}
