import { z } from 'zod';
import { TargetFault } from '../faults/target-fault.js';
import type { FhirTarget } from './fhir-target.js';

const statement = z.looseObject({
  rest: z
    .array(
      z.looseObject({
        resource: z
          .array(
            z.looseObject({
              type: z.string(),
              interaction: z.array(z.looseObject({ code: z.string() })).optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});

/** A server's next release may offer more. */
const knownForMs = 3_600_000;

/** What the server says that it takes, from its CapabilityStatement. */
export class Offers {
  #known: Promise<ReadonlySet<string>> | undefined;
  #askedAt = -Infinity;

  constructor(
    private readonly target: Pick<FhirTarget, 'read'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws TargetFault */
  async takes(type: string, interaction: 'create' | 'update'): Promise<boolean> {
    if (this.#known === undefined || this.now() - this.#askedAt > knownForMs) {
      this.#askedAt = this.now();
      this.#known = this.#ask();
    }
    try {
      return (await this.#known).has(`${type} ${interaction}`);
    } catch (error) {
      this.#known = undefined;
      throw error;
    }
  }

  async #ask(): Promise<ReadonlySet<string>> {
    const read = statement.safeParse(await this.target.read('metadata'));
    if (!read.success) throw new TargetFault({ remedy: 'retry', scope: 'request', name: 'not-a-fhir-server' });
    const types = (read.data.rest ?? []).flatMap(({ resource = [] }) => resource);
    return new Set(types.flatMap(({ type, interaction = [] }) => interaction.map(({ code }) => `${type} ${code}`)));
  }
}
