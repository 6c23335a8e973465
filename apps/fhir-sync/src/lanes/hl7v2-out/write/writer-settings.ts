/** Who gives out the numbers of a system (HD), and what they are numbers of (CX-5, table 0203). */
export interface Assigner {
  readonly namespace: string;
  /** An OID. */
  readonly universalId?: string | undefined;
  readonly type?: string | undefined;
}

/** How the receiver acknowledges: in the original mode, or in the enhanced one with or without the application's answer. */
export type Acknowledging = 'original' | 'enhanced' | 'accept-only';

export interface WriterSettings {
  /** MSH-11: T for all that is not production. */
  readonly processingId: 'T' | 'P';
  readonly sendingApplication: string;
  readonly sendingFacility?: string | undefined;
  readonly receivingApplication?: string | undefined;
  readonly receivingFacility?: string | undefined;
  readonly acknowledging: Acknowledging;
  /** IANA name of the hospital's zone. */
  readonly timeZone: string;
  /** By the system of the number. */
  readonly assigners: ReadonlyMap<string, Assigner>;
  /** TXA-2 (table 0270). */
  readonly documentType: string;
}
