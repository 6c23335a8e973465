import { Client, type FhirResource } from 'fhir-kit-client';
import { Agent, Dispatcher1Wrapper } from 'undici';
import type { Authorization, Headers } from '../authorization/authorization.js';
import { faultOf, type Fault } from '../faults/faults.js';
import { TargetFault } from '../faults/target-fault.js';
import { batchOf, readAnswer, transactionOf, type EntryAnswer, type Put } from './bundle.js';
import { writeOverHttp, type HttpWrite } from './http-write.js';
import { readWritten, type Written } from './written.js';
import { toFhirServer, type TlsSettings } from './tls.js';

export interface TargetSettings {
  /** `[base]`, without a slash at the end. */
  readonly baseUrl: string;
  /** Connections, and so requests in flight. */
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly tls: TlsSettings;
  /** For each request. */
  readonly headers: Headers;
}

/** Called after each request: what was asked, how it ended (`ok` or a fault's name), how long it took. */
export type Observe = (operation: string, result: string, seconds: number) => void;

const probeTimeoutMs = 5_000;

/** One try of a request, with what lets it in. */
type Request<Answer> = (options: {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
}) => Promise<Answer>;

/** Nothing was sent: the token had not come when the time for the request was over. */
const tokenIsLate: Fault = { remedy: 'retry', scope: 'target', name: 'token-time-out' };

/** The hospital's FHIR server over HTTP. Each call has a time-out; each failure is a `TargetFault`. */
export class FhirTarget {
  readonly baseUrl: string;
  readonly #client: Client;
  readonly #agent: Agent;
  /** Their names in lower case: those of a request would stand beside them otherwise, not in their place. */
  readonly #always: Headers;

  constructor(
    private readonly settings: TargetSettings,
    private readonly authorization: Authorization,
    private readonly observe: Observe = () => undefined,
  ) {
    this.baseUrl = settings.baseUrl;
    this.#always = Object.fromEntries(
      Object.entries(settings.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    this.#agent = new Agent({
      connections: settings.concurrency,
      pipelining: 1,
      connect: toFhirServer(settings.tls, settings.timeoutMs),
    });
    this.#client = new Client({
      baseUrl: settings.baseUrl,
      // fetch is Node's own; the wrapper lets it use an agent of a newer undici. A redirected POST would become a GET.
      requestOptions: { dispatcher: new Dispatcher1Wrapper(this.#agent), redirect: 'manual' },
    });
  }

  /** Sends a transaction: all of it or nothing, on a server that keeps to the rules. */
  transaction(puts: readonly Put[]): Promise<EntryAnswer[]> {
    return this.#exchange('transaction', transactionOf(puts), puts.length);
  }

  /** Reads and searches, each by its relative URL, in one request. */
  batch(urls: readonly string[]): Promise<EntryAnswer[]> {
    return this.#exchange('batch', batchOf(urls), urls.length);
  }

  /** Creates a record under an id that the server chooses. */
  create(type: string, resource: string): Promise<Written> {
    return this.#write('create', 'POST', type, resource, {});
  }

  /** Updates the record at `place`, if it still is at that version where one is given. */
  update(place: string, resource: string, version: string | null): Promise<Written> {
    const headers = version === null ? {} : { 'if-match': `W/"${version}"` };
    return this.#write('update', 'PUT', place, resource, headers);
  }

  /** Reads one thing by its relative URL. */
  read(url: string): Promise<FhirResource> {
    return this.#ask('read', this.settings.timeoutMs, (options) => this.#client.request(url, { options }));
  }

  /** Searches; what is looked for stands in no URL and no access log. */
  search(type: string, query: URLSearchParams): Promise<FhirResource> {
    return this.#ask('search', this.settings.timeoutMs, ({ headers, signal }) => {
      const options = { headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, signal };
      return this.#client.request(`${type}/_search`, { method: 'POST', body: query.toString(), options });
    });
  }

  /** The cheap question whether a FHIR server is there. */
  async probe(): Promise<void> {
    const timeoutMs = Math.min(probeTimeoutMs, this.settings.timeoutMs);
    const statement = await this.#ask('probe', timeoutMs, (options) =>
      this.#client.request('metadata?_summary=true', { options }),
    );
    if (statement.resourceType !== 'CapabilityStatement') {
      throw new TargetFault({ remedy: 'retry', scope: 'target', name: 'not-a-fhir-server' });
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#agent.destroy(), this.authorization.close()]);
  }

  async #write(
    operation: string,
    method: HttpWrite['method'],
    place: string,
    resource: string,
    more: Readonly<Record<string, string>>,
  ): Promise<Written> {
    const url = `${this.baseUrl}/${place}`;
    const { body, headers } = await this.#ask(operation, this.settings.timeoutMs, (options) =>
      writeOverHttp(this.#agent, {
        ...options,
        method,
        url,
        body: resource,
        headers: { ...options.headers, ...more },
      }),
    );
    return readWritten(headers.get('location') ?? undefined, headers.get('etag') ?? undefined, body);
  }

  async #exchange(operation: 'transaction' | 'batch', bundle: string, entries: number): Promise<EntryAnswer[]> {
    const { body } = await this.#ask(operation, this.settings.timeoutMs, (options) =>
      writeOverHttp(this.#agent, { ...options, method: 'POST', url: this.baseUrl, body: bundle }),
    );
    const answers = readAnswer(body, entries);
    if (answers !== undefined) return answers;
    throw new TargetFault({ remedy: 'retry', scope: 'request', name: 'not-an-answer' });
  }

  async #ask<Answer>(operation: string, timeoutMs: number, request: Request<Answer>): Promise<Answer> {
    const began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1000;
    try {
      const answer = await this.#letIn(request, AbortSignal.timeout(timeoutMs));
      this.observe(operation, 'ok', seconds());
      return answer;
    } catch (error) {
      const fault = error instanceof TargetFault ? error.fault : faultOf(error, Date.now());
      if (fault === undefined) throw error;
      this.observe(operation, fault.name, seconds());
      throw new TargetFault(this.#advised(fault));
    }
  }

  /** A 401 says that nothing was done: with other headers the same request goes again, once, in what is left of the time. */
  async #letIn<Answer>(request: Request<Answer>, signal: AbortSignal): Promise<Answer> {
    const headers = await this.#headers(signal);
    try {
      return await request({ headers: { ...this.#always, ...headers }, signal });
    } catch (error) {
      const isShut = faultOf(error, Date.now())?.status === 401;
      if (!isShut || !this.authorization.rejected(headers)) throw error;
    }
    return request({ headers: { ...this.#always, ...(await this.#headers(signal)) }, signal });
  }

  /** Others may go on waiting for the same token; this request has no longer than it has. */
  async #headers(signal: AbortSignal): Promise<Headers> {
    if (signal.aborted) throw new TargetFault(tokenIsLate);
    const late = Promise.withResolvers<never>();
    const onAbort = (): void => late.reject(new TargetFault(tokenIsLate));
    signal.addEventListener('abort', onAbort);
    try {
      return await Promise.race([this.authorization.headers(), late.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  #advised(fault: Fault): Fault {
    const isShut = fault.status === 401 || (fault.status === 403 && fault.scope === 'target');
    return isShut ? { ...fault, advice: this.authorization.advice } : fault;
  }
}
