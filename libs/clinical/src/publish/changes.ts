import type { PatientOutputs } from '../derive/derive.js';
import type { DerivedOutcome, DerivedResource } from '../derive/outputs.js';
import { withSuccessor } from '../fhir/retraction.js';
import type { FhirRecord } from '../fhir/records.js';

/** What was published last under a key. A retracted key keeps its row. */
export interface PublishedKey {
  readonly key: string;
  readonly digest: string;
  readonly isRetracted: boolean;
  /** For records of the EHR: what to send when the key is taken back. */
  readonly retraction: FhirRecord | null;
}

export type Change =
  | { readonly kind: 'resource'; readonly key: string; readonly digest: string; readonly derived: DerivedResource }
  | { readonly kind: 'outcome'; readonly key: string; readonly digest: string; readonly derived: DerivedOutcome }
  | { readonly kind: 'retracted-resource'; readonly key: string; readonly retraction: FhirRecord }
  | { readonly kind: 'retracted-outcome'; readonly key: string };

/**
 * What has to be published: keys that are new, that changed, or that came back, and keys that are no longer derived.
 * `published` holds all keys of the patients whose outputs these are, so a key that moves between them is one change.
 */
export function changes(
  published: Iterable<PublishedKey>,
  outputs: readonly PatientOutputs[],
  base: string,
): readonly Change[] {
  const before = new Map([...published].map((row) => [row.key, row]));
  const isChanged = ({ key, digest }: { readonly key: string; readonly digest: string }) => {
    const row = before.get(key);
    return row === undefined || row.isRetracted || row.digest !== digest;
  };
  const resources = outputs.flatMap((patient) => patient.resources);
  const outcomes = outputs.flatMap((patient) => patient.outcomes);
  const live = new Set([...resources, ...outcomes].map(({ key }) => key));
  const gone = [...before.values()].filter((row) => !row.isRetracted && !live.has(row.key));
  return [
    ...resources.filter(isChanged).map((derived) => ({ kind: 'resource' as const, ...keyOf(derived), derived })),
    ...outcomes.filter(isChanged).map((derived) => ({ kind: 'outcome' as const, ...keyOf(derived), derived })),
    ...gone.map((row) => retracted(row, resources, base)),
  ];
}

function keyOf({ key, digest }: { readonly key: string; readonly digest: string }) {
  return { key, digest };
}

function retracted({ key, retraction }: PublishedKey, resources: readonly DerivedResource[], base: string): Change {
  if (retraction === null) return { kind: 'retracted-outcome', key };
  const successor = resources.find((resource) => resource.replaces.includes(key));
  const body = successor === undefined ? retraction : withSuccessor(retraction, successor.key, base);
  return { kind: 'retracted-resource', key, retraction: body };
}
