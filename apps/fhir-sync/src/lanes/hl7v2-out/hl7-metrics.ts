import { Counter, Gauge, type Registry } from '@ilium/observability';
import type { Verdict } from './queue/sending-queue.js';
import type { Hl7State } from './queue/to-queue.js';

/** Figures about HL7 v2 that goes out. Labels are closed lists of states. */
export class Hl7Metrics {
  readonly #sent: Counter;
  readonly #unmatched: Counter;

  constructor(private readonly registry: Registry) {
    this.#sent = new Counter({
      name: 'ilium_hl7_out_sendings_total',
      help: 'Sendings of HL7 v2 messages by what became of them: acknowledged, refused, sent (to be sent again)',
      labelNames: ['result'],
      registers: [registry],
    });
    this.#unmatched = new Counter({
      name: 'ilium_hl7_out_unmatched_answers_total',
      help: 'Acknowledgements that named no message that waited for one: late, repeated, or of another message',
      registers: [registry],
    });
  }

  watch(counts: () => Promise<Readonly<Record<Hl7State, number>>>): void {
    const messages = new Gauge({
      name: 'ilium_hl7_out_messages',
      help: 'HL7 v2 messages by state',
      labelNames: ['state'],
      registers: [],
      async collect() {
        for (const [state, count] of Object.entries(await counts())) this.set({ state }, count);
      },
    });
    this.registry.registerMetric(messages);
  }

  readonly sending = ({ state }: Verdict): void => {
    this.#sent.inc({ result: state });
  };

  readonly unmatched = (count: number): void => {
    this.#unmatched.inc(count);
  };
}
