import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

/**
 * How the FHIR server misbehaves, for tests of its clients: it is gone (connections are cut), slow, answers every
 * request with an error, or does its work and loses the answer.
 */
export const fault = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('none') }),
  z.strictObject({ mode: z.literal('down') }),
  z.strictObject({ mode: z.literal('slow'), delayMs: z.int().min(0).max(600_000).default(1_000) }),
  z.strictObject({
    mode: z.literal('error'),
    status: z.int().min(400).max(599).default(503),
    retryAfterSeconds: z.int().min(0).max(3_600).optional(),
    delayMs: z.int().min(0).max(600_000).default(0),
  }),
  z.strictObject({ mode: z.literal('lost-answer') }),
]);
export type Fault = z.output<typeof fault>;

export class Faults {
  #fault: Fault = { mode: 'none' };

  get current(): Fault {
    return this.#fault;
  }

  set(next: Fault): void {
    this.#fault = next;
  }

  /** Waits as long as the present fault makes a request wait. */
  async delay(): Promise<void> {
    if ('delayMs' in this.#fault && this.#fault.delayMs > 0) await wait(this.#fault.delayMs);
  }
}
