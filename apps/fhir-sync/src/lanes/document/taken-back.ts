import type { DesiredResource } from '@ilium/contracts';
import { z } from 'zod';
import { concept } from '../reading/elements.js';
import { subjectOf } from '../reading/records.js';
import type { DocumentSettings } from './document-settings.js';
import { patientDocument, type PatientDocument } from './patient-document.js';
import { withdrawalDraft } from './withdrawal-draft.js';

const kinded = z.object({ type: concept, category: z.array(concept) });

/**
 * What takes the place of a document in the chart of a patient whom it was not about: its records have gone to another. Under
 * its old key, for the patient that the document as it was written names.
 */
export function takenBack(former: DesiredResource, revision: number, settings: DocumentSettings): PatientDocument {
  const draft = withdrawalDraft({
    id: former.id,
    kind: kinded.parse(former),
    patient: subjectOf(former),
    revision,
    members: [],
  });
  return patientDocument(draft, settings);
}
