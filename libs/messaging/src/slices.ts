import type { Identified, ReadRecord } from './batch.js';
import type { Slice } from './batch-transaction.js';
import { readEntry } from './entry.js';
import type { KafkaMessage } from './kafkajs.js';
import { recordBytes, toKafkaRecord } from './record.js';

export interface SliceLimits {
  readonly maxMessages: number;
  readonly maxBytes: number;
}

export interface Fetched {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly KafkaMessage[];
  /** Everything from here on is in `messages`. */
  readonly from: bigint;
  /** The last offset that was looked at: a control record of a transaction may follow the last message. */
  readonly lastOffset: bigint;
}

/** Cuts what was fetched into what goes into one transaction each. Reads a slice's records when its turn comes. */
export function* cutSlices<T extends Identified>(
  fetched: Fetched,
  limits: SliceLimits,
  read: ReadRecord<T>,
): Generator<Slice<T>> {
  let { from } = fetched;
  let start = 0;
  while (start < fetched.messages.length) {
    const end = endOfSlice(fetched.messages, start, limits);
    const following = fetched.messages[end];
    const next = following === undefined ? fetched.lastOffset + 1n : BigInt(following.offset);
    const entries = fetched.messages
      .slice(start, end)
      .map((message) => readEntry(toKafkaRecord(fetched.topic, fetched.partition, message), read));
    yield { from, next, entries };
    from = next;
    start = end;
  }
}

function endOfSlice(messages: readonly KafkaMessage[], start: number, { maxMessages, maxBytes }: SliceLimits): number {
  let bytes = 0;
  let end = start;
  while (end < messages.length && end - start < maxMessages) {
    const message = messages[end];
    bytes += message === undefined ? 0 : recordBytes(message);
    if (bytes > maxBytes && end > start) break;
    end += 1;
  }
  return end;
}
