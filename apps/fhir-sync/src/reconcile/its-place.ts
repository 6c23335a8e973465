import { asCreated } from '../lanes/create-only/content.js';
import type { SentRecord } from '../read-back/read-backs.repository.js';

interface Placed {
  readonly key: string;
  readonly serverId?: string | null;
}

/** Where the repository lane writes a record: under our id, but for what another lane has brought there under the server's. */
export function placeOf({ key, serverId = null }: Placed): string {
  return serverId ?? key;
}

/** @param resource ours, under our id, as JSON */
export function underItsId(resource: string, record: Placed): string {
  const place = placeOf(record);
  return place === record.key ? resource : asCreated(resource, place);
}

/** For reading back. */
export function sentAs(
  record: Placed & { readonly revision: number; readonly resource: string },
): Omit<SentRecord, 'serverVersion'> {
  const { key, revision, resource } = record;
  return { key, revision, place: placeOf(record), sent: resource };
}
