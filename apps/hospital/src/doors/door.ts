import type { Message } from '../feed/message.js';

/** A way from the hospital into Ilium. */
export interface Door {
  /** Returns when all of them are acknowledged. Throws otherwise; what was sent may be sent again. */
  deliver(messages: readonly Message[]): Promise<void>;
  close(): Promise<void>;
}

/** Some messages have no acknowledgement yet, and the others have. */
export class Undelivered extends Error {
  override readonly name = 'Undelivered';

  constructor(
    readonly messages: readonly Message[],
    options: ErrorOptions,
  ) {
    super('some messages are not acknowledged', options);
  }
}
