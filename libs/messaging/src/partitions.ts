import type { Position, PartitionState } from './partition-state.js';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** The partitions assigned to this consumer, and what each is doing. */
export class Partitions {
  readonly #states = new Map<string, { readonly at: TopicPartition; readonly state: PartitionState }>();
  readonly #attempts = new Map<string, number>();
  /** Grows with each assignment: work begun under an earlier one has no say any more. */
  #epoch = 0;

  get epoch(): number {
    return this.#epoch;
  }

  assign(partitions: readonly TopicPartition[]): number {
    this.#states.clear();
    for (const at of partitions) this.set(at, { kind: 'checking' });
    this.#epoch += 1;
    return this.#epoch;
  }

  set(at: TopicPartition, state: PartitionState): void {
    this.#states.set(keyOf(at), { at, state });
  }

  get(at: TopicPartition): PartitionState | undefined {
    return this.#states.get(keyOf(at))?.state;
  }

  /** Where a reading partition stands; undefined for one that is held up or not ours. */
  position(at: TopicPartition): Position | undefined {
    const state = this.get(at);
    return state?.kind === 'reading' ? state.position : undefined;
  }

  move(at: TopicPartition, position: Position): void {
    if (this.position(at) !== undefined) this.set(at, { kind: 'reading', position });
  }

  /** How often the partition has waited in a row, this time included. */
  attempt(at: TopicPartition): number {
    const attempt = (this.#attempts.get(keyOf(at)) ?? 0) + 1;
    this.#attempts.set(keyOf(at), attempt);
    return attempt;
  }

  succeeded(at: TopicPartition): void {
    this.#attempts.delete(keyOf(at));
  }

  all(): readonly { readonly at: TopicPartition; readonly state: PartitionState }[] {
    return [...this.#states.values()];
  }
}

function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}:${partition}`;
}

export function byTopic(partitions: readonly TopicPartition[]): Map<string, number[]> {
  const grouped = new Map<string, number[]>();
  for (const { topic, partition } of partitions) grouped.set(topic, [...(grouped.get(topic) ?? []), partition]);
  return grouped;
}
