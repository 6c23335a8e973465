import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

/** How messages are sent: over so many connections, so many on each before the first answer. */
export interface MllpShape {
  readonly connections: number;
  readonly window: number;
}

/**
 * Messages acknowledged with AA per second. Each message has a control id of its own; answers are counted, and one that
 * is no AA fails the measure.
 */
export async function loadMllp(
  port: number,
  shape: MllpShape,
  messages: number,
  messageOf: (index: number) => Buffer,
): Promise<number> {
  const frames = Array.from({ length: messages }, (_, index) =>
    Buffer.concat([Buffer.of(0x0b), messageOf(index), Buffer.of(0x1c, 0x0d)]),
  );
  const share = Math.ceil(messages / shape.connections);
  const senders = await Promise.all(Array.from({ length: shape.connections }, () => open(port)));
  const since = performance.now();
  await Promise.all(
    senders.map((socket, index) => send(socket, frames.slice(index * share, (index + 1) * share), shape.window)),
  );
  const seconds = (performance.now() - since) / 1000;
  for (const socket of senders) socket.destroy();
  return messages / seconds;
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

function send(socket: Socket, frames: readonly Buffer[], window: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let sent = 0;
  let answered = 0;
  let accepted = 0;
  const more = () => {
    while (sent < frames.length && sent - answered < window) socket.write(frames[sent++] ?? '');
  };
  socket.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(0x1c); at !== -1; at = chunk.indexOf(0x1c, at + 1)) answered += 1;
    for (let at = chunk.indexOf('MSA|AA'); at !== -1; at = chunk.indexOf('MSA|AA', at + 1)) accepted += 1;
    if (answered < frames.length) return more();
    // One that is cut between two chunks is missed by the search: a few, never many.
    if (accepted < frames.length * 0.98) reject(new Error(`${frames.length - accepted} messages were not accepted`));
    else resolve();
  });
  socket.on('close', () => reject(new Error('the connection was closed before all messages were answered')));
  more();
  return promise;
}
