import { differencesOf } from '../read-back/differences-of.js';
import { isNode, textOf } from '../read-back/data-types.js';
import { weightOfAll } from '../read-back/lost-meaning.js';
import type { EntryAnswer } from '../target/bundle.js';
import type { SentResource } from './as-sent.js';
import type { ChangedBy, Finding } from './finding.js';

interface Delivered {
  readonly key: string;
  readonly serverVersion: string | null;
}

/** Statuses of a record that is not there (FHIR R4, http.html, read). */
const notThere = new Set([404, 410]);
/** Of what a server says in `meta.source`. */
const longestSource = 200;

/** What a server's answer to a read says of a record that we delivered; undefined where it is there as it was sent. */
export function findingOf(
  { key, serverVersion: ourVersion }: Delivered,
  sent: SentResource,
  { status, version: serverVersion, resource }: EntryAnswer,
): Finding | undefined {
  const nothing = { key, changedBy: null, serverVersion: null, ourVersion, source: null, differences: [] };
  if (notThere.has(status)) return { ...nothing, kind: 'missing' };
  if (status !== 200 || resource === undefined) return { ...nothing, kind: 'unreadable' };
  const differences = differencesOf(sent, resource);
  const kind = weightOfAll(differences);
  if (kind === null) return undefined;
  const changedBy = changedByOf(ourVersion, serverVersion);
  return { key, kind, changedBy, serverVersion, ourVersion, source: sourceIn(resource), differences };
}

function changedByOf(ourVersion: string | null, serverVersion: string | null): ChangedBy {
  if (ourVersion === null || serverVersion === null) return 'not-known';
  return ourVersion === serverVersion ? 'server' : 'others';
}

function sourceIn(resource: unknown): string | null {
  const meta = isNode(resource) ? resource['meta'] : undefined;
  return isNode(meta) ? (textOf(meta, 'source')?.slice(0, longestSource) ?? null) : null;
}
