import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../dev/src/test-environment.js';
import { ReconciliationsRepository } from './reconciliation/reconciliations.repository.js';
import { DeliveryBed } from './testing/delivery-bed.js';
import type { Instance } from './testing/instance.js';
import { desired } from './testing/records.js';

jest.setTimeout(30_000);

const file = DeliveryBed.ofThisFile();
const key = 'Procedure/p1';
const others = ['n1', 'n2', 'n3'].map((id) => `Procedure/${id}`);
const statement = { resourceType: 'CapabilityStatement', rest: [{ resource: [taking('Procedure')] }] };
const patient = { resourceType: 'Patient', id: '1', identifier: [{ system: 'urn:oid:1.2.3', value: '1' }] };

function taking(type: string): object {
  return { type, interaction: ['create', 'update'].map((code) => ({ code })) };
}

/** Creates procedures, and says of each that it is not there, as plainly as a proxy does. */
class ForgetfulServer {
  /** It is searched for ids as well, and has none. */
  isSearched = false;
  created = 0;
  #server: Server | undefined;

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server?.address() as AddressInfo | null)?.port ?? 0}/fhir`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      request.resume().on('end', () => this.#answer(request, response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    await new Promise((resolve) => {
      server?.close(resolve);
      server?.closeAllConnections();
    });
  }

  #answer({ method, url = '' }: IncomingMessage, response: ServerResponse): void {
    if (url.includes('metadata')) return say(response, 200, statement);
    if (url.includes('Patient/_search')) return say(response, 200, found(patient));
    if (url.includes('_search') && this.isSearched) return say(response, 200, found());
    if (method !== 'POST' || !url.endsWith('/Procedure')) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
      return;
    }
    this.created += 1;
    response.setHeader('location', `/fhir/Procedure/${this.created}`);
    say(response, 201, {});
  }
}

function found(...resources: readonly object[]): object {
  return { resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) };
}

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(body));
}

let server: ForgetfulServer;
beforeEach(async () => {
  server = new ForgetfulServer();
  await server.start();
});
afterEach(() => server.stop());

async function delivered(): Promise<Instance> {
  const instance = await file.bed.start({}, { baseUrl: server.baseUrl, lanes: { usual: 'create-only' } });
  await instance.receive([desired(key)]);
  await file.bed.settled(instance, key, 'delivered');
  return instance;
}

describe('a record that is gone, of which the server says so without an OperationOutcome', () => {
  it.each([
    ['is for a person to correct, where the server has no such id', true, 'by-hand', 'correction'],
    ['is tried again in its own time, where nobody says so', false, 'pending', 'http-404'],
  ])('%s; the others go on', async (_what, isSearched, state, reason) => {
    server.isSearched = isSearched;
    const instance = await delivered();
    await instance.receive([desired(key, { revision: 2 })]);
    await until('the correction', () => instance.record(key), { accept: (record) => record.reason === reason });
    await instance.receive(others.map((other) => desired(other)));
    for (const other of others) await file.bed.settled(instance, other, 'delivered');
    expect(await instance.record(key)).toMatchObject({ state, reason, deliveredRevision: 1 });
    expect(instance.target.reachable).toBe(true);
  });

  it.each([
    ['missing', true],
    ['unreadable', false],
  ])('is %s to a reconciliation, which comes to its end', async (kind, isSearched) => {
    server.isSearched = isSearched;
    const { dataSource } = await delivered();
    const runs = new ReconciliationsRepository(dataSource);
    const id = await runs.begin({ target: 'fhir', from: '2026-01-01', to: '2026-12-31', repair: false });
    // The instance looks for work as it starts.
    await file.bed.start({}, { baseUrl: server.baseUrl, lanes: { usual: 'create-only' } });
    const [run] = await until('the end', () => runs.status(id ?? null, 1), {
      accept: ([one]) => one?.state === 'done',
    });
    expect(run?.found).toEqual({ [kind]: 1 });
    await dataSource.query('TRUNCATE reconciliations, reconciliation_findings');
  });
});
