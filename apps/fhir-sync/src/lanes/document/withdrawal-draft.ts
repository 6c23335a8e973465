import type { Number } from '../reading/elements.js';
import type { DocumentContent } from './document-content.js';
import type { DocumentDraft } from './document-draft.js';
import { factsOf } from './session-content.js';

type Withdrawn = Pick<DocumentDraft, 'id' | 'kind' | 'patient' | 'revision' | 'members'>;

/** What is left of a document whose records were taken back. */
export function withdrawalDraft(document: Withdrawn): DocumentDraft {
  return {
    ...document,
    visit: undefined,
    period: undefined,
    isOver: true,
    replaces: [],
    content: withdrawnContent(document.patient),
  };
}

function withdrawnContent(patient: Number | undefined): DocumentContent {
  return {
    title: 'ENTERED IN ERROR',
    facts: factsOf(patient, []),
    sections: [
      {
        heading: 'Please disregard what this document said',
        paragraphs: [
          'What it told of was taken back by the hospital as entered in error. Where anything of it still holds, another document of Ilium tells it.',
        ],
      },
    ],
  };
}
