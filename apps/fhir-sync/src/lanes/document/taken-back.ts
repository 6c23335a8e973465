import type { DesiredResource } from '@ilium/contracts';
import { z } from 'zod';
import { concept } from '../reading/elements.js';
import { subjectOf } from '../reading/records.js';
import type { DocumentSettings } from './document-settings.js';
import { patientDocument, type PatientDocument } from './patient-document.js';
import { withdrawalDraft, type WithdrawalCause } from './withdrawal-draft.js';

const kinded = z.object({ type: concept, category: z.array(concept) });

/**
 * What takes the place of a document that no records make any more: they have gone to another patient, or to the target as
 * records. Under its old key, for the patient that the document as it was written names.
 */
export function takenBack(
  former: DesiredResource,
  revision: number,
  settings: DocumentSettings,
  cause: WithdrawalCause = 'in-error',
): PatientDocument {
  const draft = withdrawalDraft(
    { id: former.id, kind: kinded.parse(former), patient: subjectOf(former), revision, members: [] },
    cause,
  );
  return patientDocument(draft, settings);
}
