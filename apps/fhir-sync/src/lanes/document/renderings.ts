import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DesiredResource } from '@ilium/contracts';
import { Slots } from '../../reconcile/slots.js';
import type { PatientDocument } from './patient-document.js';

export type Render = (document: PatientDocument) => DesiredResource | Promise<DesiredResource>;

type Named = Pick<PatientDocument, 'key' | 'digest'>;

/** Making a PDF is computing: two at once would only take longer, each. */
const turns = new Slots(1);

/**
 * Documents as FHIR, with their PDF, by what they say. They are made while no transaction is open and no lock is held, since
 * each takes a tenth of a second; what is stored afterwards is what says the same still.
 */
export class Renderings {
  readonly #made = new Map<string, DesiredResource>();

  constructor(private readonly render: Render) {}

  has(document: Named): boolean {
    return this.#made.has(nameOf(document));
  }

  /** Once: what is written down is needed no more. */
  take(document: Named): DesiredResource {
    const name = nameOf(document);
    const made = this.#made.get(name);
    if (made === undefined) throw new Error(`${document.key} is stored before it is made. Make it first.`);
    this.#made.delete(name);
    return made;
  }

  /** Others have their turn between two of them. */
  async make(documents: readonly PatientDocument[]): Promise<void> {
    for (const document of documents) {
      await nextTurn();
      this.#made.set(nameOf(document), await this.render(document));
    }
  }

  /** One of all targets makes documents at a time. */
  static async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const free = await turns.take();
    try {
      return await work();
    } finally {
      free();
    }
  }
}

function nameOf({ key, digest }: Named): string {
  return `${key} ${digest}`;
}
