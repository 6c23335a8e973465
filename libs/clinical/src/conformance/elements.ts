/** An element somewhere in a record. */
export interface Element<Value> {
  /** Without positions in lists: `performer.actor`. */
  readonly path: string;
  readonly name: string;
  readonly value: Value;
}

const nothing: readonly never[] = [];

/**
 * The values at a path below a value, lists taken apart: `performer.actor` are the actors of all performers. `effective[x]`
 * is whatever type was chosen, also where only an extension stands in its place (FHIR R4, JSON: `_effectiveDateTime`).
 */
export function at(value: unknown, path: string): readonly unknown[] {
  const dot = path.indexOf('.');
  if (dot < 0) return below(value, path);
  const found = below(value, path.slice(0, dot));
  const rest = path.slice(dot + 1);
  return found.length === 1 ? at(found[0], rest) : found.flatMap((each) => at(each, rest));
}

export function textsAt(value: unknown, path: string): readonly string[] {
  // Rules ask this of each element of a record, and most are texts themselves.
  if (!isObject(value)) return nothing;
  // Most names are plain ones of one text, or of nothing.
  const own: unknown = Reflect.get(value, path);
  if (typeof own === 'string') return [own];
  if (own === undefined && !path.includes('.') && !path.endsWith('[x]')) return nothing;
  return at(value, path).filter((each) => typeof each === 'string');
}

/** Whether an element is there, if only as an extension that says why its value is not. */
export function has(value: unknown, name: string): boolean {
  // Below a choice, what starts with an underscore is looked at as well.
  return below(value, name).length > 0 || (!name.endsWith('[x]') && below(value, `_${name}`).length > 0);
}

/** The elements of a record, those apart that hold others: a rule looks for its own among few. */
export interface Elements {
  readonly parts: readonly Element<object>[];
  readonly texts: readonly Element<string>[];
}

/** Every element of a record that holds others, or a text. */
export function elementsOf(record: unknown): Elements {
  const found = { parts: [], texts: [] };
  if (isObject(record)) collect(record, '', found);
  return found;
}

function collect(value: object, path: string, found: { parts: Element<object>[]; texts: Element<string>[] }): void {
  for (const [name, content] of Object.entries(value)) {
    const own = path === '' ? name : `${path}.${name}`;
    for (const each of listOf(content)) {
      if (typeof each === 'string') found.texts.push({ path: own, name, value: each });
      if (!isObject(each)) continue;
      found.parts.push({ path: own, name, value: each });
      collect(each, own, found);
    }
  }
}

function below(value: unknown, name: string): readonly unknown[] {
  if (!isObject(value)) return nothing;
  if (!name.endsWith('[x]')) return listOf(Reflect.get(value, name));
  const stem = name.slice(0, -'[x]'.length);
  return Object.entries(value).flatMap(([key, content]) => (isChoice(key, stem) ? listOf(content) : []));
}

function isChoice(key: string, stem: string): boolean {
  const bare = key.startsWith('_') ? key.slice(1) : key;
  return bare.startsWith(stem) && /^[A-Z]/.test(bare.slice(stem.length));
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return nothing;
  return Array.isArray(value) ? value : [value];
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
