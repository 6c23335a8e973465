import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { headersOf } from '../answer.js';
import type { FhirResponse } from '../exchange.js';

/** Answers that break the rules of HTTP, so that they are written past the framework. */

/** Ends the connection without an answer. */
export function cut(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.request.raw.socket.destroy();
  return reply;
}

/** Promises the whole answer, sends half of it and ends the connection. */
export function truncate(reply: FastifyReply, response: FhirResponse): FastifyReply {
  const bytes = begin(reply, response);
  reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => reply.raw.destroy());
  return reply;
}

/** Sends the answer in pieces, evenly over the time; a client that has gone is not waited for. */
export async function drip(reply: FastifyReply, response: FhirResponse, overMs: number): Promise<FastifyReply> {
  const bytes = begin(reply, response);
  const pause = Math.max(1, overMs / bytes.length);
  const pieceLength = Math.max(1, Math.ceil((bytes.length * pause) / Math.max(1, overMs)));
  for (let sent = 0; sent < bytes.length && !reply.raw.destroyed; sent += pieceLength) {
    await wait(pause);
    reply.raw.write(bytes.subarray(sent, sent + pieceLength));
  }
  reply.raw.end();
  return reply;
}

/** Sends the head of the answer; its body, to be sent by the caller. An answer without a body gets an empty line. */
function begin(reply: FastifyReply, response: FhirResponse): Buffer {
  const bytes = Buffer.from(response.body === undefined || response.body === '' ? '\n' : response.body);
  reply.hijack();
  reply.raw.writeHead(response.status, { ...headersOf(reply, response), 'content-length': bytes.length });
  reply.raw.flushHeaders();
  return bytes;
}
