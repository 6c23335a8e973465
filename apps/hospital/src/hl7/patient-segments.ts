import type { Identifier } from '@ilium/contracts';
import { extended, timestamp } from './elements.js';
import { repeated, segment, type Fields } from './segment.js';
import { saidAt } from './told.js';

/** Segments that stand before what a message is about. */

/** PID-5 must not be empty: what HL7 v2 (3.4.2.5) writes where the message does not tell the name. */
const unspecified = repeated([undefined, [...Array.from({ length: 6 }, () => undefined), 'U']]);

export function eventSegment(data: Parameters<typeof saidAt>[0]): string {
  return segment('EVN', { 2: timestamp(saidAt(data)) });
}

/** The account is that of all that the message tells. */
export function patientSegment(
  patient: Identifier,
  { account, more = {} }: { readonly account?: Identifier | null | undefined; readonly more?: Fields } = {},
): string {
  return segment('PID', {
    1: 1,
    3: extended(patient, 'MR'),
    5: unspecified,
    ...(account ? { 18: extended(account, 'AN') } : {}),
    ...more,
  });
}

/** An outpatient visit, with its number where it is told. */
export function visitSegment(visit: Identifier | null | undefined, more: Fields = {}): string {
  return segment('PV1', { 1: 1, 2: 'O', ...(visit ? { 19: extended(visit, 'VN') } : {}), ...more });
}
