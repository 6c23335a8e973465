import type { Search } from './search.js';
import type { StoredRecord, StoredVersion } from './record-store.js';

/** Bundles as text: the stored JSON of their resources goes in as it is. */
function bundle(type: string, head: object, entries: readonly string[]): string {
  const start = JSON.stringify({ resourceType: 'Bundle', type, ...head }).slice(0, -1);
  return entries.length === 0 ? `${start}}` : `${start},"entry":[${entries.join(',')}]}`;
}

export function searchBundle(base: string, search: Search, found: readonly StoredRecord[]): string {
  const { type, pageSize, after, countOnly, applied } = search;
  const rest = found.filter(({ sequence }) => sequence > after);
  const page = countOnly ? [] : rest.slice(0, pageSize);
  const kept = applied.filter(([name]) => name !== '_after');
  const link = [{ relation: 'self', url: address(base, type, applied) }];
  const last = page.at(-1);
  if (last !== undefined && rest.length > page.length) {
    link.push({ relation: 'next', url: address(base, type, [...kept, ['_after', String(last.sequence)]]) });
  }
  const entries = page.map(
    ({ key, versions }) =>
      `{"fullUrl":${JSON.stringify(`${base}/${key}`)},"resource":${versions.at(-1)?.json ?? 'null'},"search":{"mode":"match"}}`,
  );
  return bundle('searchset', { total: found.length, link }, entries);
}

function address(base: string, type: string, parameters: readonly (readonly [string, string])[]): string {
  const query = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])).toString();
  return query === '' ? `${base}/${type}` : `${base}/${type}?${query}`;
}

/** The versions of one record, the newest first. */
export function historyBundle(base: string, { key, versions }: StoredRecord): string {
  const entries = versions
    .toReversed()
    .map((version, index) => historyEntry(base, key, version, versions.length - index));
  const link = [{ relation: 'self', url: `${base}/${key}/_history` }];
  return bundle('history', { total: versions.length, link }, entries);
}

function historyEntry(base: string, key: string, version: StoredVersion, place: number): string {
  const { versionId, lastUpdated, json } = version;
  const method = json === undefined ? 'DELETE' : 'PUT';
  const request = JSON.stringify({ method, url: key });
  const status = json === undefined ? '204 No Content' : place === 1 ? '201 Created' : '200 OK';
  const response = JSON.stringify({ status, etag: `W/"${versionId}"`, lastModified: lastUpdated });
  const resource = json === undefined ? '' : `"resource":${json},`;
  return `{"fullUrl":${JSON.stringify(`${base}/${key}`)},${resource}"request":${request},"response":${response}}`;
}

/** `entries` are JSON texts. */
export function responseBundle(type: 'transaction-response' | 'batch-response', entries: readonly string[]): string {
  return bundle(type, {}, entries);
}
