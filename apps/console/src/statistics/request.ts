import type { Answer } from './pass-on.js';

/** The parts of Fastify's request and reply that are used here. */
export interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}
export interface Reply {
  code(status: number): Reply;
  headers(values: Readonly<Record<string, string>>): Reply;
  send(body: Buffer): unknown;
}

export function textOf(sent: string | string[] | undefined): string | undefined {
  return Array.isArray(sent) ? sent.join(', ') : sent;
}

export function answerWith(reply: Reply, { status, headers, body }: Answer): void {
  reply.code(status).headers(headers).send(body);
}
