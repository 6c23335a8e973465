import { backOffMs, type BackOffSettings } from '../faults/back-off.js';
import type { Fault } from '../faults/faults.js';
import { toOperationOutcome } from '../faults/operation-outcome.js';
import { doubtTimeouts, inDoubtReason } from '../desired/doubt.js';
import type { Settlement } from '../desired/settlement.js';
import type { Left } from '../others/there-now.js';
import type { ClaimedRecord } from './claimed-record.js';

/** How long a record rests before it is tried again for a reason of its own. */
export interface PatienceSettings {
  /** After a request that failed. */
  readonly again: BackOffSettings;
  /** For a patient or a referred record that isn't there yet. */
  readonly waiting: BackOffSettings;
  readonly encounter: EncounterPatience;
}

/** For an encounter that isn't there: the record goes without it, and is mended when it comes. */
export interface EncounterPatience {
  /** How long a new revision waits for it. */
  readonly waitMs: number;
  /** How long it is looked for once the record is there. */
  readonly mendForMs: number;
  readonly again: BackOffSettings;
}

type Named = Pick<ClaimedRecord, 'key' | 'revision' | 'attempts' | 'serverVersion' | 'isIntended'>;

const nothing = { reason: null, delayMs: 0, outcome: null, doubtMs: 0 };

export function delivered({ key, revision }: Named, serverVersion: string | null): Settlement {
  return { ...nothing, key, revision, state: 'delivered', attempts: 0, serverVersion };
}

/**
 * The server took it, but may yet apply an earlier request over it: to be read once that can't be any more. The reason keeps what
 * it is owed when it stands.
 */
export function inDoubt(taken: Settlement, delayMs: number): Settlement {
  const reason = taken.reason === null ? inDoubtReason : `${inDoubtReason}:${taken.reason}`;
  return { ...taken, state: 'pending', reason, delayMs };
}

/** A first write got no answer. (Where a version is known, `If-Match` keeps a late request from being applied.) */
export function doubted(settlement: Settlement, timeoutMs: number): Settlement {
  return settlement.serverVersion === null ? { ...settlement, doubtMs: doubtTimeouts * timeoutMs } : settlement;
}

/** Goes back as it was: the target is away, and that is not the record's fault. */
export function released({ key, revision, attempts, serverVersion, isIntended }: Named): Settlement {
  return { ...nothing, key, revision, state: null, attempts, serverVersion, isIntended };
}

export function waiting(record: Named, reason: string, { waiting: settings }: PatienceSettings): Settlement {
  const attempts = record.attempts + 1;
  return { ...released(record), state: 'waiting', reason, attempts, delayMs: backOffMs(attempts, settings) };
}

/** The target is there and this request failed: again, later, in smaller company. */
export function postponed(
  record: Named,
  fault: Pick<Fault, 'name' | 'retryAfterMs'>,
  { again }: PatienceSettings,
): Settlement {
  const attempts = record.attempts + 1;
  const delayMs = Math.max(fault.retryAfterMs ?? 0, backOffMs(attempts, again));
  return { ...released(record), state: 'pending', reason: fault.name, attempts, delayMs };
}

/** The server will not take this revision. What it said stays with the record, and nowhere else. */
export function refused(record: Named, { name, answer }: Pick<Fault, 'name' | 'answer'>): Settlement {
  const outcome = JSON.stringify(toOperationOutcome(answer, name));
  return { ...released(record), state: 'refused', reason: name, outcome, isIntended: false };
}

/** A create was sent and may have been applied: for so long nothing is done, then the server is searched for it. */
export function unknownToUs(record: Named, reason: string, doubtMs: number): Settlement {
  return { ...released(record), state: 'pending', reason, delayMs: doubtMs, doubtMs, isIntended: true };
}

/** Somebody changed there what is ours, and the site lets that stand: a person has to say which it is. */
export function changedThere(record: Named, { elements, version }: Left): Settlement {
  const type = record.key.slice(0, record.key.indexOf('/'));
  const issue = elements.map((element) => ({
    severity: 'warning',
    code: 'conflict',
    expression: [`${type}.${element}`],
    diagnostics: `Somebody changed ${type}.${element} on the server; it stays. Settled as send-again, ours goes over it.`,
  }));
  const outcome = JSON.stringify({ resourceType: 'OperationOutcome', issue });
  return {
    ...released(record),
    state: 'by-hand',
    reason: 'changed-there',
    outcome,
    leftVersion: version ?? '',
    isIntended: false,
  };
}

/** The server has an older revision and takes no newer one: somebody has to change it there. */
export function byHand(record: ClaimedRecord): Settlement {
  const reason = record.retracted ? 'retraction' : 'correction';
  return { ...released(record), state: 'by-hand', reason, isIntended: false };
}

/** The target has no such lane any more: somebody has to say what becomes of it. */
export function withoutLane(record: ClaimedRecord): Settlement {
  return { ...released(record), state: 'refused', reason: 'no-such-lane' };
}
