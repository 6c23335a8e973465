import type { FhirResource } from 'fhir-kit-client';
import type { Fault } from '../faults/faults.js';
import { TargetFault } from '../faults/target-fault.js';
import { versionOf, type EntryAnswer } from './bundle.js';
import type { FhirTarget } from './fhir-target.js';

/** A server without POST searches says one of these to them; then they go by GET. */
const noPostSearch: ReadonlySet<number | undefined> = new Set([400, 403, 404, 405, 415, 501]);

const notThere: ReadonlySet<number> = new Set([404, 410]);

/**
 * Reads and searches for servers that take no batches: the same answers, each by a request of its own.
 *
 * With an OperationOutcome an error is the server's own word on the one thing that was asked for. FHIR R4 (http.html) says that a
 * server SHOULD send one, and those that we know of do; so 404 and 410 without one may as well come from a proxy, or from a base
 * path that is wrong. Then they say
 * - to a search nothing: one that finds nothing is answered with an empty Bundle, never with 404;
 * - to a read that the record is not there, where the content type is FHIR's;
 * - to a read of a version that the server does not show it, whoever said so: servers need not have `vread`, and who asks for
 *   a version has found the record itself before.
 * Everything else is the target's trouble.
 */
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
      if (!(error instanceof TargetFault) || error.fault.status === undefined) throw error;
      const { status, scope, answer } = error.fault;
      if (scope === 'target' && !isNotThere(url, error.fault)) throw error;
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

/** Without an OperationOutcome. */
function isNotThere(url: string, { status = 0, isFhir = false }: Fault): boolean {
  if (!notThere.has(status) || url.includes('?')) return false;
  return isFhir || url.includes('/_history/');
}
