import { nameOf, type LogicalReference } from '../desired/references.js';
import type { ServerPlaces } from '../target/server-places.js';

/** Which places of a run come from an earlier look-up, and may be wrong by now. */
export class RememberedPlaces {
  /** Looked up in this run, or to be: once is enough. */
  readonly #lookedUp = new Set<string>();

  constructor(private readonly places: Pick<ServerPlaces, 'forget' | 'remembers'>) {}

  /** Whether its place would not be looked up now, and was not in this run. */
  includes(one: LogicalReference): boolean {
    const name = nameOf(one);
    if (this.#lookedUp.has(name)) return false;
    if (this.places.remembers(one)) return true;
    this.#lookedUp.add(name);
    return false;
  }

  /** What named them was refused: they are looked up anew. */
  forget(wanted: readonly LogicalReference[]): void {
    this.places.forget(wanted);
    for (const one of wanted) this.#lookedUp.add(nameOf(one));
  }
}
