import { at, has, textsAt } from './elements.js';
import { sourceOf, unless, usCoreVersions, type Rule } from './rule.js';

interface Row {
  readonly name: string;
  readonly element: string;
  readonly demands: string;
  readonly source?: string;
  /** For rules of the bundle as a whole. */
  readonly holds?: (bundle: object, type: string) => boolean;
  /** For rules that each entry keeps or breaks. */
  readonly holdsIn?: (entry: unknown, type: string) => boolean;
}

const withRequests = ['batch', 'transaction', 'history'];
const withResponses = ['batch-response', 'transaction-response', 'history'];

/** As far as they concern a transaction of PUTs; bdl-9 to bdl-12 are about documents and messages. */
const rows: readonly Row[] = [
  {
    name: 'bdl-1',
    element: 'total',
    demands: 'a total only in a search or a history',
    holds: (bundle, type) => !has(bundle, 'total') || type === 'searchset' || type === 'history',
  },
  {
    name: 'bdl-2',
    element: 'entry.search',
    demands: 'search only in a search',
    holdsIn: (entry, type) => !has(entry, 'search') || type === 'searchset',
  },
  {
    name: 'bdl-3',
    element: 'entry.request',
    demands: 'a request in each entry of a batch, transaction or history, and nowhere else',
    holdsIn: (entry, type) => has(entry, 'request') === withRequests.includes(type),
  },
  {
    name: 'bdl-4',
    element: 'entry.response',
    demands: 'a response in each entry of an answer or a history, and nowhere else',
    holdsIn: (entry, type) => has(entry, 'response') === withResponses.includes(type),
  },
  {
    name: 'bdl-5',
    element: 'entry',
    demands: 'an entry holds a record, a request or a response',
    holdsIn: (entry) => ['resource', 'request', 'response'].some((name) => has(entry, name)),
  },
  {
    name: 'bdl-7',
    element: 'entry.fullUrl',
    demands: 'no two entries have the same full URL and version',
    holds: (bundle, type) => {
      const urls = at(bundle, 'entry')
        .filter((entry) => has(entry, 'fullUrl'))
        .map(versionedUrl);
      return type === 'history' || new Set(urls).size === urls.length;
    },
  },
  {
    name: 'bdl-8',
    element: 'entry.fullUrl',
    demands: 'a full URL names no version',
    holdsIn: (entry) => !textsAt(entry, 'fullUrl').some((url) => url.includes('/_history/')),
  },
  {
    name: 'full URL of its record',
    element: 'entry.fullUrl',
    demands: 'a full URL that is no URN ends with the type and the id of its record',
    source: 'FHIR R4, bundle.html, fullUrl',
    holdsIn: (entry) =>
      textsAt(entry, 'fullUrl')
        .map((url) => url.replace(/\/_history\/.*$/, ''))
        .every((url) => url.startsWith('urn:') || !has(entry, 'resource') || url.endsWith(`/${placeOf(entry)}`)),
  },
  {
    name: 'PUT of its record',
    element: 'entry.request.url',
    demands: 'a PUT goes to the type and the id of its record',
    source: 'FHIR R4, http.html, update',
    holdsIn: (entry) =>
      !textsAt(entry, 'request.method').includes('PUT') ||
      textsAt(entry, 'request.url').every((url) => url === placeOf(entry)),
  },
  {
    name: 'one write for each record',
    element: 'entry.request.url',
    demands: 'a transaction writes no record twice',
    source: 'FHIR R4, http.html, transaction: a resource only once',
    holds: (bundle, type) => {
      const urls = textsAt(bundle, 'entry.request.url');
      return type !== 'transaction' || new Set(urls).size === urls.length;
    },
  },
];

export const bundleRules: readonly Rule[] = rows.map(({ name, element, demands, source, holds, holdsIn }) => ({
  name,
  subject: 'Bundle',
  element,
  versions: usCoreVersions,
  demands,
  source: source ?? sourceOf('Bundle'),
  brokenAt: (bundle) => {
    const type = textsAt(bundle, 'type')[0] ?? '';
    const inEntries = holdsIn === undefined || at(bundle, 'entry').every((entry) => holdsIn(entry, type));
    return unless(inEntries && (holds === undefined || holds(bundle, type)), element);
  },
}));

function placeOf(entry: unknown): string {
  return `${textsAt(entry, 'resource.resourceType').join()}/${textsAt(entry, 'resource.id').join()}`;
}

function versionedUrl(entry: unknown): string {
  return `${textsAt(entry, 'fullUrl').join()}|${textsAt(entry, 'resource.meta.versionId').join()}`;
}
