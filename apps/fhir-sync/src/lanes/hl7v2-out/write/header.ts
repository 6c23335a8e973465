import { timestamp } from './timestamp.js';
import { headerSegment } from './segment.js';
import type { Envelope } from './standing.js';
import type { Acknowledging, WriterSettings } from './writer-settings.js';

/** MSH-9: message code, trigger event, structure. */
export type MessageType = readonly [code: string, trigger: string, structure: string];

/** MSH-15 and MSH-16 (table 0155). In the original mode both are empty (v2.5.1, section 2.9.2). */
const conditions: Readonly<Record<Acknowledging, readonly [string | undefined, string | undefined]>> = {
  original: [undefined, undefined],
  enhanced: ['AL', 'AL'],
  'accept-only': ['AL', 'NE'],
};

export function header(type: MessageType, { controlId, at }: Envelope, settings: WriterSettings): string {
  const [accept, application] = conditions[settings.acknowledging];
  return headerSegment({
    3: settings.sendingApplication,
    4: settings.sendingFacility,
    5: settings.receivingApplication,
    6: settings.receivingFacility,
    7: timestamp(at, settings.timeZone),
    9: type,
    10: controlId,
    11: settings.processingId,
    12: '2.5.1',
    15: accept,
    16: application,
    18: 'UNICODE UTF-8',
  });
}

export function textOf(segments: readonly string[]): string {
  return segments.map((line) => `${line}\r`).join('');
}
