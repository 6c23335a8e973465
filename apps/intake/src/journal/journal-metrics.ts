import { Gauge, type Registry } from '@ilium/observability';
import { createCommitMetrics, type CommitMetrics } from '../source-messages/commit-metrics.js';

/** What the journal tells Prometheus. */
export interface JournalMetrics extends CommitMetrics {
  /** Messages of this instance that are acknowledged and not stored one by one yet. */
  waiting(messages: number): void;
  /** Rows that can not be settled. */
  staying(rows: number): void;
}

export function createJournalMetrics(registry: Registry): JournalMetrics {
  const registers = [registry];
  const waiting = new Gauge({
    name: 'ilium_intake_journal_messages',
    help: 'Acknowledged messages that are not stored one by one yet',
    registers,
  });
  const staying = new Gauge({
    name: 'ilium_intake_journal_staying_rows',
    help: 'Rows of acknowledged messages that can not be opened, or that PostgreSQL refuses',
    registers,
  });
  return {
    ...createCommitMetrics(registry, 'ilium_intake_journal_commit', 'makes messages durable'),
    waiting: (messages) => waiting.set(messages),
    staying: (rows) => staying.set(rows),
  };
}
