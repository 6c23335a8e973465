/** Tells data types of FHIR R4 apart by their shape: what was sent is ours, so its shape can be trusted. */

export type Node = Readonly<Record<string, unknown>>;

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

export function nodesOf(value: unknown): readonly Node[] {
  return listOf(value).filter(isNode);
}

export function textOf(node: Node, name: string): string | undefined {
  const value = node[name];
  return typeof value === 'string' ? value.trim() : undefined;
}

const ofReference = new Set(['reference', 'type', 'identifier', 'display', 'extension', 'id']);

export function isReference(node: Node): boolean {
  const isNamed = typeof node['reference'] === 'string' || isNode(node['identifier']);
  return isNamed && Object.keys(node).every((name) => ofReference.has(name));
}

const ofConcept = new Set(['coding', 'text', 'extension', 'id']);

export function isConcept(node: Node): boolean {
  return ('coding' in node || 'text' in node) && Object.keys(node).every((name) => ofConcept.has(name));
}

const ofQuantity = new Set(['value', 'comparator', 'unit', 'system', 'code', 'extension', 'id']);

/** An Identifier has a text for its value. */
export function isQuantity(node: Node): boolean {
  return (
    (typeof node['value'] === 'number' || typeof node['unit'] === 'string') &&
    Object.keys(node).every((name) => ofQuantity.has(name))
  );
}

export function isAttachment(node: Node): boolean {
  return typeof node['data'] === 'string' && 'contentType' in node;
}
