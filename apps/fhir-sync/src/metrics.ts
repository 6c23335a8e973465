import { Counter, Gauge, Histogram, Registry } from '@ilium/observability';
import type { HeldCounts } from './desired/held-counts.js';
import { heldReasons } from './desired/held-reasons.js';
import type { Observe } from './target/fhir-target.js';
import type { Settlement } from './desired/settlement.js';
import type { ProvenanceFate } from './provenance/provenance-along.js';
import type { Fault as RecordFault } from './validation/fault.js';

/** Figures about the delivery. Labels are closed lists: targets, states, operations, elements and names of faults. */
export class DeliveryMetrics {
  readonly #requests: Histogram;
  readonly #settled: Counter;
  readonly #faults: Counter;
  readonly #provenance: Counter;
  readonly #documentsLeft: Gauge;
  readonly #reachable = new Map<string, () => boolean>();

  constructor(private readonly registry: Registry) {
    this.#requests = new Histogram({
      name: 'ilium_fhir_request_seconds',
      help: 'Requests to the FHIR server, and for tokens, by operation and result (ok or the name of the fault)',
      labelNames: ['target', 'operation', 'result'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    });
    this.#settled = new Counter({
      name: 'ilium_fhir_records_settled_total',
      help: 'What became of records that were tried: delivered, refused, waiting, native, by-hand, outcome-unknown, pending (again later), released (target away)',
      labelNames: ['target', 'result'],
      registers: [registry],
    });
    this.#faults = new Counter({
      name: 'ilium_fhir_validation_faults_total',
      help: 'Faults of records that were sent in spite of them (policy warn), by element',
      labelNames: ['target', 'element'],
      registers: [registry],
    });
    this.#provenance = new Counter({
      name: 'ilium_fhir_provenance_total',
      help: 'Provenance of records that are there: written, refused (the record went without), left-out (the target has refused others), missed (tried again)',
      labelNames: ['target', 'result'],
      registers: [registry],
    });
    this.#documentsLeft = new Gauge({
      name: 'ilium_fhir_documents_left',
      help: 'Documents that stand until the records that they tell are at the target in the way that the site file says now',
      labelNames: ['target'],
      registers: [registry],
    });
    const reachable = this.#reachable;
    registry.registerMetric(
      new Gauge({
        name: 'ilium_fhir_target_reachable',
        help: '1 while the target answers',
        labelNames: ['target'],
        registers: [],
        collect() {
          for (const [target, isReachable] of reachable) this.set({ target }, isReachable() ? 1 : 0);
        },
      }),
    );
  }

  watchTarget(target: string, isReachable: () => boolean): void {
    this.#reachable.set(target, isReachable);
  }

  /** How much waits for a person; of each target that is watched, also where it is nothing. */
  watchHeld(held: Pick<HeldCounts, 'records' | 'overlaidPatients'>): void {
    const targets = this.#reachable;
    const records = new Gauge({
      name: 'ilium_fhir_records_held',
      help: 'Records that wait for what only a person brings about, by reason (GET /v1/work lists them)',
      labelNames: ['target', 'reason'],
      registers: [],
      async collect() {
        const counts = await held.records();
        for (const target of targets.keys()) for (const reason of heldReasons) this.set({ target, reason }, 0);
        for (const { target, reason, count } of counts) if (targets.has(target)) this.set({ target, reason }, count);
      },
    });
    const patients = new Gauge({
      name: 'ilium_fhir_patients_overlaid',
      help: 'Patients whose number seems to be somebody else’s now (overlay-suspected), each of whose records waits',
      labelNames: ['target'],
      registers: [],
      async collect() {
        const counts = await held.overlaidPatients();
        for (const target of targets.keys()) this.set({ target }, 0);
        for (const { target, count } of counts) if (targets.has(target)) this.set({ target }, count);
      },
    });
    this.registry.registerMetric(records);
    this.registry.registerMetric(patients);
  }

  request(target: string): Observe {
    return (operation, result, seconds) => this.#requests.observe({ target, operation, result }, seconds);
  }

  sentWithFaults(target: string, faults: readonly RecordFault[]): void {
    for (const { element } of faults) this.#faults.inc({ target, element });
  }

  provenance(target: string): (fate: ProvenanceFate) => void {
    return (result) => this.#provenance.inc({ target, result });
  }

  documentsLeft(target: string): (count: number) => void {
    return (count) => this.#documentsLeft.set({ target }, count);
  }

  settled(target: string): (settlements: readonly Settlement[]) => void {
    return (settlements) => {
      for (const { state } of settlements) this.#settled.inc({ target, result: state ?? 'released' });
    };
  }
}
