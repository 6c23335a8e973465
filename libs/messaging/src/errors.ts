import { ExplainedError } from '@ilium/observability';

/** Thrown by a handler: roll back and run the same batch again (bounded, then one message at a time). */
export class RepeatBatch extends ExplainedError {
  override readonly name = 'RepeatBatch';

  constructor(why = 'The batch has to run again.') {
    super(why, 'REPEAT_BATCH');
  }
}

/** Thrown by a handler that needs something which is away for now: the partition pauses and tries again; nothing is parked. */
export class RetryLater extends ExplainedError {
  override readonly name = 'RetryLater';

  constructor(why: string, options?: ErrorOptions) {
    super(why, 'RETRY_LATER', options);
  }
}

/** Thrown by a handler that can never succeed with this batch. `detail` names a place in the message, never a value. */
export class PermanentError extends ExplainedError {
  override readonly name = 'PermanentError';

  constructor(readonly detail: string) {
    super(detail, 'PERMANENT');
  }
}
