import { readEntries, typeOf, type BundleEntry } from '../bundle-entries.js';
import type { FhirRequest } from '../exchange.js';
import { FhirError } from '../fhir-error.js';
import type { InteractionName } from '../interaction-names.js';
import { interactionOf } from '../interaction-of.js';
import { isObject } from '../resource.js';
import { concerns } from '../refused-entry.js';
import type { Fault } from './fault.js';
import type { Match } from './fault-plan.js';

/** A request as rules look at it: what it asks, and its parts, which are the entries of a bundle or itself. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly interaction: InteractionName | undefined;
  readonly isBundle: boolean;
  readonly parts: readonly BundleEntry[];
}

export function askedOf(request: FhirRequest): Asked {
  const { method, path } = request;
  const isBundle = path === '' && method === 'POST';
  const parts = isBundle ? entriesOf(request) : [{ index: 0, fullUrl: undefined, request }];
  return { method, path, interaction: interactionOf(request), isBundle, parts };
}

/** The server itself says what is wrong with a bundle that can't be read. */
function entriesOf(request: FhirRequest): readonly BundleEntry[] {
  try {
    return isObject(request.body) ? readEntries(request.body, request) : [];
  } catch (error) {
    if (error instanceof FhirError) return [];
    throw error;
  }
}

/** R4's names for groups of interactions. */
const groups: Readonly<Partial<Record<InteractionName, string>>> = {
  'search-type': 'search',
  'history-instance': 'history',
};

export function matches({ method, path, interaction, resourceType }: Match, asked: Asked): boolean {
  const names: readonly (string | undefined)[] =
    asked.interaction === undefined ? [] : [asked.interaction, groups[asked.interaction]];
  return (
    isAmong(method, [asked.method]) &&
    (path === undefined || new RegExp(path).test(asked.path)) &&
    isAmong(interaction, names) &&
    isAmong(resourceType, asked.parts.map(typeOf))
  );
}

function isAmong(wanted: string | readonly string[] | undefined, found: readonly (string | undefined)[]): boolean {
  return wanted === undefined || [wanted].flat().some((one) => found.includes(one));
}

/** Whether there is something in the request for the fault to act on. */
export function canAct(fault: Fault, { interaction, isBundle, parts }: Asked): boolean {
  switch (fault.kind) {
    case 'bundle-limit':
      return isBundle && parts.length > fault.entries;
    case 'no-transactions':
      return interaction === 'transaction';
    case 'no-update-create':
      return parts.some(({ request }) => request.method === 'PUT');
    case 'stale-version':
      return parts.some(({ request }) => request.ifMatch !== undefined);
    case 'dropped-elements':
      return parts.some((part) => writes(part) && fault.paths.some((path) => path.startsWith(`${typeOf(part)}.`)));
    case 'refused-entries':
      return isBundle && parts.some((part) => concerns(fault, part));
    default:
      return true;
  }
}

function writes({ request }: BundleEntry): boolean {
  return request.method === 'POST' || request.method === 'PUT';
}
