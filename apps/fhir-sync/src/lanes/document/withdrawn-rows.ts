import type { DesiredResource } from '@ilium/contracts';
import { documentId } from './document-id.js';
import type { DocumentSettings } from './document-settings.js';
import type { DocumentRow } from './documents.repository.js';
import type { StoredDocument } from './stored-document.js';
import { takenBack } from './taken-back.js';

/** A document with what it says, as it was last written down. */
export interface WrittenDocument {
  readonly stored: StoredDocument;
  readonly resource: DesiredResource;
}

type Row = Omit<DocumentRow, 'site'>;

/** For a target that can be updated: it stays, and says that another stands in its place. */
export function supersededRow({ stored, resource }: WrittenDocument): Row {
  return { ...stored, digest: null, revision: stored.revision + 1, resource: { ...resource, status: 'superseded' } };
}

/** No records are left for it: under its own key it says that it was entered in error. */
export function orphanedRow({ stored, resource }: WrittenDocument, settings: DocumentSettings): Row {
  const { key, patient, told, serverId } = stored;
  const { digest, isOver, revision, resource: said } = takenBack(resource, stored.revision + 1, settings);
  const place = serverId === null ? [] : [serverId];
  const replaces = [...place, ...(stored.state === 'delivered' ? [] : stored.replaces)];
  const former = [...stored.former, ...place];
  return { key, patient, told, digest, isOver, revision, replaces, former, resource: said };
}

/**
 * Its records went to another patient, and its key with them. What the server has in the old chart is replaced there by a
 * document of its own, filed under that place.
 */
export function movedRows({ stored, resource }: WrittenDocument, settings: DocumentSettings): readonly Row[] {
  const { patient, told, serverId } = stored;
  if (serverId === null) return [];
  const id = documentId(serverId, settings.target);
  const { key, digest, isOver, revision, resource: said } = takenBack({ ...resource, id }, stored.revision, settings);
  const there = [serverId];
  return [{ key, patient, told, digest, isOver, revision, replaces: there, former: there, resource: said }];
}
