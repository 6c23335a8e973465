import type { SentRecord } from '../read-back/read-backs.repository.js';
import type { Fault } from './fault.js';
import { validate, type ValidationPolicy } from './validate.js';
import { typed } from './validated-lane.js';

/** Of records that were sent in spite of them. */
export function faultsSent(sent: readonly Pick<SentRecord, 'sent'>[], policy: ValidationPolicy): readonly Fault[] {
  if (policy === 'pass') return [];
  return sent.flatMap((record) => validate(typed.parse(JSON.parse(record.sent)), policy).faults);
}
