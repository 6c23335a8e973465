import type { FastifyReply } from 'fastify';
import type { FhirResponse } from './exchange.js';
import { operationOutcome, type IssueCode } from './fhir-error.js';

const fhirJson = 'application/fhir+json; charset=utf-8';

export function answer(reply: FastifyReply, response: FhirResponse, contentType = fhirJson): FastifyReply {
  const { status, body = '' } = response;
  reply.code(status).headers(headersOf(reply, response));
  return body === '' ? reply.send() : reply.type(contentType).send(body);
}

/** The headers of a response of the FHIR server, but for its length. */
export function headersOf(
  reply: FastifyReply,
  { body = '', etag, lastModified, location }: FhirResponse,
): Readonly<Record<string, string>> {
  return {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { 'last-modified': new Date(lastModified).toUTCString() }),
    ...(location === undefined ? {} : { location: `${baseOf(reply)}/${location}` }),
    ...(body === '' ? {} : { 'content-type': fhirJson }),
  };
}

function baseOf(reply: FastifyReply): string {
  const { protocol, host, server } = reply.request;
  return `${protocol}://${host}${server.prefix}`;
}

export function outcome(status: number, code: IssueCode, message: string): FhirResponse {
  return { status, body: JSON.stringify(operationOutcome(code, message)) };
}
