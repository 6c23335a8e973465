import { Counter, Gauge, type Registry } from '@ilium/observability';

/** What became of a record. */
export type RecordFate =
  | 'taken'
  /** Of a version that was taken before. */
  | 'repeat'
  /** What we wrote ourselves came back. */
  | 'echo'
  /** Visits, and types that no event is made of. */
  | 'type'
  | 'refused'
  /** It is no more where it came from. */
  | 'deleted';

/** What the FHIR door tells Prometheus; a source is one of the site file, or `posted`. */
export interface FhirMetrics {
  records(source: string, fate: RecordFate, count?: number): void;
}

/**
 * Call it once per registry. `gaps` is asked at each scrape, so that all instances show the same: events that were heard of
 * and not taken, by source.
 */
export function createFhirMetrics(registry: Registry, gaps: () => Promise<ReadonlyMap<string, number>>): FhirMetrics {
  const registers = [registry];
  const records = new Counter({
    name: 'ilium_fhir_records_total',
    help: 'FHIR records by source and what became of them',
    labelNames: ['source', 'fate'],
    registers,
  });
  const missing = new Gauge({
    name: 'ilium_fhir_missing_events',
    help: 'Events of a subscription that were heard of and not taken',
    labelNames: ['source'],
    registers: [],
    async collect() {
      for (const [source, count] of await gaps()) this.set({ source }, count);
    },
  });
  registry.registerMetric(missing);
  return {
    records: (source, fate, count = 1) => {
      if (count > 0) records.inc({ source, fate }, count);
    },
  };
}
