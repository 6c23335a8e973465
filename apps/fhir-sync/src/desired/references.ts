import { z } from 'zod';

/** What a FHIR reference can be here: literal to another record of ours, or logical (by identifier) to somebody else's. */
export interface LogicalReference {
  readonly type: string;
  readonly system: string;
  readonly value: string;
}

/** One text per thing that is referred to: `Patient?urn:oid:1.2|4711`. */
export function nameOf({ type, system, value }: LogicalReference): string {
  return `${type}?${system}|${value}`;
}

const identified = z.looseObject({
  identifier: z.tuple([z.looseObject({ system: z.string().default(''), value: z.string().min(1) })], z.unknown()),
});

/** Who a Patient of ours is, as the other records name them; undefined for what is no Patient. */
export function patientItself(resource: unknown): LogicalReference | undefined {
  if (typeof resource !== 'object' || resource === null) return undefined;
  if (!('resourceType' in resource) || resource.resourceType !== 'Patient') return undefined;
  const read = identified.safeParse(resource);
  if (!read.success) return undefined;
  const [{ system, value }] = read.data.identifier;
  return { type: 'Patient', system, value };
}

/** A reference as it stands in a resource; `reference` is filled in before sending. */
export interface ReferenceElement {
  reference?: unknown;
  type?: unknown;
  identifier?: unknown;
}

const literal = /^[A-Z][A-Za-z]{1,63}\/[A-Za-z0-9\-.]{1,64}$/;

/** Calls `visit` for each object in a resource that is a Reference (it has `reference`, or `type` and `identifier`). */
export function visitReferences(node: unknown, visit: (element: ReferenceElement) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node) && isReference(node)) visit(node);
  // Most values are texts and numbers, and each record is gone through several times.
  for (const value of Object.values(node)) if (typeof value === 'object') visitReferences(value, visit);
}

function isReference(node: object): node is ReferenceElement {
  return 'reference' in node || ('type' in node && 'identifier' in node);
}

/** `Procedure/p1` when the element refers to a record by its place, else undefined. */
export function literalOf({ reference }: ReferenceElement): string | undefined {
  return typeof reference === 'string' && literal.test(reference) ? reference : undefined;
}

/** What the element refers to by identifier, unless it names the place as well. */
export function logicalOf({ reference, type, identifier }: ReferenceElement): LogicalReference | undefined {
  if (reference !== undefined || typeof type !== 'string') return undefined;
  if (typeof identifier !== 'object' || identifier === null) return undefined;
  const system = 'system' in identifier && typeof identifier.system === 'string' ? identifier.system : '';
  const value = 'value' in identifier && typeof identifier.value === 'string' ? identifier.value : '';
  return value === '' ? undefined : { type, system, value };
}
