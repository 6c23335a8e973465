import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

interface Entry {
  readonly resource?: { readonly resourceType: string; readonly id: string } & Record<string, unknown>;
  readonly request: { readonly method: string; readonly url: string; readonly ifMatch?: string };
}

interface Stored {
  readonly version: number;
  readonly resource: Entry['resource'];
}

/** What the server does with a transaction instead of running it and answering. */
export type Act =
  /** Runs it, and answers this instead. */
  | {
      readonly apply: boolean;
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** Runs it or not, and cuts the connection. */
  | { readonly apply: boolean; readonly cut: true }
  /** Runs it or not, and sends half of the answer. */
  | { readonly apply: boolean; readonly truncate: true }
  /** Runs it when told to go on, and answers then. */
  | { readonly apply: boolean; readonly until: Promise<unknown> }
  /** Refuses these entries and runs the others, in a 200. */
  | { readonly refuseEntries: (key: string) => boolean };

/** A FHIR server for tests: keeps what it is told, and misbehaves as the script says. One transaction, one act. */
export class ScriptedFhirServer {
  /** Keys of each transaction that arrived, in order. */
  readonly transactions: string[][] = [];
  readonly stored = new Map<string, Stored>();
  /** `Procedure/p1/_history/1` → as it was then; a server without a history has it emptied. */
  readonly history = new Map<string, Entry['resource']>();
  /** `system|value` → id, for `Patient?identifier=` and `Encounter?identifier=`. */
  readonly places = new Map<string, string>();
  /** What it says of these Patients beside their identifiers, by id. */
  readonly people = new Map<string, object>();
  /** Of the next transactions; those after the last act are run as they should. */
  readonly script: Act[] = [];
  /** Refuses a transaction (422) that holds such a resource. */
  refuses: (key: string, resource: Record<string, unknown>) => boolean = () => false;
  /** Fails (500) on a transaction that holds such a record. */
  fails: (key: string) => boolean = () => false;
  /** Refuses (413) a transaction that holds such a record. */
  tooLarge: (key: string) => boolean = () => false;
  /** Elements that it does not keep, without a word. */
  drops: readonly string[] = [];
  mostEntries = Infinity;
  probes = 0;
  /** Whom it lets in; others get 401, but for the CapabilityStatement. */
  letsIn: (request: IncomingMessage) => boolean | Promise<boolean> = () => true;
  turnedAway = 0;
  /** What it says at `/.well-known/smart-configuration`; undefined: 404. */
  smartConfiguration: object | undefined;
  #server: Server | undefined;
  #port = 0;

  constructor(private readonly tls?: ServerOptions) {}

  get baseUrl(): string {
    return `${this.tls === undefined ? 'http' : 'https'}://127.0.0.1:${this.#port}/fhir`;
  }

  async start(): Promise<void> {
    const take = (request: IncomingMessage, response: ServerResponse): void => void this.#take(request, response);
    const server = this.tls === undefined ? createServer(take) : createTlsServer(this.tls, take);
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }

  /** How often a record was written, and so its version. */
  version(key: string): number {
    return this.stored.get(key)?.version ?? 0;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.url?.startsWith('/fhir/metadata')) {
      this.probes += 1;
      answer(response, 200, { resourceType: 'CapabilityStatement' });
      return;
    }
    if (request.url === '/fhir/.well-known/smart-configuration') {
      answer(response, this.smartConfiguration === undefined ? 404 : 200, this.smartConfiguration ?? {});
      return;
    }
    if (!(await this.letsIn(request))) {
      this.turnedAway += 1;
      answer(response, 401, {});
      return;
    }
    const bundle: { type: string; entry: Entry[] } = JSON.parse(Buffer.concat(chunks).toString());
    if (bundle.type === 'batch') answer(response, 200, bundleOf(bundle.entry.map((entry) => this.#get(entry))));
    else await this.#transaction(bundle.entry, response);
  }

  async #transaction(entries: readonly Entry[], response: ServerResponse): Promise<void> {
    this.transactions.push(entries.map(({ request }) => request.url));
    const act = this.script.shift() ?? { refuseEntries: () => false };
    if ('refuseEntries' in act) {
      this.#run(entries, response, act.refuseEntries);
      return;
    }
    if ('until' in act) await act.until;
    if (act.apply) this.#apply(entries);
    if ('cut' in act) response.socket?.destroy();
    else if ('truncate' in act) {
      response.writeHead(200, { 'content-length': '5000' }).write('{"resourceType":');
      setImmediate(() => response.socket?.destroy());
    } else if ('until' in act) answer(response, 200, bundleOf(entries.map(() => written(1))));
    else response.writeHead(act.status, act.headers).end(act.body);
  }

  #run(entries: readonly Entry[], response: ServerResponse, refuseEntry: (key: string) => boolean): void {
    const isTooLarge = entries.length > this.mostEntries || entries.some(({ request }) => this.tooLarge(request.url));
    if (isTooLarge) return answer(response, 413, outcome('too many entries'));
    if (entries.some(({ request }) => this.fails(request.url))) return answer(response, 500, outcome('failed'));
    const stale = entries.some(
      ({ request: { url, ifMatch } }) => ifMatch !== undefined && ifMatch !== `W/"${this.version(url)}"`,
    );
    if (stale) return answer(response, 412, outcome('stale'));
    const isBad = entries.some(({ request, resource = {} }) => this.refuses(request.url, resource));
    if (isBad) return answer(response, 422, outcome('refused'));
    const taken = entries.filter(({ request }) => !refuseEntry(request.url));
    this.#apply(taken);
    const answers = entries.map((entry) =>
      taken.includes(entry)
        ? written(this.version(entry.request.url))
        : { response: { status: '422', outcome: outcome('refused') } },
    );
    answer(response, 200, bundleOf(answers));
  }

  #apply(entries: readonly Entry[]): void {
    for (const { request, resource } of entries) {
      const kept = resource && { ...resource, ...Object.fromEntries(this.drops.map((name) => [name, undefined])) };
      const version = this.version(request.url) + 1;
      this.stored.set(request.url, { version, resource: kept });
      this.history.set(`${request.url}/_history/${version}`, kept);
    }
  }

  #get({ request: { url } }: Entry): object {
    const [path = '', query] = url.split('?');
    if (query === undefined) {
      const then = this.history.get(path);
      if (then !== undefined) return { response: { status: '200' }, resource: then };
      const version = this.version(path);
      if (version === 0) return { response: { status: '404' } };
      return { response: { status: '200', etag: `W/"${version}"` }, resource: this.stored.get(path)?.resource };
    }
    const identifier = new URLSearchParams(query).get('identifier') ?? '';
    const [system, value] = identifier.split('|');
    const id = this.places.get(identifier);
    const own = { resourceType: path, id, identifier: [{ system, value }] };
    const entry = id === undefined ? [] : [{ resource: { ...this.people.get(id), ...own } }];
    const ours = [...this.stored.values()].filter(
      ({ resource }) =>
        resource?.resourceType === path &&
        JSON.stringify(resource['identifier'])?.includes(JSON.stringify({ system, value })),
    );
    return { resource: bundleOf([...entry, ...ours]), response: { status: '200' } };
  }
}

function written(version: number): object {
  return { response: { status: version === 1 ? '201' : '200', etag: `W/"${version}"` } };
}

function bundleOf(entry: readonly object[]): object {
  return { resourceType: 'Bundle', entry };
}

function outcome(diagnostics: string): object {
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'processing', diagnostics }] };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(body));
}
