import type { FhirRequest } from './exchange.js';
import { FhirServer } from './fhir-server.js';
import { RecordStore } from './record-store.js';
import type { Resource } from './resource.js';

export const base = 'http://hospital.example/fhir';
export const system = 'https://hospital.example/sid/mrn';

export const patient: Resource = { resourceType: 'Patient', id: 'p1', identifier: [{ system, value: 'SIM-1' }] };

export const procedure: Resource = {
  resourceType: 'Procedure',
  id: 'x1',
  status: 'completed',
  code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '27096' }] },
  subject: { reference: 'Patient/p1' },
  meta: { tag: [{ system: 'https://ilium.example/tag', code: 'ilium' }] },
};

type More = Partial<Omit<FhirRequest, 'query'>>;

/** A request or an entry of a bundle. */
export function entry(method: string, url: string, resource?: unknown, more: object = {}) {
  return { request: { method, url, ...more }, ...(resource === undefined ? {} : { resource }) };
}

/** An empty server, asked without HTTP. */
export function openServer() {
  const server = new FhirServer(new RecordStore());
  const send = (method: string, url: string, body?: unknown, more: More = {}) => {
    const [path = '', query = ''] = url.split('?');
    const answer = server.handle({ method, path, query: new URLSearchParams(query), base, body, ...more });
    return { ...answer, json: answer.body === undefined || answer.body === '' ? undefined : JSON.parse(answer.body) };
  };
  return {
    send,
    put: (resource: Resource, more: More = {}) =>
      send('PUT', `${resource.resourceType}/${resource.id}`, resource, more),
    transaction: (...entries: readonly object[]) =>
      send('POST', '', { resourceType: 'Bundle', type: 'transaction', entry: entries }),
    count: (url: string): number => send('GET', `${url}${url.includes('?') ? '&' : '?'}_summary=count`).json.total,
  };
}
