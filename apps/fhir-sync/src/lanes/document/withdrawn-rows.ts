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
  const { patient, told } = stored;
  return placesInChart(stored).map((place) => {
    const id = documentId(place, settings.target);
    const { key, digest, isOver, revision, resource: said } = takenBack({ ...resource, id }, stored.revision, settings);
    return { key, patient, told, digest, isOver, revision, replaces: [place], former: [place], resource: said };
  });
}

/** Where its versions stand in the chart: its own, or those that its newest version was to replace and has not yet. */
export function placesInChart({ serverId, state, replaces }: StoredDocument): readonly string[] {
  if (serverId !== null) return [serverId];
  return state === 'delivered' ? [] : replaces;
}
