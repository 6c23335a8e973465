import { ExplainedError } from '@ilium/observability';

/** What can go wrong between a client and a server of MLLP. */
export type MllpFault =
  /** No connection came about. */
  | 'MLLP_NOT_CONNECTED'
  /** No acknowledgement came in time. The message may or may not have been taken. */
  | 'MLLP_TIME_OUT'
  /** The connection ended before the acknowledgement. The message may or may not have been taken. */
  | 'MLLP_CLOSED'
  /** What came back is no acknowledgement. */
  | 'MLLP_UNREADABLE_ANSWER'
  /** The message has no MSH-10, so that nothing could acknowledge it. */
  | 'MLLP_NO_CONTROL_ID'
  /** A message with the same MSH-10 still waits for its acknowledgement. */
  | 'MLLP_CONTROL_ID_WAITS'
  /** The body holds bytes that frame a message. */
  | 'MLLP_NOT_TRANSPORTABLE';

/** A fault of the transport; its text names cause and remedy, and nothing of a message. */
export class MllpError extends ExplainedError {
  override readonly name = 'MllpError';

  constructor(
    message: string,
    override readonly code: MllpFault,
    options?: ErrorOptions,
  ) {
    super(message, code, options);
  }
}
