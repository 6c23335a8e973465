import { Counter, Histogram, type Registry } from '@ilium/observability';

/** What one kind of commit tells Prometheus. */
export interface CommitMetrics {
  committed(messages: number, durationMs: number): void;
  /** It failed, and is tried again. */
  failed(): void;
}

/** `name` begins those of the metrics; `what` says what such a commit does. */
export function createCommitMetrics(registry: Registry, name: string, what: string): CommitMetrics {
  const registers = [registry];
  const commits = new Histogram({
    name: `${name}_seconds`,
    help: `Time of a commit that ${what}`,
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5],
    registers,
  });
  const sizes = new Histogram({
    name: `${name}_messages`,
    help: `Messages of a commit that ${what}`,
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers,
  });
  const failures = new Counter({
    name: `${name}_failures_total`,
    help: `How often a commit that ${what} failed and was tried again`,
    registers,
  });
  return {
    committed: (messages, durationMs) => {
      commits.observe(durationMs / 1_000);
      sizes.observe(messages);
    },
    failed: () => failures.inc(),
  };
}
