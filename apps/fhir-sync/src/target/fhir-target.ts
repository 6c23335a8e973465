import { Client, type FhirResource } from 'fhir-kit-client';
import { Agent, Dispatcher1Wrapper } from 'undici';
import { faultOf, type Fault } from '../faults/faults.js';
import { batchOf, readAnswer, transactionOf, type EntryAnswer, type Put } from './bundle.js';

export interface TargetSettings {
  /** `[base]`, without a slash at the end. */
  readonly baseUrl: string;
  /** Connections, and so requests in flight. */
  readonly concurrency: number;
  readonly timeoutMs: number;
}

/** Thrown by every call below when a request failed for reasons that lie with the network or the server. */
export class TargetFault extends Error {
  override readonly name = 'TargetFault';

  constructor(readonly fault: Fault) {
    super(`The FHIR server did not do what it was asked for: ${fault.name}.`);
  }
}

/** Called after each request: what was asked, how it ended (`ok` or a fault's name), how long it took. */
export type Observe = (operation: string, result: string, seconds: number) => void;

const probeTimeoutMs = 5_000;

/** The hospital's FHIR server over HTTP. Each call has a time-out; each failure is a `TargetFault`. */
export class FhirTarget {
  readonly baseUrl: string;
  readonly #client: Client;
  readonly #agent: Agent;

  constructor(
    private readonly settings: TargetSettings,
    private readonly observe: Observe = () => undefined,
  ) {
    this.baseUrl = settings.baseUrl;
    this.#agent = new Agent({
      connections: settings.concurrency,
      pipelining: 1,
      connect: { timeout: settings.timeoutMs },
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

  /** The cheap question whether a FHIR server is there. */
  async probe(): Promise<void> {
    const timeoutMs = Math.min(probeTimeoutMs, this.settings.timeoutMs);
    const statement = await this.#ask('probe', timeoutMs, (signal) =>
      this.#client.request('metadata?_summary=true', { options: { signal } }),
    );
    if (statement.resourceType !== 'CapabilityStatement') {
      throw new TargetFault({ remedy: 'retry', scope: 'target', name: 'not-a-fhir-server' });
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #exchange(operation: 'transaction' | 'batch', bundle: string, entries: number): Promise<EntryAnswer[]> {
    const headers = { 'content-type': 'application/fhir+json' };
    const body = await this.#ask(operation, this.settings.timeoutMs, (signal) =>
      this.#client.request(this.baseUrl, { method: 'POST', body: bundle, options: { headers, signal } }),
    );
    const answers = readAnswer(body, entries);
    if (answers !== undefined) return answers;
    throw new TargetFault({ remedy: 'retry', scope: 'request', name: 'not-an-answer' });
  }

  async #ask(
    operation: string,
    timeoutMs: number,
    request: (signal: AbortSignal) => Promise<FhirResource>,
  ): Promise<FhirResource> {
    const began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1000;
    try {
      const answer = await request(AbortSignal.timeout(timeoutMs));
      this.observe(operation, 'ok', seconds());
      return answer;
    } catch (error) {
      const fault = faultOf(error, Date.now());
      if (fault === undefined) throw error;
      this.observe(operation, fault.name, seconds());
      throw new TargetFault(fault);
    }
  }
}
