import type { RefusalReason } from '../source-messages/source-message.js';
import type { EventRefusal } from './cloud-event-message.js';

/** Under what the ledger counts an event that was refused. */
export function refusalOf(reason: EventRefusal): RefusalReason {
  if (reason === 'too-large' || reason === 'id-reused') return reason;
  return reason === 'empty' || reason === 'not-json' || reason === 'not-a-cloud-event'
    ? 'not-readable'
    : 'schema-violation';
}
