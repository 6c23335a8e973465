import type { Identifier, ProcedureEvent } from '@ilium/contracts';

/** An event as a door reads it out of a message, before it has its ids. Validated when it is stored. */
export interface EventDraft {
  readonly type: ProcedureEvent['type'];
  /** When the source says that it was said, with its zone. */
  readonly time?: string | undefined;
  readonly data: object;
  /** Whose event it is; for locality on Kafka only, and never written there. */
  readonly patient: Identifier;
  /** Of an event that came as a CloudEvent: it keeps its names. Left out: the store gives it names of its own. */
  readonly own?: OwnIdentity | undefined;
}

/** What a CloudEvent is called by its sender. */
export interface OwnIdentity {
  readonly id: string;
  readonly source: string;
  /** The sender's receive order; left out, the store stamps its own. */
  readonly sequence?: string | undefined;
}

/** Why a person should look at a message that was taken. */
export const workReasons = [
  /** MSH-11 is not that of this environment: kept, and no event made of it. */
  'other-environment',
  /** No number that names the patient. */
  'no-patient',
  /** A field holds what its type does not allow; the event goes without it. */
  'unreadable-field',
  /** A segment that can't be used, because it lacks what makes it one. */
  'unusable-segment',
  /** Nothing by which a correction of what was reported could be tied to it: it stands alone, or by its place. */
  'untied',
  /** What was read would break the schema of its event. */
  'schema-violation',
  /** Nothing says when a score was given: it is kept, and counts nowhere. */
  'no-moment',
  /** Two visits or accounts of one patient became one: sessions in them stay apart. */
  'visits-merged',
  /** A record was deleted where it came from: what it said holds until its source takes it back. */
  'deleted-at-source',
  /** A defect of ours: it was acknowledged and is kept, and nothing was read out of it. */
  'not-mapped',
] as const;
export type WorkReason = (typeof workReasons)[number];

/** Something that a person should look at: the place in the message (`PR1[2]-5`), never a value. */
export interface WorkNote {
  readonly reason: WorkReason;
  readonly path: string;
}

/** What a message was given when it was acknowledged from the journal: nobody waits for it any more. */
export interface Receipt {
  readonly id: string;
  /** Its place in the order of receipt. */
  readonly sequence: number;
  /** ms since 1970 */
  readonly receivedAt: number;
}

/** A message as it came, and what was read out of it. */
export interface SourceMessage {
  /** Left out: the store gives it both. With one it may be handed over again: it is kept and counted once. */
  readonly receipt?: Receipt | undefined;
  /** The listener or interface that it came through. */
  readonly door: string;
  readonly site: string;
  readonly peer?: string | undefined;
  /** The application that truly sent it. */
  readonly sender: string;
  /** The sender's own number of the message; empty where it has none. */
  readonly controlId: string;
  /**
   * `control-id`: sender and control id name the message for ever, as source and id name a CloudEvent. With other bytes
   * nothing is kept, and the fate is `other`. Left out, as in HL7 v2: other bytes are another message.
   */
  readonly identity?: 'control-id' | undefined;
  /** `DFT^P03`, `Bundle`, `ilium.score.reported.v1` … */
  readonly type: string;
  readonly charset?: string | undefined;
  readonly body: Buffer;
  readonly events: readonly EventDraft[];
  readonly work: readonly WorkNote[];
  /** What the sender is answered; the same again when it sends the same again. Holds nothing about a patient. */
  readonly answer: string;
}

/** Why a message that arrived was not kept; only counted. */
export const skipReasons = [
  /** The same message again: same sender, control id and bytes. */
  'duplicate',
  /** A type that Ilium has no use for. */
  'type',
  /** A visit that does not concern us, by the site file. */
  'not-ours',
  /** An acknowledgement, which is never acknowledged. */
  'acknowledgement',
  /** What we wrote ourselves came back. */
  'echo',
  /** An observation whose code nobody knows, where the site takes known ones only. */
  'unknown-observation',
  /** Nothing in it says anything, such as a row of a file without any score. */
  'says-nothing',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** Why a message that arrived was refused, and nothing of it kept. */
export const refusalReasons = [
  'not-readable',
  'charset',
  'too-large',
  'incomplete',
  'lacks-field',
  'not-authorised',
  /** Breaks the schema of its event, or the map of its columns. */
  'schema-violation',
  /** A CloudEvent with the source and id of an earlier one, and other content. */
  'id-reused',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** A message of which nothing is kept but the count. */
export type Passing = {
  readonly receipt?: Receipt | undefined;
  readonly door: string;
  readonly site: string;
  readonly type: string;
} & (
  | { readonly fate: 'skipped'; readonly reason: SkipReason }
  | { readonly fate: 'refused'; readonly reason: RefusalReason }
);

/** What became of a message. The store itself counts a repeat as skipped; a door counts what it refuses. */
export interface Taking {
  /** taken: it is new, and kept; repeat: it had been taken before; other: its id names another message, nothing is kept. */
  readonly fate: 'taken' | 'repeat' | 'other';
  /** What it was answered when it was taken; of another message, nothing. */
  readonly answer: string;
}

/**
 * Where doors leave messages. Both return only after the commit that holds the message, or its count; they reject with
 * `StoreAway` where there is no commit in time, and nothing may be acknowledged then.
 */
export interface MessageStore {
  take(message: SourceMessage): Promise<Taking>;
  count(passing: Passing): Promise<void>;
}

/** The database has not committed in time. The message may or may not be there; sending it again is safe. */
export class StoreAway extends Error {
  override readonly name = 'StoreAway';
}
