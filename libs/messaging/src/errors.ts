import { describeError, ExplainedError } from '@ilium/observability';

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

/** The program contradicts itself: no message is to blame and no waiting helps. */
export class BrokenContract extends ExplainedError {
  override readonly name = 'BrokenContract';

  constructor(what: string) {
    super(what, 'BROKEN_CONTRACT');
  }
}

/** retry: wait and try again; permanent: one of these messages can't be processed, park it; crash: nobody can go on. */
export type Verdict = 'retry' | 'permanent' | 'crash';

/**
 * SQLSTATEs by their longest known prefix (PostgreSQL 18, appendix A). What is in no row is a fault of the program
 * or the set-up (a missing table, a missing right): crash.
 */
const bySqlState: Readonly<Record<string, Verdict>> = {
  '08': 'retry', // connection exception
  '21': 'permanent', // cardinality violation: one statement meets a row twice
  '22': 'permanent', // data exception
  '23': 'permanent', // integrity constraint violation
  '25006': 'retry', // read-only: a standby after a failover, until the address leads to the new primary
  '25P03': 'retry', // idle in transaction for too long
  '25P04': 'retry', // transaction took too long
  '40': 'retry', // rolled back: serialization, deadlock
  '44': 'permanent', // WITH CHECK OPTION violation
  '53': 'retry', // insufficient resources
  '54': 'permanent', // program limit exceeded: an index row too large, too many levels
  '55P03': 'retry', // lock not available in time
  '57': 'retry', // operator intervention: shutdown, cancelled, database dropped
  '58': 'retry', // system error
  P0001: 'permanent', // raised by a function or trigger
};

const retriedNodeCodes = new Set(
  'ECONNREFUSED ECONNRESET ECONNABORTED EPIPE ETIMEDOUT ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH ENETDOWN'.split(
    ' ',
  ),
);
/** What TLS says of a peer's certificate or handshake: of the connection, and never of a message. */
const retriedTlsCodes = /^(EPROTO|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;
const retriedNames = new Set([
  'RetryLater',
  'RepeatBatch',
  'AbortError',
  'TimeoutError',
  'QueryRunnerAlreadyReleasedError',
]);
/** What `pg` says without a code when its connection is gone. */
const lostConnection =
  /^(Connection terminated|The server does not support SSL|timeout exceeded when trying to connect|Client (has encountered|was closed)|Query read timeout|Cannot use a pool after calling end)/;

/** Total: judges anything that can be thrown. An ordinary exception of a handler is permanent. */
export function judge(thrown: unknown): Verdict {
  for (const error of causes(thrown)) {
    if (error instanceof BrokenContract) return 'crash';
    if (error instanceof PermanentError) return 'permanent';
    const code = codeOf(error);
    if (isSqlState(code)) return bySqlState[code] ?? bySqlState[code.slice(0, 2)] ?? 'crash';
    if (retriedNodeCodes.has(code) || retriedTlsCodes.test(code) || isOfConnecting(error)) return 'retry';
    if (isRetriedName(error.name) || lostConnection.test(error.message)) return 'retry';
  }
  return 'permanent';
}

/** Whether running the same transaction again at once may succeed: asked for, or rolled back by PostgreSQL for others' sake. */
export function wantsRepeat(thrown: unknown): boolean {
  return causes(thrown).some((error) => error instanceof RepeatBatch || isRollback(error));
}

/** Whether it was PostgreSQL that refused, and not the handler. */
export function isFromDatabase(thrown: unknown): boolean {
  return causes(thrown).some((error) => isSqlState(codeOf(error)));
}

export function isRollback(thrown: unknown): boolean {
  return causes(thrown).some((error) => ['40001', '40P01'].includes(codeOf(error)));
}

/** What may be said about an error outside of the process: kind, code and place, or the words written for it. */
export function describeFault(thrown: unknown): string {
  const { name, code, at } = describeError(thrown);
  if (thrown instanceof PermanentError) return thrown.detail;
  return [name, code, at].filter((part) => part !== undefined).join(' ');
}

/** The error and what caused it, outermost first. TypeORM keeps the driver's error in a property of its own. */
function causes(thrown: unknown): Error[] {
  const found: Error[] = [];
  let next = thrown;
  while (next instanceof Error && found.length < 8 && !found.includes(next)) {
    found.push(next);
    next = 'driverError' in next ? next.driverError : next.cause;
  }
  return found;
}

function isRetriedName(name: string): boolean {
  return retriedNames.has(name) || name.startsWith('KafkaJS');
}

/** Whatever keeps a connection from being made, such as too many open files. */
function isOfConnecting(error: Error): boolean {
  return 'syscall' in error && error.syscall === 'connect';
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code);
}
