import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { Agent } from 'undici';
import { faultOf } from '../faults/faults.js';
import { writeOverHttp } from './http-write.js';

let server: Server | undefined;
const dispatcher = new Agent();

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function write(answer: (response: ServerResponse, request: IncomingMessage) => void, timeoutMs = 5_000) {
  server = createServer((request, response) => {
    request.resume().once('end', () => answer(response, request));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return writeOverHttp(dispatcher, {
    method: 'POST',
    url: `http://127.0.0.1:${port}/fhir`,
    body: '{"resourceType":"Bundle"}',
    headers: { authorization: 'Bearer t' },
    signal: AbortSignal.timeout(timeoutMs),
  });
}

async function fault(...args: Parameters<typeof write>): Promise<unknown> {
  const error = await write(...args).catch((thrown: unknown) => thrown);
  return faultOf(error, 0);
}

describe('a write over HTTP', () => {
  it('brings the answer and its headers', async () => {
    const { body, headers } = await write((response) => {
      response.setHeader('ETag', 'W/"3"');
      response.end('{"resourceType":"Procedure"}');
    });
    expect(body).toEqual({ resourceType: 'Procedure' });
    expect(headers.get('etag')).toBe('W/"3"');
  });

  it('says what it sends, who asks, and that nothing is to be compressed', async () => {
    const { body } = await write((response, { headers }) => response.end(JSON.stringify(headers)));
    expect(body).toMatchObject({
      'content-type': 'application/fhir+json',
      accept: 'application/fhir+json',
      'accept-encoding': 'identity',
      authorization: 'Bearer t',
    });
  });

  it('takes an empty answer for a success that says nothing', async () => {
    expect(await write((response) => response.writeHead(201).end())).toMatchObject({ body: {} });
  });

  it('keeps what the server said of a refusal', async () => {
    const outcome = { resourceType: 'OperationOutcome' };
    const answer = (response: ServerResponse) =>
      response.writeHead(422, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(outcome));
    expect(await fault(answer)).toMatchObject({ remedy: 'refuse', name: 'http-422', answer: outcome, isFhir: true });
  });

  it('hears how long to wait', async () => {
    const answer = (response: ServerResponse) => response.writeHead(429, { 'retry-after': '7' }).end('<html>');
    expect(await fault(answer)).toMatchObject({ name: 'http-429', retryAfterMs: 7_000, answer: '<html>' });
  });

  it('follows no redirect', async () => {
    const answer = (response: ServerResponse) => response.writeHead(302, { location: '/login' }).end();
    expect(await fault(answer)).toMatchObject({ name: 'http-302', scope: 'target' });
  });

  it('takes a success that is no JSON for an answer that can not be read', async () => {
    expect(await fault((response) => response.end('<html>'))).toMatchObject({ remedy: 'retry', name: 'http-200' });
  });

  it('takes an answer that is cut for an outcome that is unknown', async () => {
    const cut = (response: ServerResponse) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"a":');
      response.socket?.end();
    };
    expect(await fault(cut)).toMatchObject({ remedy: 'retry', scope: 'request', name: 'UND_ERR_SOCKET' });
  });

  it('takes no answer in time for an outcome that is unknown', async () => {
    expect(await fault(() => undefined, 50)).toMatchObject({ remedy: 'retry', scope: 'request', name: 'time-out' });
  });

  it('takes an answer that does not end in time for an outcome that is unknown', async () => {
    const slow = (response: ServerResponse) => response.writeHead(200).write('{');
    expect(await fault(slow, 100)).toMatchObject({ remedy: 'retry', scope: 'request', name: 'time-out' });
  });
});
