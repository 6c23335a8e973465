import { Counter, Gauge, Histogram, Registry } from '@ilium/observability';
import type { Settlement } from './desired/settlement.js';

/** Figures about the delivery. Labels are closed lists: states, operations and names of faults. */
export class DeliveryMetrics {
  readonly #requests: Histogram;
  readonly #settled: Counter;

  constructor(private readonly registry: Registry) {
    this.#requests = new Histogram({
      name: 'ilium_fhir_request_seconds',
      help: 'Requests to the FHIR server, and for tokens, by operation and result (ok or the name of the fault)',
      labelNames: ['operation', 'result'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    });
    this.#settled = new Counter({
      name: 'ilium_fhir_records_settled_total',
      help: 'What became of records that were tried: delivered, refused, waiting, pending (again later), released (target away)',
      labelNames: ['result'],
      registers: [registry],
    });
  }

  watchTarget(isReachable: () => boolean): void {
    const reachable = new Gauge({
      name: 'ilium_fhir_target_reachable',
      help: '1 while the FHIR server answers',
      registers: [],
      collect() {
        this.set(isReachable() ? 1 : 0);
      },
    });
    this.registry.registerMetric(reachable);
  }

  readonly request = (operation: string, result: string, seconds: number): void => {
    this.#requests.observe({ operation, result }, seconds);
  };

  readonly settled = (settlements: readonly Settlement[]): void => {
    for (const { state } of settlements) this.#settled.inc({ result: state ?? 'released' });
  };
}
