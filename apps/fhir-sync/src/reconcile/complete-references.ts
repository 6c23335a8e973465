import type { Present } from '../desired/desired-records.repository.js';
import { ownSystem } from '../desired/own-identifier.js';
import {
  literalOf,
  logicalOf,
  nameOf,
  patientItself,
  visitReferences,
  type LogicalReference,
  type ReferenceElement,
} from '../desired/references.js';
import type { Place } from '../target/server-places.js';

/**
 * Which of somebody else's records are looked up on the server. Without its patient a record waits; without its encounter
 * it goes, naming it by identifier only. Other types are named by identifier as they come.
 */
const policies: Readonly<Record<string, 'required' | 'if-there'>> = { Patient: 'required', Encounter: 'if-there' };

/** What a record refers to by identifier and should refer to by its place on the server as well; of a Patient, itself. */
export function lookedUp(resource: unknown): LogicalReference[] {
  const itself = patientItself(resource);
  const wanted: LogicalReference[] = itself === undefined ? [] : [itself];
  visitReferences(resource, (element) => {
    const named = logicalOf(element);
    if (named !== undefined && policies[named.type] !== undefined) wanted.push(named);
  });
  return wanted;
}

export type Completed =
  /** `isWhole`: nothing is named by identifier only that could be named by its place. */
  | { readonly ok: true; readonly resource: string; readonly isWhole: boolean }
  | { readonly ok: false; readonly reason: 'patient-not-found' | 'patient-ambiguous' };

/**
 * Adds `reference` beside each identifier whose place is known; the identifier stays. References to records of ours name the
 * place that the server gave them; where one won't be there, its identifier. Changes `resource`.
 */
export function completeReferences(
  resource: unknown,
  places: ReadonlyMap<string, Place>,
  present: Present = new Map(),
): Completed {
  let reason: 'patient-not-found' | 'patient-ambiguous' | undefined;
  let isWhole = true;
  visitReferences(resource, (element) => {
    const literal = literalOf(element);
    if (literal !== undefined) place(element, literal, present.get(literal), resource);
    const named = logicalOf(element);
    if (named === undefined) return;
    const found = places.get(nameOf(named));
    if (found?.kind === 'found') element.reference = found.reference;
    else if (policies[named.type] === 'required') {
      reason = found?.kind === 'ambiguous' ? 'patient-ambiguous' : 'patient-not-found';
    } else if (policies[named.type] === 'if-there') isWhole = false;
  });
  return reason === undefined ? { ok: true, resource: JSON.stringify(resource), isWhole } : { ok: false, reason };
}

/** @param there where it is on the server: null for nowhere, undefined for a record that goes along under its own id */
function place(element: ReferenceElement, literal: string, there: string | null | undefined, resource: unknown): void {
  if (there === null) {
    const [type, value] = literal.split('/');
    delete element.reference;
    element.type = type;
    element.identifier = { system: ownSystem(resource), value };
  } else if (there !== undefined) element.reference = there;
}
