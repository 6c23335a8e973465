export type Headers = Readonly<Record<string, string>>;

/** What gets our requests into the FHIR server. */
export interface Authorization {
  /**
   * To be sent with the next request.
   * @throws TargetFault when there are none to be had now: then nothing is sent.
   */
  headers(): Promise<Headers>;
  /** The server did not let these in (401). Answers whether it is worth asking for others. */
  rejected(headers: Headers): boolean;
  /** What to look at when the server lets nobody in. */
  readonly advice: string;
  close(): Promise<void>;
}
