import { Counter, Gauge, type HealthRegistry, type Registry } from '@ilium/observability';
import type { Weight } from './difference.js';
import { weightOfAll } from './lost-meaning.js';
import type { Compared, ReadBacksRepository } from './read-backs.repository.js';

/** Figures about what was read back. Labels are closed lists and names of targets, never elements or keys. */
export class ReadBackMetrics {
  readonly #read: Counter;
  readonly #differences: Counter;

  constructor(private readonly registry: Registry) {
    this.#read = new Counter({
      name: 'ilium_fhir_read_backs_total',
      help: 'Records read again by result: same, detail or meaning (differs in it), later (could not be read)',
      labelNames: ['target', 'result'],
      registers: [registry],
    });
    this.#differences = new Counter({
      name: 'ilium_fhir_read_back_differences_total',
      help: 'Elements that differ from what was sent, by kind (missing, changed, added) and weight (meaning, detail)',
      labelNames: ['target', 'kind', 'weight'],
      registers: [registry],
    });
  }

  compared(target: string, all: readonly Compared[]): void {
    for (const { differences } of all) {
      this.#read.inc({ target, result: weightOfAll(differences) ?? 'same' });
      for (const { kind, weight } of differences) this.#differences.inc({ target, kind, weight });
    }
  }

  postponed(target: string, count: number): void {
    this.#read.inc({ target, result: 'later' }, count);
  }

  /** How many records differ now, in the figures and in the health of the service. */
  watch(readBacks: Pick<ReadBacksRepository, 'differing'>, health: HealthRegistry): void {
    const differing = new Gauge({
      name: 'ilium_fhir_records_differing',
      help: 'Records whose last reading differs from what was sent, by the heaviest difference',
      labelNames: ['target', 'weight'],
      registers: [],
      async collect() {
        this.reset();
        for (const { target, weight, count } of await readBacks.differing()) this.set({ target, weight }, count);
      },
    });
    this.registry.registerMetric(differing);
    health.add('read-back', async () => said(await readBacks.differing()));
  }
}

function said(groups: readonly { readonly weight: Weight; readonly count: number }[]): string | undefined {
  const count = groups.filter(({ weight }) => weight === 'meaning').reduce((sum, group) => sum + group.count, 0);
  if (count === 0) return undefined;
  return `${count} records on servers mean something else than what was sent: GET /v1/read-backs?weight=meaning lists them.`;
}
