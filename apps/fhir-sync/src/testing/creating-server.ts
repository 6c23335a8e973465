import type { Fault } from '../faults/faults.js';
import { TargetFault } from '../faults/target-fault.js';
import type { EntryAnswer } from '../target/bundle.js';
import type { Written } from '../target/written.js';

type Resource = Record<string, unknown> & {
  readonly identifier?: readonly { readonly system: string; readonly value: string }[];
};

export const timeOut: Fault = { remedy: 'retry', scope: 'request', name: 'time-out' };
export const notOffered: Fault = { remedy: 'retry', scope: 'target', name: 'http-405', status: 405 };
export const invalid: Fault = { remedy: 'refuse', scope: 'request', name: 'http-422', status: 422 };

/** A server in memory that creates records under ids of its own, as `FhirTarget` shows it. */
export class CreatingServer {
  readonly stored = new Map<string, Resource>();
  /** The versions that updates were about, as they said it. */
  readonly updated: (string | null)[] = [];
  /** What it does with the next creates: fail, before or after it has applied them. */
  readonly script: { readonly fault: Fault; readonly applied: boolean }[] = [];
  /** Elements that it drops without a word. */
  dropped: readonly string[] = [];
  /** Of a record that is read. */
  version: string | null = null;
  /** As they were at first. */
  readonly firstVersions = new Map<string, Resource>();
  searchesFail = false;
  creates = 0;
  #lastId = 0;

  async create(type: string, resource: string): Promise<Written> {
    this.creates += 1;
    const act = this.script.shift();
    if (act === undefined || act.applied) this.#store(type, resource);
    if (act !== undefined) throw new TargetFault(act.fault);
    return { place: `${type}/${this.#lastId}`, version: '1' };
  }

  async update(place: string, resource: string, version: string | null): Promise<Written> {
    this.updated.push(version);
    const act = this.script.shift();
    if (act !== undefined) throw new TargetFault(act.fault);
    this.stored.set(place, JSON.parse(resource));
    return { place, version: '2' };
  }

  /** Searches by identifier; any other search is answered with all of the type. */
  async batch(urls: readonly string[]): Promise<EntryAnswer[]> {
    return urls.map((url) => (url.includes('?') ? this.#search(url) : this.#read(url)));
  }

  #store(type: string, resource: string): void {
    this.#lastId += 1;
    const kept = Object.entries(JSON.parse(resource)).filter(([element]) => !this.dropped.includes(element));
    this.stored.set(`${type}/${this.#lastId}`, Object.fromEntries(kept));
  }

  #read(url: string): EntryAnswer {
    const place = url.replace(/\/_history\/.*$/, '');
    const resource = place === url ? this.stored.get(url) : this.firstVersions.get(place);
    const status = resource === undefined ? 404 : 200;
    return { status, version: place === url ? this.version : null, outcome: undefined, resource };
  }

  #search(url: string): EntryAnswer {
    if (this.searchesFail) return { status: 400, version: null, outcome: undefined, resource: undefined };
    const [type = '', query] = url.split('?');
    const identifier = new URLSearchParams(query).get('identifier');
    const entry = [...this.stored]
      .filter(([place]) => place.startsWith(`${type}/`))
      .filter(
        ([, { identifier: own = [] }]) =>
          identifier === null || own.some(({ system, value }) => `${system}|${value}` === identifier),
      )
      .map(([place, resource]) => ({ resource: { ...resource, resourceType: type, id: place.split('/')[1] } }));
    return { status: 200, version: null, outcome: undefined, resource: { resourceType: 'Bundle', entry } };
  }
}
