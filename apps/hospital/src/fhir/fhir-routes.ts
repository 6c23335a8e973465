import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FhirRequest, FhirResponse } from './exchange.js';
import type { Faults } from './faults.js';
import { operationOutcome, type IssueCode } from './fhir-error.js';
import type { FhirServer } from './fhir-server.js';

const maxBodyBytes = 16 * 1024 * 1024;
const contentType = 'application/fhir+json; charset=utf-8';

/** The FHIR API as a Fastify plugin of its own, since its media type, errors and limits are not those of the rest. */
export function fhirRoutes(server: FhirServer, faults: Faults) {
  return async (fastify: FastifyInstance, { prefix }: { readonly prefix: string }): Promise<void> => {
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser(
      /^application\/(fhir\+)?json/,
      { parseAs: 'string', bodyLimit: maxBodyBytes },
      fastify.getDefaultJsonParser('error', 'error'),
    );
    fastify.addHook('onRequest', (request, reply) => misbehave(faults, request, reply));
    fastify.setErrorHandler((error, _request, reply) => refuse(reply, error));
    fastify.setNotFoundHandler((_request, reply) =>
      answer(reply, outcome(405, 'not-supported', 'Not supported here.')),
    );
    const handler = (request: FastifyRequest, reply: FastifyReply) => {
      if (wantsAnotherFormat(request)) return answer(reply, outcome(406, 'not-supported', 'Only JSON is sent here.'));
      const response = server.handle(toFhirRequest(request, prefix));
      return faults.current.mode === 'lost-answer' ? cut(request, reply) : answer(reply, response);
    };
    fastify.all('/', handler);
    fastify.all('/*', handler);
  };
}

async function misbehave(faults: Faults, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  await faults.delay();
  const fault = faults.current;
  if (fault.mode === 'down') return cut(request, reply);
  if (fault.mode !== 'error') return undefined;
  if (fault.retryAfterSeconds !== undefined) reply.header('retry-after', String(fault.retryAfterSeconds));
  return answer(reply, outcome(fault.status, 'transient', 'The simulated fault.'));
}

/** Ends the connection without an answer. */
function cut(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

function toFhirRequest(request: FastifyRequest, prefix: string): FhirRequest {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const { headers } = request;
  return {
    method: request.method,
    path: decodeURIComponent(pathname.slice(prefix.length).replace(/^\//, '').replace(/\/$/, '')),
    query: searchParams,
    body: request.body,
    base: `${request.protocol}://${request.host}${prefix}`,
    ifMatch: headers['if-match'],
    ifNoneMatch: headers['if-none-match'],
    ifNoneExist: text(headers['if-none-exist']),
    prefer: text(headers['prefer']),
  };
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}

function wantsAnotherFormat({ headers, url }: FastifyRequest): boolean {
  const accept = headers.accept ?? '*/*';
  return !/json|\*\/\*|application\/\*/.test(accept) || /[?&]_format=[^&]*xml/.test(url);
}

function answer(reply: FastifyReply, { status, body = '', etag, lastModified, location }: FhirResponse): FastifyReply {
  reply.code(status);
  if (etag !== undefined) reply.header('etag', etag);
  if (lastModified !== undefined) reply.header('last-modified', new Date(lastModified).toUTCString());
  if (location !== undefined) reply.header('location', `${baseOf(reply)}/${location}`);
  return body === '' ? reply.send() : reply.header('content-type', contentType).send(body);
}

function baseOf(reply: FastifyReply): string {
  const { protocol, host, server } = reply.request;
  return `${protocol}://${host}${server.prefix}`;
}

/** Errors of Fastify itself, by the status that it gives them. Its texts may quote what was sent; ours don't. */
const fastifyErrors: Readonly<Record<number, readonly [IssueCode, string]>> = {
  400: ['structure', 'The body is not usable JSON.'],
  413: ['too-long', `The body is larger than ${maxBodyBytes} bytes: send it in parts.`],
  415: ['not-supported', 'The body has to be application/fhir+json.'],
};

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  const given = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  const status = typeof given === 'number' && given in fastifyErrors ? given : 500;
  const [code, message] = fastifyErrors[status] ?? ['exception', 'The server failed; nothing was changed.'];
  return answer(reply, outcome(status, code, message));
}

function outcome(status: number, code: IssueCode, message: string): FhirResponse {
  return { status, body: JSON.stringify(operationOutcome(code, message)) };
}
