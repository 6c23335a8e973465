import { Counter, Gauge, Histogram, type Registry } from '@ilium/observability';

/** What the journal tells Prometheus. */
export interface JournalMetrics {
  committed(messages: number, durationMs: number): void;
  failed(): void;
  /** Messages of this instance that are acknowledged and not stored one by one yet. */
  waiting(messages: number): void;
  /** Rows that can not be settled. */
  staying(rows: number): void;
}

export function createJournalMetrics(registry: Registry): JournalMetrics {
  const registers = [registry];
  const commits = new Histogram({
    name: 'ilium_intake_journal_commit_seconds',
    help: 'Time of a commit after which messages are acknowledged',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5],
    registers,
  });
  const sizes = new Histogram({
    name: 'ilium_intake_journal_commit_messages',
    help: 'Messages of such a commit',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers,
  });
  const failures = new Counter({
    name: 'ilium_intake_journal_failures_total',
    help: 'Commits of the journal that failed and were tried again',
    registers,
  });
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
    committed: (messages, durationMs) => {
      commits.observe(durationMs / 1_000);
      sizes.observe(messages);
    },
    failed: () => failures.inc(),
    waiting: (messages) => waiting.set(messages),
    staying: (rows) => staying.set(rows),
  };
}
