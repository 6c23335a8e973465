import { z } from 'zod';
import type { Resource } from '../fhir/resource.js';

/** What is read of answers in tests: loose, since each kind of resource comes. */
const body = z.looseObject({
  resourceType: z.string().optional(),
  type: z.string().optional(),
  total: z.int().optional(),
  issue: z.array(z.looseObject({ code: z.string() })).optional(),
  entry: z
    .array(
      z.looseObject({
        response: z.looseObject({ status: z.string(), outcome: z.unknown().optional() }).optional(),
      }),
    )
    .optional(),
});

/** Asks a FHIR server over HTTP, as a plain client does. */
export function fhirClient(base: string) {
  const send = async (method: string, url: string, resource?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(url === '' ? base : `${base}/${url}`, {
      method,
      headers: resource === undefined ? headers : { 'content-type': 'application/fhir+json', ...headers },
      ...(resource === undefined ? {} : { body: JSON.stringify(resource) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: body.parse(isJson && text !== '' ? JSON.parse(text) : {}),
    };
  };
  return {
    send,
    get: (url: string) => send('GET', url),
    put: (resource: Resource, headers?: Record<string, string>) =>
      send('PUT', `${resource.resourceType}/${resource.id}`, resource, headers),
    post: (resource: Resource, headers?: Record<string, string>) =>
      send('POST', resource.resourceType, resource, headers),
    bundle: (type: 'transaction' | 'batch', ...entry: readonly object[]) =>
      send('POST', '', { resourceType: 'Bundle', type, entry }),
  };
}
