import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { refusalOfStatus } from './answers.js';
import { fhirPath } from './http-message.js';

/** Largest body, in bytes. */
export const usualBodyBytes = 16 * 1024 * 1024;

const fhirJson = 'application/fhir+json';
export const fhirContentType = `${fhirJson}; charset=utf-8`;

/**
 * What has to be done before the application listens: bodies below `/fhir` are kept as bytes, whichever JSON type they
 * claim to be, and whatever is refused before the door (media type, size, token, address) is refused with an
 * OperationOutcome.
 */
export function prepareFhirDoor(app: NestFastifyApplication, bodyLimit = usualBodyBytes): void {
  app.useBodyParser(fhirJson, { bodyLimit }, (_request, body, done) => done(null, body));
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request, reply) => {
    if (!isOfDoor(request.url)) return undefined;
    const status = refusedStatus(request.method, request.headers['content-type'], request.headers.accept);
    if (status !== undefined)
      return reply
        .code(status)
        .type(fhirContentType)
        .send(JSON.stringify(refusalOfStatus(status)));
    // Fastify chooses its parser by this header, and the other doors have one of their own for application/json.
    if (request.headers['content-type'] !== undefined) request.headers['content-type'] = fhirJson;
    return undefined;
  });
  fastify.addHook('onSend', async (request, reply, payload) => {
    const isOurs = String(reply.getHeader('content-type') ?? '').startsWith(fhirJson);
    if (!isOfDoor(request.url) || reply.statusCode < 400 || isOurs) return payload;
    reply.type(fhirContentType).removeHeader('content-length');
    return JSON.stringify(refusalOfStatus(reply.statusCode));
  });
}

function isOfDoor(url: string): boolean {
  return url === fhirPath || url.startsWith(`${fhirPath}/`) || url.startsWith(`${fhirPath}?`);
}

const json = /^application\/(?:fhir\+)?json\s*(?:;|$)/i;

function refusedStatus(method: string, contentType: string | undefined, accept = '*/*'): number | undefined {
  if (!/json|\*\/\*|application\/\*/i.test(accept)) return 406;
  const hasBody = method === 'POST' || method === 'PUT';
  return hasBody && !json.test(contentType ?? '') ? 415 : undefined;
}
