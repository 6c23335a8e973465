import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { metaOf, type FhirRecord } from '../../fhir/resource/fhir-record.js';

/** What the server does, beyond reading records. */
export interface EhrAbilities {
  /** Searches by `_lastUpdated`. */
  readonly search?: boolean;
  /** Searches by patient and identifier. */
  readonly patients?: boolean;
  readonly events?: boolean;
  readonly bulkExport?: boolean;
  readonly subscriptions?: boolean;
}

/** A FHIR server for tests: has the records that it is given, says what it can, and goes away when told to. */
export class ScriptedEhr {
  readonly records = new Map<string, FhirRecord>();
  /** What happened to the subscription: place of the record by event number. */
  readonly happened = new Map<number, string>();
  /** `GET Procedure/p1`, in order. */
  readonly requests: string[] = [];
  /** The bodies of what was written to it. */
  readonly written: FhirRecord[] = [];
  readonly tokens = new Set<string | undefined>();
  abilities: EhrAbilities = { search: true, events: true };
  isAway = false;
  pageSize = 2;
  /** So often an export is still under way. */
  exportPolls = 1;
  readonly topics: string[] = [];
  #server: Server | undefined;
  #port = 0;

  async start(): Promise<this> {
    const server = createServer((request, response) => void this.#take(request, response));
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    const address: AddressInfo | string | null = server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
    this.#server = server;
    return this;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }

  get base(): string {
    return `http://127.0.0.1:${this.#port}/fhir`;
  }

  has(...records: readonly FhirRecord[]): this {
    for (const record of records) this.records.set(`${record.resourceType}/${String(record['id'])}`, record);
    return this;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '/', this.base);
    const path = url.pathname.replace(/^\/fhir\//, '');
    this.requests.push(`${request.method} ${path}`);
    this.tokens.add(request.headers.authorization);
    if (this.isAway) return answer(response, 503, {}, { 'retry-after': '7' });
    const parameters = request.method === 'POST' ? new URLSearchParams(body) : url.searchParams;
    this.#answer(request.method ?? 'GET', path, parameters, body, response);
  }

  #answer(method: string, path: string, parameters: URLSearchParams, body: string, response: ServerResponse): void {
    const [type = '', id = ''] = path.split('/');
    if (path === 'metadata') return answer(response, 200, this.#metadata());
    if (path.endsWith('$export')) return answer(response, 202, {}, { 'content-location': `${this.base}/export-state` });
    if (path === 'export-state') return this.#exportState(method, response);
    if (type === 'export-file') return this.#exportFile(id, response);
    if (path.endsWith('/$events')) return this.#events(parameters, response);
    if (method === 'PUT' || (method === 'POST' && id === '')) return this.#write(body, id, response);
    if (id === '' || id === '_search') return this.#search(type, parameters, response);
    const record = this.records.get(path);
    return record === undefined ? answer(response, 404, {}) : answer(response, 200, record);
  }

  #metadata(): object {
    const { search, patients, bulkExport, subscriptions } = this.abilities;
    const names = [...(search ? ['_lastUpdated'] : []), ...(patients ? ['patient', 'identifier'] : [])];
    const types = ['Patient', 'Encounter', 'Procedure', 'MedicationAdministration', 'Observation'];
    const extension = this.topics.map((valueCanonical) => ({
      url: 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/capabilitystatement-subscriptiontopic-canonical',
      valueCanonical,
    }));
    const subscription = { type: 'Subscription', extension, interaction: [{ code: 'create' }, { code: 'update' }] };
    return {
      resourceType: 'CapabilityStatement',
      rest: [
        {
          mode: 'server',
          resource: [
            ...types.map((type) => ({ type, searchParam: names.map((name) => ({ name })) })),
            ...(subscriptions ? [subscription] : []),
          ],
          operation: bulkExport ? [{ name: 'export', definition: 'http://hl7.org/fhir/uv/bulkdata/export' }] : [],
        },
      ],
    };
  }

  #write(body: string, id: string, response: ServerResponse): void {
    const parsed: FhirRecord = JSON.parse(body);
    const record = { ...parsed, id: id || 'sub-1' };
    this.written.push(record);
    this.has(record);
    answer(response, id === '' ? 201 : 200, record);
  }

  #search(type: string, parameters: URLSearchParams, response: ServerResponse): void {
    const since = Date.parse(parameters.get('_lastUpdated')?.replace(/^ge/, '') ?? '1970-01-01T00:00:00Z');
    const [system, value] = (parameters.get('identifier') ?? '').split('|');
    const patient = parameters.get('patient');
    const all = [...this.records.values()].filter((record) => {
      const text = JSON.stringify(record);
      return (
        record.resourceType === type &&
        Date.parse(metaOf(record).lastUpdated ?? '2026-01-01T00:00:00Z') >= since &&
        (value === undefined || text.includes(`"system":"${system}","value":"${value}"`)) &&
        (patient === null || text.includes(`"Patient/${patient}"`))
      );
    });
    const from = Number(parameters.get('_from') ?? 0);
    const page = all.slice(from, from + this.pageSize);
    const next = new URLSearchParams(parameters);
    next.set('_from', String(from + this.pageSize));
    const link =
      from + this.pageSize < all.length ? [{ relation: 'next', url: `${this.base}/${type}?${next.toString()}` }] : [];
    answer(response, 200, {
      resourceType: 'Bundle',
      type: 'searchset',
      link,
      entry: page.map((resource) => ({ resource })),
    });
  }

  #events(parameters: URLSearchParams, response: ServerResponse): void {
    if (!this.abilities.events) return answer(response, 404, {});
    const [since, until] = [Number(parameters.get('eventsSinceNumber')), Number(parameters.get('eventsUntilNumber'))];
    const numbers = [...this.happened.keys()].filter((number) => number >= since && number <= until);
    answer(response, 200, this.notification('query-event', numbers));
  }

  #exportState(method: string, response: ServerResponse): void {
    if (method === 'DELETE') return answer(response, 202, {});
    if (this.exportPolls > 0) {
      this.exportPolls -= 1;
      return answer(response, 202, {}, { 'retry-after': '3' });
    }
    const types = new Set([...this.records.values()].map(({ resourceType }) => resourceType));
    const output = [...types].map((type) => ({ type, url: `${this.base}/export-file/${type}` }));
    answer(response, 200, { transactionTime: '2026-04-01T00:00:00Z', requiresAccessToken: true, output });
  }

  #exportFile(type: string, response: ServerResponse): void {
    const lines = [...this.records.values()]
      .filter((record) => record.resourceType === type)
      .map((one) => JSON.stringify(one));
    response.writeHead(200, { 'content-type': 'application/fhir+ndjson' }).end(`${lines.join('\n')}\n`);
  }

  /** A notification of some events, by their numbers; with the records where they are to be shown. */
  notification(
    type: string,
    numbers: readonly number[],
    payload: 'empty' | 'id-only' | 'full-resource' = 'id-only',
    since = Math.max(0, ...this.happened.keys()),
  ): FhirRecord {
    const events = numbers.map((number) => ({
      name: 'notification-event',
      part: [
        { name: 'event-number', valueString: String(number) },
        { name: 'timestamp', valueInstant: '2026-03-12T15:32:08Z' },
        ...(payload === 'empty' ? [] : [{ name: 'focus', valueReference: { reference: this.happened.get(number) } }]),
      ],
    }));
    const status = {
      resourceType: 'Parameters',
      parameter: [
        { name: 'subscription', valueReference: { reference: `${this.base}/Subscription/sub-1` } },
        { name: 'status', valueCode: type === 'handshake' ? 'requested' : 'active' },
        { name: 'type', valueCode: type },
        { name: 'events-since-subscription-start', valueString: String(since) },
        ...events,
      ],
    };
    const shown = payload === 'empty' ? [] : numbers.map((number) => this.happened.get(number) ?? '');
    const entries = shown.map((place) => {
      const resource = payload === 'full-resource' ? this.records.get(place) : undefined;
      const method = this.records.has(place) ? 'PUT' : 'DELETE';
      return {
        fullUrl: `${this.base}/${place}`,
        ...(resource === undefined ? {} : { resource }),
        request: { method, url: place },
        response: { status: '200' },
      };
    });
    const request = { method: 'GET', url: 'Subscription/sub-1/$status' };
    const first = { fullUrl: 'urn:uuid:0', resource: status, request, response: { status: '200' } };
    return { resourceType: 'Bundle', type: 'history', entry: [first, ...entries] };
  }
}

function answer(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers }).end(JSON.stringify(body));
}
