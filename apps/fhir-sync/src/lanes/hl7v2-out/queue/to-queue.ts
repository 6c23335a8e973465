import { digestOf, patientName, type Letter } from './letter.js';

/** What happened to a message; superseded: it was refused, and it has been decided anew since what is to be told. */
export type Hl7State = 'queued' | 'sent' | 'acknowledged' | 'refused' | 'by-hand' | 'superseded';

/** A message of the same key that is in the queue already. */
export interface EarlierMessage {
  /** The newest revision that says what it says. */
  readonly revision: number;
  readonly patient: string;
  readonly isOver: boolean;
  readonly digest: string;
  readonly state: Hl7State;
  /** It was sent at least once, so that the receiver may have it. */
  readonly wasSent: boolean;
}

/** A message to be put at the end of the queue. */
export interface NewMessage {
  readonly patient: string;
  readonly isOver: boolean;
  readonly digest: string;
}

/** What a letter makes of the queue: nothing, since newer ones are there; nothing new; or other messages than the unsent ones. */
export type Queueing =
  { readonly kind: 'old' | 'known' } | { readonly kind: 'replace'; readonly messages: readonly NewMessage[] };

/**
 * Who may have the record of another patient is told that it was wrong (table 0085, W: "post original as wrong, e.g.,
 * transmitted for wrong patient"), before the right one gets it.
 */
export function toQueue(letter: Letter, earlier: readonly EarlierMessage[]): Queueing {
  if (earlier.some(({ revision }) => revision >= letter.revision)) return { kind: 'old' };
  const patient = patientName(letter.patient);
  const digest = digestOf(letter);
  if (!letter.isOver && says(earlier.at(-1), patient, digest, letter.isNew)) return { kind: 'known' };
  // What can't be read says nothing of what was read before.
  if (letter.fault !== undefined && !letter.isOver) {
    return { kind: 'replace', messages: [{ patient, isOver: false, digest }] };
  }
  const held = holders(earlier);
  const withdrawals = [...held.keys()]
    .filter((holder) => letter.isOver || holder !== patient)
    .map((holder) => ({ patient: holder, isOver: true, digest: '' }));
  const isKnown = letter.isOver || held.get(patient) === digest;
  return { kind: 'replace', messages: isKnown ? withdrawals : [...withdrawals, { patient, isOver: false, digest }] };
}

/** What was refused, or could not be written, is tried again with each new revision; a mere look at it is none. */
function says(last: EarlierMessage | undefined, patient: string, digest: string, isNew: boolean): boolean {
  if (last === undefined || (isNew && (last.state === 'refused' || last.state === 'by-hand'))) return false;
  return !last.isOver && last.patient === patient && last.digest === digest;
}

/** Patients in whose charts the record may stand, with the digest of what stands there. A refused message changed nothing. */
function holders(earlier: readonly EarlierMessage[]): ReadonlyMap<string, string> {
  const held = new Map<string, string>();
  for (const { patient, isOver, digest, state, wasSent } of earlier) {
    if (!wasSent || state === 'refused') continue;
    if (isOver) held.delete(patient);
    else held.set(patient, digest);
  }
  return held;
}
