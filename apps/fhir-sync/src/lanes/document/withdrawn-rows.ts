import type { DesiredResource } from '@ilium/contracts';
import { documentId } from './document-id.js';
import type { DocumentSettings } from './document-settings.js';
import type { DocumentRow } from './documents.repository.js';
import type { PatientDocument } from './patient-document.js';
import type { StoredDocument } from './stored-document.js';
import { takenBack } from './taken-back.js';
import type { WithdrawalCause } from './withdrawal-draft.js';

/** A document with what it says, as it was last written down. */
export interface WrittenDocument {
  readonly stored: StoredDocument;
  readonly resource: DesiredResource;
}

type Row = Omit<DocumentRow, 'site'>;

/** What is written in the place of a document, once that is made. */
export interface Withdrawal extends Omit<Row, 'key' | 'digest' | 'isOver' | 'revision' | 'resource'> {
  /** The key of the document that is withdrawn. */
  readonly of: string;
  readonly document: PatientDocument;
  readonly cause: WithdrawalCause;
}

/** For a target that can be updated: it stays, and says that another stands in its place. */
export function supersededRow({ stored, resource }: WrittenDocument): Row {
  return { ...stored, digest: null, revision: stored.revision + 1, resource: { ...resource, status: 'superseded' } };
}

/**
 * No records are left for it: under its own key, and where it is if it can be updated, it says why it is to be disregarded.
 */
export function orphanWithdrawal(
  { stored, resource }: WrittenDocument,
  { cause, isUpdatable }: { readonly cause: WithdrawalCause; readonly isUpdatable: boolean },
  settings: DocumentSettings,
): Withdrawal {
  const { key, patient, told, serverId } = stored;
  const document = takenBack(resource, stored.revision + 1, settings, cause);
  const place = serverId === null || isUpdatable ? [] : [serverId];
  const replaces = [...place, ...(stored.state === 'delivered' ? [] : stored.replaces)];
  const former = [...stored.former, ...place];
  return { of: key, document, cause, patient, told, replaces, former, serverId: isUpdatable ? serverId : null };
}

/**
 * Its records went to another patient, and its key with them. What the server has in the old chart is replaced there by a
 * document of its own, filed under that place.
 */
export function movedWithdrawals(
  { stored, resource }: WrittenDocument,
  settings: DocumentSettings,
): readonly Withdrawal[] {
  const { key, patient, told } = stored;
  return placesInChart(stored).map((place) => {
    const id = documentId(place, settings.target);
    const document = takenBack({ ...resource, id }, stored.revision, settings);
    const places = { replaces: [place], former: [place], serverId: null };
    return { of: key, document, cause: 'in-error', patient, told, ...places };
  });
}

/** Where its versions stand in the chart: its own, or those that its newest version was to replace and has not yet. */
export function placesInChart({ serverId, state, replaces }: StoredDocument): readonly string[] {
  if (serverId !== null) return [serverId];
  return state === 'delivered' ? [] : replaces;
}
