/** An element somewhere in a record. */
export interface Element {
  /** Without positions in lists: `performer.actor`. */
  readonly path: string;
  readonly name: string;
  readonly value: unknown;
}

/**
 * The values at a path below a value, lists taken apart: `performer.actor` are the actors of all performers. `effective[x]`
 * is whatever type was chosen, also where only an extension stands in its place (FHIR R4, JSON: `_effectiveDateTime`).
 */
export function at(value: unknown, path: string): readonly unknown[] {
  const dot = path.indexOf('.');
  if (dot < 0) return below(value, path);
  return below(value, path.slice(0, dot)).flatMap((each) => at(each, path.slice(dot + 1)));
}

export function textsAt(value: unknown, path: string): readonly string[] {
  return at(value, path).filter((each) => typeof each === 'string');
}

/** Whether an element is there, if only as an extension that says why its value is not. */
export function has(value: unknown, name: string): boolean {
  return below(value, name).length > 0 || below(value, `_${name}`).length > 0;
}

/** Every element of a record. */
export function elementsOf(value: unknown, path = ''): readonly Element[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, content]) => {
    const own = path === '' ? name : `${path}.${name}`;
    return listOf(content).flatMap((each) => [{ path: own, name, value: each }, ...elementsOf(each, own)]);
  });
}

function below(value: unknown, name: string): readonly unknown[] {
  if (!isObject(value)) return [];
  if (!name.endsWith('[x]')) return listOf(Reflect.get(value, name));
  const stem = name.slice(0, -'[x]'.length);
  return Object.entries(value).flatMap(([key, content]) => (isChoice(key, stem) ? listOf(content) : []));
}

function isChoice(key: string, stem: string): boolean {
  const bare = key.startsWith('_') ? key.slice(1) : key;
  return bare.startsWith(stem) && /^[A-Z]/.test(bare.slice(stem.length));
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
