import { Counter, Gauge, type Registry } from '@ilium/observability';

/** What an outbox sender tells Prometheus. */
export interface OutboxMetrics {
  sent(topic: string, records: number): void;
  waiting(rows: number, bytes: number): void;
  failed(): void;
  swept(rows: number): void;
}

export function createOutboxMetrics(registry: Registry): OutboxMetrics {
  const registers = [registry];
  const sent = new Counter({
    name: 'ilium_outbox_sent_total',
    help: 'Records published from the outbox',
    labelNames: ['topic'],
    registers,
  });
  const rows = new Gauge({ name: 'ilium_outbox_waiting_rows', help: 'Committed batches not yet published', registers });
  const bytes = new Gauge({ name: 'ilium_outbox_waiting_bytes', help: 'Their bytes', registers });
  const failures = new Counter({ name: 'ilium_outbox_failures_total', help: 'Sends that failed', registers });
  const swept = new Counter({
    name: 'ilium_outbox_swept_total',
    help: 'Rows published after another process had left them',
    registers,
  });
  return {
    sent: (topic, records) => sent.inc({ topic }, records),
    waiting: (waitingRows, waitingBytes) => {
      rows.set(waitingRows);
      bytes.set(waitingBytes);
    },
    failed: () => failures.inc(),
    swept: (count) => swept.inc(count),
  };
}
