import type { Receipt } from '../source-messages/source-message.js';

/** A message as a door has it when it acknowledges: its bytes, and where they came from. */
export interface ReceivedMessage {
  readonly site: string;
  readonly door: string;
  readonly peer?: string | undefined;
  /** ms since 1970 */
  readonly receivedAt: number;
  readonly body: Buffer;
}

/** A message in the journal. */
export interface JournaledMessage extends ReceivedMessage, Receipt {}

/**
 * Where a door leaves what it may acknowledge before it is read to its end. Resolves after the commit that holds the
 * message; rejects with `StoreAway` where there is none in time, and nothing may be acknowledged then.
 */
export interface MessageJournal {
  keep(message: ReceivedMessage): Promise<void>;
}
