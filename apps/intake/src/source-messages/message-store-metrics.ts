import { Counter, Histogram, type Registry } from '@ilium/observability';
import type { DoorCount } from './message-rows.js';

/** What the store of messages tells Prometheus. */
export interface MessageStoreMetrics {
  committed(counts: readonly DoorCount[], durationMs: number): void;
  failed(): void;
}

export function createMessageStoreMetrics(registry: Registry): MessageStoreMetrics {
  const registers = [registry];
  const messages = new Counter({
    name: 'ilium_intake_messages_total',
    help: 'Messages by door and what became of them',
    labelNames: ['door', 'fate', 'reason'],
    registers,
  });
  const commits = new Histogram({
    name: 'ilium_intake_commit_seconds',
    help: 'Time of a commit that stores messages',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5],
    registers,
  });
  const sizes = new Histogram({
    name: 'ilium_intake_commit_messages',
    help: 'Messages of a commit',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers,
  });
  const failures = new Counter({
    name: 'ilium_intake_commit_failures_total',
    help: 'Commits that failed and were tried again',
    registers,
  });
  return {
    committed: (counts, durationMs) => {
      for (const { door, fate, reason, count } of counts) messages.inc({ door, fate, reason }, count);
      commits.observe(durationMs / 1_000);
      sizes.observe(counts.reduce((sum, { count }) => sum + count, 0));
    },
    failed: () => failures.inc(),
  };
}
