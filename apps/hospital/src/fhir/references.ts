import { isObject, type JsonObject, type Resource } from './resource.js';

/** What the text of a `Reference.reference` points to. */
export type ReferenceTarget =
  | { readonly kind: 'record'; readonly key: string; readonly version?: number }
  /** `Patient?identifier=system|value`, allowed in transactions. */
  | { readonly kind: 'conditional'; readonly type: string; readonly query: string }
  /** `urn:uuid:…`: another entry of the same transaction. */
  | { readonly kind: 'entry' }
  | { readonly kind: 'contained' }
  /** An absolute address of another server. */
  | { readonly kind: 'elsewhere' };

const literal = /^(?<key>[A-Z]\w*\/[A-Za-z0-9\-.]{1,64})(\/_history\/(?<version>\d+))?$/;
const conditional = /^(?<type>[A-Z]\w*)\?(?<query>.+)$/s;

export function readReference(reference: string): ReferenceTarget {
  if (reference.startsWith('#')) return { kind: 'contained' };
  if (/^urn:(uuid|oid):/.test(reference)) return { kind: 'entry' };
  const { key, version } = literal.exec(reference)?.groups ?? {};
  if (key !== undefined) {
    return version === undefined ? { kind: 'record', key } : { kind: 'record', key, version: Number(version) };
  }
  const { type, query } = conditional.exec(reference)?.groups ?? {};
  if (type !== undefined && query !== undefined) return { kind: 'conditional', type, query };
  return { kind: 'elsewhere' };
}

export interface FoundReference {
  readonly reference: string;
  /** FHIRPath without indices: `Observation.subject`. */
  readonly expression: string;
}

/** Every literal reference of a resource. */
export function referencesOf(resource: Resource): readonly FoundReference[] {
  const found: FoundReference[] = [];
  mapReferences(resource, (reference, expression) => {
    found.push({ reference, expression });
    return reference;
  });
  return found;
}

type ReferenceMap = (reference: string, expression: string) => string;

/** The resource with each literal reference replaced by what `map` makes of it; itself where nothing changes. */
export function mapReferences(resource: Resource, map: ReferenceMap): Resource {
  const changed = changedElements(resource, resource.resourceType, map);
  return changed === undefined ? resource : { ...resource, ...changed };
}

function mapped(value: unknown, expression: string, map: ReferenceMap): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => mapped(item, expression, map));
    return items.some((item, place) => item !== value[place]) ? items : value;
  }
  if (!isObject(value)) return value;
  const changed = changedElements(value, expression, map);
  return changed === undefined ? value : { ...value, ...changed };
}

function changedElements(parent: JsonObject, expression: string, map: ReferenceMap): JsonObject | undefined {
  let changed: Record<string, unknown> | undefined;
  for (const name in parent) {
    const value = parent[name];
    // Most elements are texts and numbers: nothing to look into, no path to build.
    const isReference = name === 'reference' && typeof value === 'string';
    if (!isReference && typeof value !== 'object') continue;
    const next = isReference ? map(value, expression) : mapped(value, `${expression}.${name}`, map);
    if (next !== value) (changed ??= {})[name] = next;
  }
  return changed;
}
