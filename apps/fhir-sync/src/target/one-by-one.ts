import type { FhirResource } from 'fhir-kit-client';
import { TargetFault } from '../faults/target-fault.js';
import { versionOf, type EntryAnswer } from './bundle.js';
import type { FhirTarget } from './fhir-target.js';

/** A server without POST searches says one of these to them; then they go by GET. */
const noPostSearch: ReadonlySet<number | undefined> = new Set([400, 403, 404, 405, 415, 501]);

/** Reads and searches for servers that take no batches: the same answers, each by a request of its own. */
export class OneByOne {
  #searchesByGet = false;

  constructor(private readonly target: Pick<FhirTarget, 'read' | 'search'>) {}

  batch(urls: readonly string[]): Promise<EntryAnswer[]> {
    return Promise.all(urls.map((url) => this.#answer(url)));
  }

  async #answer(url: string): Promise<EntryAnswer> {
    try {
      const resource = await this.#get(url);
      return { status: 200, version: versionOf(undefined, undefined, resource), outcome: undefined, resource };
    } catch (error) {
      // What is a word on this one thing is its answer; everything else is the target's trouble.
      if (!(error instanceof TargetFault) || error.fault.status === undefined) throw error;
      const { status, scope, answer } = error.fault;
      if (scope === 'target' && status !== 404 && status !== 410) throw error;
      return { status, version: null, outcome: answer, resource: undefined };
    }
  }

  async #get(url: string): Promise<FhirResource> {
    const [type = '', query] = url.split('?');
    if (query === undefined || this.#searchesByGet) return this.target.read(url);
    try {
      return await this.target.search(type, new URLSearchParams(query));
    } catch (error) {
      if (!(error instanceof TargetFault) || !noPostSearch.has(error.fault.status)) throw error;
      const found = await this.target.read(url);
      this.#searchesByGet = true;
      return found;
    }
  }
}
