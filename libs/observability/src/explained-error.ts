/**
 * An error whose message was written for the people who run the system: it names the cause and the remedy,
 * and holds nothing that came out of a message or a database row. Logs keep its text; they mask every other error's.
 */
export class ExplainedError extends Error {
  override readonly name: string = 'ExplainedError';

  constructor(
    message: string,
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
