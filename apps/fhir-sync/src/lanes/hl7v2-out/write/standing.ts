/** What a message is to its receiver: of a record that it was never told, in place of what it was told, or the end of it. */
export type Standing = 'new' | 'replacement' | 'withdrawal';

/** What is said around the content. */
export interface Envelope {
  /** MSH-10. */
  readonly controlId: string;
  /** When the message is made, as FHIR dateTime. */
  readonly at: string;
  readonly standing: Standing;
  readonly revision: number;
  /** The revision that stands at the receiver; undefined where none does, also after a withdrawal. */
  readonly has: number | undefined;
}
