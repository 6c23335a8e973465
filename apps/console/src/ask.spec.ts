import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ask } from './ask.js';

const answer = z.object({ count: z.int() });

describe('ask', () => {
  let server: Server | undefined;

  async function serve(listener: RequestListener): Promise<string> {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    return `http://127.0.0.1:${address.port}`;
  }
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  it('takes the answer that fits, whether the address ends in a slash or not', async () => {
    const base = await serve((request, response) => response.end(request.url === '/v1/x' ? '{"count":3}' : ''));
    expect(await ask({ base: `${base}/`, path: '/v1/x', answer })).toEqual({ state: 'here', data: { count: 3 } });
  });

  it.each([
    ['an error', 'error', ((_, response) => response.writeHead(503).end('{"count":3}')) satisfies RequestListener],
    ['no JSON', 'unreadable', ((_, response) => response.end('<html>')) satisfies RequestListener],
    ['other JSON', 'unreadable', ((_, response) => response.end('{"count":"3"}')) satisfies RequestListener],
    ['a cut connection', 'unreachable', ((request) => request.socket.destroy()) satisfies RequestListener],
    ['nothing in time', 'no-answer-in-time', (() => undefined) satisfies RequestListener],
    [
      'half an answer in time',
      'no-answer-in-time',
      ((_, response) => response.write('{"co')) satisfies RequestListener,
    ],
  ])('says that a service is away when it answers %s', async (_what, reason, listener) => {
    const base = await serve(listener);
    expect(await ask({ base, path: '/v1/x', answer }, 150)).toEqual({ state: 'away', reason });
  });

  it('says that a service is away when nobody listens there', async () => {
    const base = await serve(() => undefined);
    server?.close();
    expect(await ask({ base, path: '/', answer })).toEqual({ state: 'away', reason: 'unreachable' });
  });
});
