/** The sender's FHIR server does not answer, or asks for patience. The same may be asked again later. */
export class EhrAway extends Error {
  override readonly name = 'EhrAway';

  constructor(
    /** `http-503`, `time-out`, `ECONNREFUSED` … */
    readonly fault: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(`The FHIR server does not answer: ${fault}.`);
  }
}

/** The server answered, and does not do what it was asked for. */
export class EhrRefused extends Error {
  override readonly name = 'EhrRefused';

  constructor(readonly status: number) {
    super(`The FHIR server refused with status ${status}.`);
  }
}
