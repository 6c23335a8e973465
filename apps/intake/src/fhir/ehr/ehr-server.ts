import { Client, type FhirResource } from 'fhir-kit-client';
import { Agent, Dispatcher1Wrapper, fetch, type Response } from 'undici';
import { asRecord, type FhirRecord } from '../resource/fhir-record.js';
import { EhrAway, EhrRefused } from './ehr-away.js';
import { ehrFault, faultOfStatus, retryAfterSeconds } from './ehr-fault.js';
import { readPage, type Page } from './page.js';

export interface EhrSettings {
  /** `[base]`, without a slash at the end. */
  readonly baseUrl: string;
  /** Asked for at each request, so that a token that was renewed is used. */
  readonly token?: (() => string | undefined) | undefined;
  /** Connections, and so requests in flight. */
  readonly connections?: number;
  readonly timeoutMs?: number;
}

/** What a bulk export says of itself while it is made, and when it is done (FHIR Bulk Data 2.0). */
export type ExportState =
  | { readonly is: 'under-way'; readonly retryAfterSeconds: number | undefined }
  | { readonly is: 'done'; readonly manifest: unknown };

interface Asking {
  readonly method?: 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
}

const noRecord = new Set([403, 404, 410]);

/**
 * A hospital's FHIR server, as far as records are fetched from it. Each request has a time-out. Calls reject with `EhrAway`
 * where the server does not answer or asks for patience, with `EhrRefused` where it does not do what it was asked for.
 */
export class EhrServer {
  readonly baseUrl: string;
  readonly #client: Client;
  readonly #agent: Agent;
  readonly #timeoutMs: number;

  constructor(private readonly settings: EhrSettings) {
    const { baseUrl, connections = 8, timeoutMs = 15_000 } = settings;
    this.baseUrl = baseUrl;
    this.#timeoutMs = timeoutMs;
    this.#agent = new Agent({ connections, pipelining: 1, connect: { timeout: timeoutMs } });
    // The client's fetch is Node's own; the wrapper lets it use an agent of a newer undici. A redirect could lead elsewhere.
    const dispatcher = new Dispatcher1Wrapper(this.#agent);
    this.#client = new Client({ baseUrl, requestOptions: { dispatcher, redirect: 'manual' } });
  }

  /** Undefined where the server has no such record, or none for us. */
  async read(type: string, id: string): Promise<FhirRecord | undefined> {
    try {
      return asRecord(await this.#ask(`${type}/${id}`));
    } catch (error) {
      if (error instanceof EhrRefused && noRecord.has(error.status)) return undefined;
      throw error;
    }
  }

  async metadata(): Promise<FhirRecord | undefined> {
    return asRecord(await this.#ask('metadata'));
  }

  /** One page of a search, by GET. Nothing about a patient may stand in the query. */
  async page(query: string): Promise<Page> {
    return readPage(await this.#ask(query), this.baseUrl);
  }

  /** One page of a search that is about a patient: by POST, so that it stands in no access log (FHIR R4, 3.1.1.2). */
  async search(type: string, parameters: Readonly<Record<string, string>>): Promise<Page> {
    const body = new URLSearchParams(parameters).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return readPage(await this.#ask(`${type}/_search`, 'POST', body, headers), this.baseUrl);
  }

  /** What happened to a subscription, from one event number to another, both included (backport guide, $events). */
  async events(subscription: string, since: number, until: number): Promise<FhirRecord | undefined> {
    const query = `eventsSinceNumber=${since}&eventsUntilNumber=${until}`;
    return asRecord(await this.#ask(`Subscription/${subscription}/$events?${query}`));
  }

  async create(record: FhirRecord): Promise<FhirRecord | undefined> {
    return asRecord(await this.#ask(record.resourceType, 'POST', JSON.stringify(record), fhirJson));
  }

  async update(record: FhirRecord, id: string): Promise<FhirRecord | undefined> {
    return asRecord(await this.#ask(`${record.resourceType}/${id}`, 'PUT', JSON.stringify(record), fhirJson));
  }

  /** Starts a bulk export; where its state is told. */
  async startExport(query: string): Promise<string> {
    const headers = { accept: 'application/fhir+json', prefer: 'respond-async' };
    const response = await this.#fetch(`${this.baseUrl}/${query}`, { headers });
    await response.body?.cancel();
    const place = response.headers.get('content-location');
    if (response.status !== 202 || place === null) throw new EhrRefused(response.status);
    return new URL(place, `${this.baseUrl}/`).href;
  }

  async exportState(place: string): Promise<ExportState> {
    const response = await this.#fetch(place, { headers: { accept: 'application/json' } });
    if (response.status === 202) {
      await response.body?.cancel();
      return { is: 'under-way', retryAfterSeconds: retryAfterSeconds(response.headers.get('retry-after'), Date.now()) };
    }
    try {
      return { is: 'done', manifest: await response.json() };
    } catch {
      throw new EhrAway('not-a-manifest');
    }
  }

  /** A file of an export, as it comes. */
  async *download(url: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const response = await this.#fetch(url, { headers: { accept: 'application/fhir+ndjson' } }, signal);
    if (response.body === null) return;
    try {
      for await (const chunk of response.body) yield chunk;
    } catch (error) {
      throw ehrFault(error, Date.now());
    }
  }

  /** The server may forget the export. */
  async endExport(place: string): Promise<void> {
    const response = await this.#fetch(place, { method: 'DELETE' });
    await response.body?.cancel();
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #ask(
    path: string,
    method: 'GET' | 'POST' | 'PUT' = 'GET',
    body?: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<FhirResource> {
    try {
      const signal = AbortSignal.timeout(this.#timeoutMs);
      const options = { headers: { ...headers, ...this.#authorisation(`${this.baseUrl}/`) }, signal };
      return await this.#client.request(path, { method, body, options });
    } catch (error) {
      throw ehrFault(error, Date.now());
    }
  }

  async #fetch(url: string, init: Asking, signal = AbortSignal.timeout(this.#timeoutMs)): Promise<Response> {
    const headers = { ...init.headers, ...this.#authorisation(url) };
    let response: Response;
    try {
      response = await fetch(url, {
        method: init.method ?? 'GET',
        dispatcher: this.#agent,
        headers,
        signal,
        redirect: 'manual',
      });
    } catch (error) {
      throw ehrFault(error, Date.now());
    }
    if (response.ok) return response;
    await response.body?.cancel();
    throw faultOfStatus(response.status, response.headers.get('retry-after'), Date.now());
  }

  /** The token goes to the server itself only, never to where its files lie. */
  #authorisation(url: string): Record<string, string> {
    const token = this.settings.token?.();
    const isOwn = new URL(url).origin === new URL(this.baseUrl).origin;
    return token === undefined || !isOwn ? {} : { authorization: `Bearer ${token}` };
  }
}

const fhirJson = { 'content-type': 'application/fhir+json' };
