import { logicalOf, nameOf, visitReferences, type LogicalReference } from '../desired/references.js';
import type { Place } from '../target/server-places.js';

/**
 * Which of somebody else's records are looked up on the server. Without its patient a record waits; without its encounter
 * it goes, naming it by identifier only. Other types are named by identifier as they come.
 */
const policies: Readonly<Record<string, 'required' | 'if-there'>> = { Patient: 'required', Encounter: 'if-there' };

/** What a record refers to by identifier and should refer to by its place on the server as well. */
export function lookedUp(resource: unknown): LogicalReference[] {
  const wanted: LogicalReference[] = [];
  visitReferences(resource, (element) => {
    const named = logicalOf(element);
    if (named !== undefined && policies[named.type] !== undefined) wanted.push(named);
  });
  return wanted;
}

export type Completed =
  | { readonly ok: true; readonly resource: string }
  | { readonly ok: false; readonly reason: 'patient-not-found' | 'patient-ambiguous' };

/** Adds `reference` beside each identifier whose place is known; the identifier stays. Changes `resource`. */
export function completeReferences(resource: unknown, places: ReadonlyMap<string, Place>): Completed {
  let reason: 'patient-not-found' | 'patient-ambiguous' | undefined;
  visitReferences(resource, (element) => {
    const named = logicalOf(element);
    if (named === undefined) return;
    const place = places.get(nameOf(named));
    if (place?.kind === 'found') element.reference = place.reference;
    else if (policies[named.type] === 'required') {
      reason = place?.kind === 'ambiguous' ? 'patient-ambiguous' : 'patient-not-found';
    }
  });
  return reason === undefined ? { ok: true, resource: JSON.stringify(resource) } : { ok: false, reason };
}
