import { z } from 'zod';
import type { EventDraft, WorkNote, WorkReason } from '../../source-messages/source-message.js';
import type { RecordRead } from '../read-record.js';
import { fault, warning, type Issue } from '../resource/issue.js';

/** What becomes of an entry, and what its sender is told. Holds nothing about a patient: it is kept as the answer. */
export interface EntryAnswer {
  readonly status: 200 | 201 | 400 | 404 | 405 | 422;
  /** `Procedure/p1` */
  readonly place?: string | undefined;
  readonly version?: string | undefined;
  readonly issues: readonly Issue[];
}

/** An entry that was dealt with. */
export interface EntryFate {
  /** Of the record, where there is one. */
  readonly type?: string | undefined;
  readonly fate: 'taken' | 'echo' | 'type' | 'refused';
  readonly answer: EntryAnswer;
  readonly events: readonly EventDraft[];
  readonly work: readonly WorkNote[];
  /** What a taken record was read as. */
  readonly read?: RecordRead | undefined;
}

const storedAnswer = z.array(
  z.object({
    status: z.literal([200, 201, 400, 404, 405, 422]),
    place: z.string().optional(),
    version: z.string().optional(),
    issues: z.array(
      z.object({
        severity: z.enum(['error', 'warning', 'information']),
        code: z.enum([
          'invalid',
          'structure',
          'required',
          'value',
          'not-found',
          'not-supported',
          'security',
          'too-long',
          'transient',
          'exception',
          'business-rule',
          'informational',
        ]),
        diagnostics: z.string(),
        expression: z.string().optional(),
      }),
    ),
  }),
);

/** The answers as they were given the first time; undefined where this is none of ours. */
export function readStoredAnswer(text: string): readonly EntryAnswer[] | undefined {
  try {
    const read = storedAnswer.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

const workTexts: Readonly<Partial<Record<WorkReason, string>>> = {
  'no-patient':
    'Kept, and no event was made of it: nothing names the patient. Send an identifier, or the Patient first.',
  'unreadable-field': 'Kept without this element: its value is of a kind that can not be used.',
  'unusable-segment': 'Kept, and no event was made of this part: it lacks what makes it one.',
  'no-moment': 'Kept, and counted nowhere: nothing says when the score was given.',
  'deleted-at-source': 'Kept as a note: what the record said holds until it is sent with status entered-in-error.',
};

export function workWarning({ reason, path }: WorkNote): Issue {
  return warning('business-rule', workTexts[reason] ?? 'Kept for a person to look at.', path);
}

export function refusal(status: EntryAnswer['status'], issues: readonly Issue[], type?: string): EntryFate {
  return { type, fate: 'refused', answer: { status, issues }, events: [], work: [] };
}

export function notTaken(type: string): Issue {
  return fault('not-supported', 'Records of this type are not taken; GET metadata lists those that are.', type);
}
