import type { Server, ServerResponse } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const sweepEveryMs = 50;

/**
 * Returns what closes the application: requests are answered to their end, then every connection is cut. Node alone
 * would wait for connections that a browser opened in advance, and for those that become idle while it closes.
 * Call it before the application listens: it counts the requests.
 */
export function orderlyClose(app: NestFastifyApplication): () => Promise<void> {
  const server: Server = app.getHttpServer();
  let unanswered = 0;
  server.on('request', (_request, response: ServerResponse) => {
    unanswered += 1;
    response.once('close', () => (unanswered -= 1));
  });
  return async () => {
    const sweep = setInterval(() => {
      if (unanswered === 0) server.closeAllConnections();
    }, sweepEveryMs);
    await app.close().finally(() => clearInterval(sweep));
  };
}
