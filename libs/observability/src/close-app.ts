import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const sweepEveryMs = 50;

/**
 * Closes an application in order. A connection whose last answer ends while the server closes (a stream, say) would
 * hold it for the whole keep-alive time: nobody but a sweep closes it once it is idle.
 */
export async function closeApp(app: NestFastifyApplication): Promise<void> {
  const server: Server = app.getHttpServer();
  const sweep = setInterval(() => server.closeIdleConnections(), sweepEveryMs);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
  }
}
