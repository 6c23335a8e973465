import { once } from 'node:events';
import { connect as connectTo, createServer, type Socket } from 'node:net';
import { jest } from '@jest/globals';
import { Client } from 'pg';

/**
 * The connection of the next statement of that name breaks: before the answer, so that it has succeeded, or before it is
 * sent. Says afterwards whether it did.
 */
export function loseOneAnswer(name: string, isSent = true): () => boolean {
  const query: (this: Client, ...given: unknown[]) => unknown = Client.prototype.query;
  const spy = jest.spyOn(Client.prototype, 'query');
  let isLost = false;
  spy.mockImplementation(async function (this: Client, ...given: unknown[]) {
    const [statement] = given;
    const isIt = typeof statement === 'object' && statement !== null && 'name' in statement && statement.name === name;
    const answer = isIt && !isLost && !isSent ? undefined : await query.apply(this, given);
    if (!isIt || isLost) return answer;
    isLost = true;
    spy.mockRestore();
    throw new Error('Connection terminated unexpectedly');
  });
  return () => isLost;
}

/** Stands before PostgreSQL; connections that are open when it falls silent stay open, and bring nothing any more. */
export async function openSilentProxy(target: string) {
  const { hostname, port } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const far = connectTo({ host: hostname, port: Number(port) });
    pairs.add([near, far]);
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.pipe(far);
    far.pipe(near);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  const through = new URL(target);
  through.host = `127.0.0.1:${address.port}`;
  return {
    url: through.href,
    silence: () => {
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
      }
    },
    close: () => {
      for (const socket of [...pairs].flat()) socket.destroy();
      server.close();
    },
  };
}
