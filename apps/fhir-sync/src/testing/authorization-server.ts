import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK } from 'jose';
import { Provider, type Adapter, type AdapterPayload, type ClientMetadata } from 'oidc-provider';

/** What the server keeps, forgotten when the test ends. */
class Store implements Adapter {
  readonly #entries = new Map<string, AdapterPayload>();

  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    this.#entries.set(id, payload);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#entries.get(id);
  }

  async destroy(id: string): Promise<void> {
    this.#entries.delete(id);
  }

  async consume(): Promise<void> {}

  async findByUserCode(): Promise<undefined> {}

  async findByUid(): Promise<undefined> {}

  async revokeByGrantId(): Promise<void> {}

  clear(): void {
    this.#entries.clear();
  }
}

/** Something instead of what the token endpoint would answer. */
export interface OtherAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** An authorisation server that is not ours (`oidc-provider`), on loopback. */
export class AuthorizationServer {
  /** Requests for a token that arrived. */
  requests = 0;
  /** Of the tokens that it gives from now on. */
  lifeSeconds = 300;
  /** Of the next requests for a token. */
  readonly instead: OtherAnswer[] = [];
  readonly #tokens = new Store();
  #server: Server | undefined;
  #port = 0;
  #answer: RequestListener = (_request, response) => void response.writeHead(503).end();
  #provider: Provider | undefined;

  constructor(private readonly clients: readonly ClientMetadata[]) {}

  get tokenUrl(): string {
    return `http://127.0.0.1:${this.#port}/token`;
  }

  /** The first time on a free port, afterwards on the same one. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const isToken = request.method === 'POST' && request.url === '/token';
      if (isToken) this.requests += 1;
      const other = isToken ? this.instead.shift() : undefined;
      if (other === undefined) this.#answer(request, response);
      else response.writeHead(other.status, other.headers).end(other.body);
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
    if (this.#provider !== undefined) return;
    this.#provider = await this.#open(`http://127.0.0.1:${this.#port}`);
    this.#answer = this.#provider.callback();
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

  /** As a resource server asks: whether this `Authorization` holds a token that still lives, with a scope of system rights. */
  async isValid(header: string | undefined): Promise<boolean> {
    const token = await this.#provider?.ClientCredentials.find(header?.replace(/^Bearer /, '') ?? '');
    return token?.isValid === true;
  }

  /** All tokens that it ever gave have ended. */
  endAll(): void {
    this.#tokens.clear();
  }

  async #open(issuer: string): Promise<Provider> {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    return new Provider(issuer, {
      adapter: (model) => (model === 'ClientCredentials' ? this.#tokens : new Store()),
      clients: this.clients.map((client) => ({
        ...{ grant_types: ['client_credentials'], redirect_uris: [], response_types: [] },
        ...client,
      })),
      scopes: ['system/*.cruds', 'system/Procedure.cruds'],
      features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
      enabledJWA: { clientAuthSigningAlgValues: ['RS384', 'ES384'] },
      jwks: { keys: [{ ...(await exportJWK(privateKey)), use: 'sig' }] },
      ttl: { ClientCredentials: () => this.lifeSeconds },
      // Its own way to fetch a client's keys keeps away from loopback, where they are here.
      fetch: (url) => fetch(url),
    });
  }
}
