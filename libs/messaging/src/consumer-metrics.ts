import { Counter, Gauge, Histogram, type Registry } from '@ilium/observability';
import type { FateDelta } from './fate.js';

/** What a consuming service tells Prometheus. */
export interface ConsumerMetrics {
  fates(deltas: readonly FateDelta[]): void;
  /** How long one slice took, from reading its records to the commit. */
  slice(topic: string, seconds: number, messages: number): void;
  lag(topic: string, partition: number, lag: bigint): void;
  /** Partitions that are held up. */
  held(waiting: number, lost: number): void;
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

export function createConsumerMetrics(registry: Registry): ConsumerMetrics {
  const registers = [registry];
  const messages = new Counter({
    name: 'ilium_messages_total',
    help: 'Messages by their fate',
    labelNames: ['topic', 'fate', 'reason'],
    registers,
  });
  const durations = new Histogram({
    name: 'ilium_batch_seconds',
    help: 'Time of one batch, from its records to the commit',
    labelNames: ['topic'],
    buckets: seconds,
    registers,
  });
  const sizes = new Histogram({
    name: 'ilium_batch_messages',
    help: 'Messages in one batch',
    labelNames: ['topic'],
    buckets: [1, 10, 50, 100, 250, 500, 1000],
    registers,
  });
  const lag = new Gauge({
    name: 'ilium_lag',
    help: 'Offsets between the last message decided and the end of the partition',
    labelNames: ['topic', 'partition'],
    registers,
  });
  const held = new Gauge({
    name: 'ilium_partitions_held',
    help: 'Partitions that wait for something that is away, or that stopped at a loss',
    labelNames: ['why'],
    registers,
  });
  return {
    fates: (deltas) => {
      for (const { topic, fate, reason, count } of deltas) {
        if (count > 0) messages.inc({ topic, fate, reason }, count);
      }
    },
    slice: (topic, duration, count) => {
      durations.observe({ topic }, duration);
      sizes.observe({ topic }, count);
    },
    lag: (topic, partition, value) => lag.set({ topic, partition: String(partition) }, Number(value)),
    held: (waiting, lost) => {
      held.set({ why: 'waiting' }, waiting);
      held.set({ why: 'lost' }, lost);
    },
  };
}
