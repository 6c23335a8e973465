import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Authorization } from '../authorization/authorization.js';
import { open } from '../authorization/fixed.js';
import { ProbeClient } from './probe-client.js';
import { Troubles } from './troubles.js';

let server: Server;
let client: ProbeClient;
let waited: number[];
let troubles: Troubles;
afterEach(async () => {
  await client.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

async function ask(listener: RequestListener, more: { readsOnly?: boolean; authorization?: Authorization } = {}) {
  server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  waited = [];
  troubles = new Troubles();
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  const wait = (ms: number) => {
    waited.push(ms);
    return Promise.resolve();
  };
  const patience = { tries: 3, firstMs: 100, longestMs: 100, longestRetryAfterMs: 5_000, wait };
  const { readsOnly = false, authorization = open() } = more;
  client = new ProbeClient(
    { baseUrl, timeoutMs: 2_000, tls: {}, headers: {}, readsOnly, patience },
    authorization,
    troubles,
  );
}

describe('a request of the probe', () => {
  it('brings back the whole answer, whatever it is', async () => {
    await ask((_request, response) => {
      response.writeHead(422, { etag: 'W/"3"', 'content-type': 'application/fhir+json' }).end('{"resourceType":"X"}');
    });
    expect(await client.ask({ method: 'GET', path: 'X/1' })).toMatchObject({
      status: 422,
      headers: { etag: 'W/"3"' },
      body: { resourceType: 'X' },
      isRepeated: false,
    });
  });

  it('waits as long as it is asked to, tries again, and counts it', async () => {
    let requests = 0;
    await ask((_request, response) => {
      requests += 1;
      if (requests === 1) response.writeHead(429, { 'retry-after': '2' }).end();
      else if (requests === 2) response.socket?.destroy();
      else response.writeHead(200).end();
    });
    expect(await client.ask({ method: 'POST', path: 'X', body: {} })).toMatchObject({ status: 200, isRepeated: true });
    expect(waited[0]).toBe(2_000);
    expect(troubles.list().map(({ fault }) => fault)).toEqual(['http-429', expect.stringMatching(/^[A-Z_]+$/)]);
  });

  it.each([
    ['as often as is polite', {}, 3],
    ['once where it is asked to wait for too long', { 'retry-after': '3600' }, 1],
  ])('is tried %s', async (_what, headers, expected) => {
    let requests = 0;
    await ask((_request, response) => {
      requests += 1;
      response.writeHead(503, headers).end();
    });
    await expect(client.ask({ method: 'GET', path: 'X' })).rejects.toThrow('http-503');
    expect(requests).toBe(expected);
  });

  it('goes again with another token when the server does not take the first', async () => {
    const tokens = ['old', 'new'];
    const authorization: Authorization = {
      ...open(),
      headers: () => Promise.resolve({ authorization: tokens[0] ?? '' }),
      rejected: () => tokens.shift() !== undefined,
    };
    await ask(({ headers }, response) => void response.writeHead(headers.authorization === 'new' ? 200 : 401).end(), {
      authorization,
    });
    expect((await client.ask({ method: 'GET', path: 'X' })).status).toBe(200);
  });

  it('never writes where it may only read', async () => {
    await ask((_request, response) => void response.end(), { readsOnly: true });
    await expect(client.ask({ method: 'POST', path: 'X', body: {} })).rejects.toThrow('only read');
    expect(client.requests).toBe(0);
  });
});
