import { isObject, type Resource } from './resource.js';

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

/** The resource with each literal reference replaced by what `map` makes of it. */
export function mapReferences(resource: Resource, map: (reference: string, expression: string) => string): Resource {
  const mapped = (value: unknown, expression: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => mapped(item, expression));
    if (!isObject(value)) return value;
    const entries = Object.entries(value).map(([name, child]) => {
      const isReference = name === 'reference' && typeof child === 'string';
      return [name, isReference ? map(child, expression) : mapped(child, `${expression}.${name}`)] as const;
    });
    return Object.fromEntries(entries);
  };
  const entries = Object.entries(resource).map(([name, child]) => [
    name,
    mapped(child, `${resource.resourceType}.${name}`),
  ]);
  return { ...Object.fromEntries(entries), resourceType: resource.resourceType };
}
