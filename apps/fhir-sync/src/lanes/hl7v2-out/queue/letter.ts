import { createHash } from 'node:crypto';
import type { Draft } from '../read/draft.js';
import type { Number } from '../../reading/elements.js';
import type { WritingFault } from '../write/not-writable.js';

/** What one revision of a record, or of a session, has to tell the receiver. */
export interface Letter {
  /** `Observation/x…`; of a document the Procedure that it is filed under. */
  readonly key: string;
  readonly revision: number;
  /** It is of a revision that was not looked at before. A document is made anew whenever a record of its patient is looked at. */
  readonly isNew: boolean;
  /** Undefined where a record names none: it can only be told by hand. */
  readonly patient: Number | undefined;
  /** It was entered in error: nothing is left to tell but that. */
  readonly isOver: boolean;
  /** Undefined where the record can't be read; the fault says why. */
  readonly draft: Draft | undefined;
  readonly fault?: WritingFault;
  /** Of a document, the records that it speaks of. */
  readonly members: readonly string[];
}

/** Patients are told apart by it, and kept in order by it. */
export function patientName(patient: Number | undefined): string {
  return patient === undefined ? '' : `${patient.system}|${patient.value}`;
}

/** What has the same digest says the same, and need not be said again. */
export function digestOf({ draft, isOver }: Letter): string {
  return createHash('sha256')
    .update(JSON.stringify([isOver, draft]))
    .digest('base64url');
}

export function patientOf(name: string): Number {
  const bar = name.indexOf('|');
  return { system: name.slice(0, bar), value: name.slice(bar + 1) };
}
