/** A loss that was found: records are gone that this group never read. Named `topic:partition:offset`, the offset it stands at. */
export interface Loss {
  readonly name: string;
  readonly why: LossReason;
}

export type LossReason =
  /** The log starts after the stored offset: what lay in between was deleted unread. */
  | 'log-starts-later'
  /** The log ends before the stored offset: it was cut or made anew. */
  | 'log-ends-earlier'
  /** Another record stands where the last one was decided: the topic was made anew. */
  | 'other-log';

export function lossName(topic: string, partition: number, offset: bigint): string {
  return `${topic}:${partition}:${offset}`;
}

/** What a partition of this consumer is doing. Only a reading one is not paused. */
export type PartitionState =
  | { readonly kind: 'checking' }
  | { readonly kind: 'reading'; readonly position: Position }
  | { readonly kind: 'waiting'; readonly why: string }
  | { readonly kind: 'lost'; readonly loss: Loss };

export interface Position {
  /** Next offset in the database, as far as is known here. */
  readonly stored: bigint;
  /** Everything from here to `expected` was seen. */
  readonly from: bigint;
  /** Where the next fetch has to begin, or Kafka or kafkajs has moved us. */
  readonly expected: bigint;
}

/** kafkajs went past a stretch that holds no records for us: control records of transactions, aborted records. */
export function past(position: Position, lastOffset: bigint): Position {
  return { ...position, expected: lastOffset + 1n };
}

export function decidedUpTo(next: bigint): Position {
  return { stored: next, from: next, expected: next };
}
