import type { FhirRequest } from './exchange.js';
import type { InteractionName, TypeInteraction } from './interaction-names.js';
import { isObject } from './resource.js';

/** Which interaction a request asks for; undefined where it is none that this server knows. */
export function interactionOf({ method, path, body }: FhirRequest): InteractionName | undefined {
  if (path === '') return method === 'POST' ? bundleInteraction(body) : undefined;
  if (path === 'metadata') return method === 'GET' ? 'capabilities' : undefined;
  const [, id, operation, versionId] = path.split('/');
  if (operation !== undefined) {
    if (operation !== '_history' || method !== 'GET') return undefined;
    return versionId === undefined ? 'history-instance' : 'vread';
  }
  return (id === undefined ? onType : onRecord)[method];
}

const onType: Readonly<Record<string, TypeInteraction>> = { GET: 'search-type', POST: 'create', PUT: 'update' };
const onRecord: Readonly<Record<string, TypeInteraction>> = { GET: 'read', PUT: 'update', DELETE: 'delete' };

function bundleInteraction(body: unknown): InteractionName | undefined {
  const type = isObject(body) ? body['type'] : undefined;
  return type === 'transaction' || type === 'batch' ? type : undefined;
}
