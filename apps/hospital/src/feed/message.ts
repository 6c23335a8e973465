import { createHash } from 'node:crypto';
import { binaryModeHeaders, type CloudEventAttributes } from '@ilium/contracts';
import type { OutgoingRecord } from '@ilium/messaging';

/** A CloudEvent of the feed, and how it goes onto Kafka; `hl7/` tells the same in HL7 v2. */
export interface Message {
  readonly event: CloudEventAttributes & { readonly data: object };
  /** What was said of it before, as far as a message of HL7 v2 has to say it again. */
  readonly saidBefore?: object | undefined;
  /** Binary mode, else structured. */
  readonly isBinary: boolean;
  /** For locality only: opaque, the same for all messages of one medical record. */
  readonly key: string;
  /** The same message again, byte for byte. */
  readonly isRepeat: boolean;
  /** Index of the course that it tells of. */
  readonly course: number;
}

/** Ids and keys travel where patient identifiers must not: nothing can be read from them. */
export function opaque(name: string): string {
  return createHash('sha256').update(`simulated-hospital/${name}`).digest('hex').slice(0, 24);
}

export function toRecord({ event, isBinary, key }: Message): OutgoingRecord {
  if (!isBinary) {
    return {
      key,
      value: JSON.stringify(event),
      headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
    };
  }
  const { data, ...attributes } = event;
  return {
    key,
    value: JSON.stringify(data),
    headers: binaryModeHeaders({ ...attributes, contentType: 'application/json' }),
  };
}
