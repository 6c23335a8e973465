import { AccessModule } from '@ilium/security';
import { createMetrics, HealthRegistry, renderMetrics, silentLogger } from '@ilium/observability';
import type { Site } from '@ilium/site';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { PatientsWithOpenWindows } from '../../fhir/catch-up/search.js';
import { FhirModule } from '../../fhir/fhir.module.js';
import { prepareFhirDoor } from '../../fhir/http/prepare-fhir-door.js';
import { InMemoryKnown, InMemoryState } from './in-memory-state.js';
import { MemoryMessageStore } from '../memory-message-store.js';
import { identify } from './sites.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // An answer may be anything: tests say what they expect of it.
  readonly body: unknown;
}

interface Options {
  readonly bodyBytes?: number;
  readonly clientOf?: (request: { readonly headers: object }) => string | undefined;
  readonly patients?: PatientsWithOpenWindows;
  readonly catchUp?: boolean;
  readonly now?: () => number;
}

/** The door over HTTP, on a store and a state in memory. */
export class RunningDoor {
  readonly store = new MemoryMessageStore();
  readonly known = new InMemoryKnown();
  readonly state = new InMemoryState();
  readonly metrics = createMetrics('test');
  readonly health = new HealthRegistry();
  #app: NestFastifyApplication | undefined;
  #url = '';

  async start(site: Site, options: Options = {}): Promise<this> {
    const { store, known, state } = this;
    const module = await Test.createTestingModule({
      imports: [
        AccessModule.forRoot({ kind: 'open' }),
        FhirModule.forRoot({
          site,
          logger: silentLogger,
          metrics: this.metrics,
          health: this.health,
          now: options.now ?? Date.now,
          identify,
          variable: (name) => (name === 'EHR_TOKEN' ? 'a-token' : undefined),
          patients: options.patients,
          wait: (_ms, signal) => (signal.aborted ? Promise.reject(new Error('stopped')) : Promise.resolve()),
          ports: { inject: [], useFactory: () => ({ store, known, state }) },
          clientOf: options.clientOf ?? (() => undefined),
          catchUp: options.catchUp ?? false,
        }),
      ],
    }).compile();
    const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    prepareFhirDoor(app, options.bodyBytes);
    await app.listen(0, '127.0.0.1');
    this.#app = app;
    this.#url = (await app.getUrl()).replace('localhost', '127.0.0.1');
    return this;
  }

  async stop(): Promise<void> {
    await this.#app?.close();
  }

  /** What Prometheus is shown of the FHIR door. */
  async figures(): Promise<readonly string[]> {
    const { body } = await renderMetrics(this.metrics);
    return body.split('\n').filter((line) => line.startsWith('ilium_fhir_'));
  }

  get base(): string {
    return `${this.#url}/fhir`;
  }

  async send(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    content?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const body = typeof content === 'string' ? content : JSON.stringify(content);
    const response = await fetch(`${this.base}${path === '' ? '' : `/${path}`}`, {
      method,
      headers: { 'content-type': 'application/fhir+json', ...headers },
      ...(content === undefined ? {} : { body }),
    });
    const text = await response.text();
    const isJson = text !== '' && response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  }
}
