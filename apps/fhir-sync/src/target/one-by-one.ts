import type { FhirResource } from 'fhir-kit-client';
import { z } from 'zod';
import { notOffered, saysNothingOfRecords, type Fault } from '../faults/faults.js';
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
 *
 * To anything else they are the target's trouble, unless its `metadata` answers as FHIR: then they are about this one thing, and
 * stop no other. That the record is not there they still do not say: a gateway may let `metadata` through and no reads, and all
 * records would look gone; nor does a second 404, which would come from the same gateway. So the server is searched for the id:
 * only a Bundle, which no proxy makes up, says that it has none, or shows it. Without one nothing is known of the record.
 */
export class OneByOne {
  #searchesByGet = false;
  #probe: Promise<boolean> | undefined;

  constructor(private readonly target: Pick<FhirTarget, 'read' | 'search' | 'probe'>) {}

  batch(urls: readonly string[]): Promise<EntryAnswer[]> {
    return Promise.all(urls.map((url) => this.#answer(url)));
  }

  async #answer(url: string): Promise<EntryAnswer> {
    try {
      return answered(await this.#get(url));
    } catch (error) {
      if (!(error instanceof TargetFault) || error.fault.status === undefined) throw error;
      const { status, scope, answer } = error.fault;
      const said = { status, version: null, outcome: answer, resource: undefined };
      if (scope === 'request' || isNotThere(url, error.fault)) return said;
      if (!(saysNothingOfRecords.has(status) || notOffered.has(status)) || !(await this.#isThere())) throw error;
      return notThere.has(status) && isPlace(url) ? this.#searched(url, said) : said;
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

  /** Asks for the CapabilityStatement, once for all who want to know. */
  #isThere(): Promise<boolean> {
    this.#probe ??= this.#probeOnce().finally(() => (this.#probe = undefined));
    return this.#probe;
  }

  async #probeOnce(): Promise<boolean> {
    try {
      await this.target.probe();
      return true;
    } catch (error) {
      if (error instanceof TargetFault) return false;
      throw error;
    }
  }

  /** @param said to the read of this place, by nobody knows whom */
  async #searched(place: string, said: EntryAnswer): Promise<EntryAnswer> {
    const [type = '', id = ''] = place.split('/');
    const [found] = await this.batch([`${type}?_id=${id}`]);
    const read = searchset.safeParse(found?.resource);
    const resources = read.data?.entry?.flatMap(({ resource }) => resource ?? []) ?? [];
    const itself = resources.find((one) => one.resourceType === type && one.id === id);
    if (itself !== undefined) return answered(itself);
    // With others in it, the server does not know the parameter.
    return read.success && resources.length === 0 ? said : { ...said, status: 0 };
  }
}

const searchset = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z
    .array(
      z.looseObject({ resource: z.looseObject({ resourceType: z.string(), id: z.string().optional() }).optional() }),
    )
    .optional(),
});

function answered(resource: unknown): EntryAnswer {
  return { status: 200, version: versionOf(undefined, undefined, resource), outcome: undefined, resource };
}

/** Without an OperationOutcome. */
function isNotThere(url: string, { status = 0, isFhir = false }: Fault): boolean {
  if (!notThere.has(status) || url.includes('?')) return false;
  return isFhir || url.includes('/_history/');
}

/** `Procedure/17` */
function isPlace(url: string): boolean {
  return /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(url);
}
