import { Counter, type Registry } from '@ilium/observability';
import { createCommitMetrics } from './commit-metrics.js';
import type { DoorCount } from './message-rows.js';

/** What the store of messages tells Prometheus. */
export interface MessageStoreMetrics {
  committed(counts: readonly DoorCount[], durationMs: number): void;
  failed(): void;
}

export function createMessageStoreMetrics(registry: Registry): MessageStoreMetrics {
  const messages = new Counter({
    name: 'ilium_intake_messages_total',
    help: 'Messages by door and what became of them',
    labelNames: ['door', 'fate', 'reason'],
    registers: [registry],
  });
  const commits = createCommitMetrics(registry, 'ilium_intake_commit', 'stores messages');
  return {
    committed: (counts, durationMs) => {
      for (const { door, fate, reason, count } of counts) messages.inc({ door, fate, reason }, count);
      commits.committed(
        counts.reduce((sum, { count }) => sum + count, 0),
        durationMs,
      );
    },
    failed: () => commits.failed(),
  };
}
