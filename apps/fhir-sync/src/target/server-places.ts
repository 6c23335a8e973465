import { nameOf, type LogicalReference } from '../desired/references.js';
import { faultOfStatus } from '../faults/faults.js';
import { TargetFault } from '../faults/target-fault.js';
import { identityOf, type Identity } from '../identity/identity.js';
import { ExpiringCache } from './expiring-cache.js';
import type { FhirTarget } from './fhir-target.js';
import { identifierSearch, readMatches, type FoundResource } from './identifier-search.js';

/** Where somebody else's record lies on the server; several records under one identifier are nobody's. */
export type Place =
  | {
      readonly kind: 'found';
      readonly reference: string;
      /** Of a Patient: who the server says it is. */
      readonly identity?: Identity;
    }
  | { readonly kind: 'missing' | 'ambiguous' };

export interface PlaceSettings {
  readonly cacheCapacity: number;
  readonly foundForMs: number;
  /** Short: it only keeps a burst of records from asking the same question. */
  readonly missingForMs: number;
}

export const placeSettings: PlaceSettings = { cacheCapacity: 50_000, foundForMs: 600_000, missingForMs: 500 };

/** Searches in one batch. */
const atOnce = 50;

/** A search that fails says nothing about the record it was for. */
const neverRefused = { remedy: 'retry', scope: 'request' } as const;

/** Finds the Patients and Encounters of the server by identifier and assigner, never by anything else. */
export class ServerPlaces {
  readonly #known: ExpiringCache<Place>;

  constructor(
    private readonly target: Pick<FhirTarget, 'batch'>,
    private readonly settings: PlaceSettings = placeSettings,
  ) {
    this.#known = new ExpiringCache(settings.cacheCapacity);
  }

  /** The place of each of those wanted, under its name. Asks the server only for what isn't known. */
  async find(wanted: readonly LogicalReference[]): Promise<Map<string, Place>> {
    const places = new Map<string, Place>();
    const byName = new Map(wanted.map((one) => [nameOf(one), one]));
    const unknown: LogicalReference[] = [];
    for (const [name, one] of byName) {
      const known = this.#known.get(name);
      if (known === undefined) unknown.push(one);
      else places.set(name, known);
    }
    const batches: Promise<void>[] = [];
    for (let from = 0; from < unknown.length; from += atOnce) {
      batches.push(this.#search(unknown.slice(from, from + atOnce), places));
    }
    await Promise.all(batches);
    return places;
  }

  /** Whether its place is known without asking. */
  remembers(one: LogicalReference): boolean {
    return this.#known.get(nameOf(one)) !== undefined;
  }

  /** The server refused a record that refers to it: ask again next time. */
  forget(wanted: readonly LogicalReference[]): void {
    for (const one of wanted) this.#known.delete(nameOf(one));
  }

  async #search(wanted: readonly LogicalReference[], places: Map<string, Place>): Promise<void> {
    const answers = await this.target.batch(wanted.map(identifierSearch));
    for (const [index, one] of wanted.entries()) {
      const { status = 0, resource } = answers[index] ?? {};
      if (status < 200 || status >= 300) throw new TargetFault({ ...faultOfStatus(status), ...neverRefused });
      const found = readMatches(resource, one);
      if (found === undefined) throw new TargetFault({ ...neverRefused, name: 'not-a-searchset' });
      this.#learn(nameOf(one), found, places);
    }
  }

  #learn(name: string, found: readonly FoundResource[], places: Map<string, Place>): void {
    const place = placeOf(found);
    const { foundForMs, missingForMs } = this.settings;
    this.#known.set(name, place, place.kind === 'found' ? foundForMs : missingForMs);
    places.set(name, place);
  }
}

function placeOf([resource, another]: readonly FoundResource[]): Place {
  if (resource === undefined) return { kind: 'missing' };
  if (another !== undefined) return { kind: 'ambiguous' };
  const reference = `${resource.resourceType}/${resource.id}`;
  return resource.resourceType === 'Patient'
    ? { kind: 'found', reference, identity: identityOf(resource) }
    : { kind: 'found', reference };
}
