import type { Number } from '../reading/elements.js';
import type { DocumentContent } from './document-content.js';
import type { DocumentDraft } from './document-draft.js';
import { factsOf } from './session-content.js';

type Withdrawn = Pick<DocumentDraft, 'id' | 'kind' | 'patient' | 'revision' | 'members'>;

/** Why a document is to be disregarded: its records were taken back, or are at the target by themselves now. */
export type WithdrawalCause = 'in-error' | 'as-records';

const words: Readonly<Record<WithdrawalCause, readonly [title: string, heading: string, text: string]>> = {
  'in-error': [
    'ENTERED IN ERROR',
    'Please disregard what this document said',
    'What it told of was taken back by the hospital as entered in error. Where anything of it still holds, another document of Ilium tells it.',
  ],
  'as-records': [
    'NOW KEPT AS RECORDS',
    'This document is not kept up to date any more',
    'What it told of has been delivered as records. Corrections are made to these, and no longer told by a document.',
  ],
};

/** What is left of a document that no records make any more. */
export function withdrawalDraft(document: Withdrawn, cause: WithdrawalCause = 'in-error'): DocumentDraft {
  return {
    ...document,
    visit: undefined,
    period: undefined,
    isOver: true,
    replaces: [],
    content: withdrawnContent(document.patient, cause),
  };
}

function withdrawnContent(patient: Number | undefined, cause: WithdrawalCause): DocumentContent {
  const [title, heading, text] = words[cause];
  return { title, facts: factsOf(patient, []), sections: [{ heading, paragraphs: [text] }] };
}
