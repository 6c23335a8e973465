/** An element somewhere in a record. */
export interface Element<Value> {
  /** Without positions in lists: `performer.actor`. */
  readonly path: string;
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

/** Names by which rules look for elements, wherever these stand. */
const sought = ['reference', 'system', 'url', 'start', 'value'] as const;
type Sought = (typeof sought)[number];

/** The elements of a record that rules look for, found in one walk: most elements are of no interest to most rules. */
export interface Elements {
  /** Those that hold something of that name. */
  readonly having: Readonly<Record<Sought, readonly Element<object>[]>>;
  /** Those that hold a time, by their names. */
  readonly times: readonly Element<string>[];
}

interface Found {
  readonly having: Readonly<Record<Sought, Element<object>[]>>;
  readonly times: Element<string>[];
}

/** Elements that hold a dateTime or an instant, beside those whose names say it. */
const timeNames: ReadonlySet<string> = new Set(['start', 'end', 'issued', 'lastUpdated']);

export function elementsOf(record: unknown): Elements {
  const found: Found = { having: { reference: [], system: [], url: [], start: [], value: [] }, times: [] };
  if (isObject(record)) collectBelow(record, '', found);
  return found;
}

function collect(part: Element<object>, found: Found): void {
  for (const name of sought) if (name in part.value) found.having[name].push(part);
  collectBelow(part.value, `${part.path}.`, found);
}

function collectBelow(value: object, prefix: string, found: Found): void {
  for (const name of Object.keys(value)) {
    const content: unknown = Reflect.get(value, name);
    if (Array.isArray(content)) for (const each of content) collectOne(name, each, prefix, found);
    else collectOne(name, content, prefix, found);
  }
}

function collectOne(name: string, value: unknown, prefix: string, found: Found): void {
  if (isObject(value)) collect({ path: prefix + name, value }, found);
  else if (typeof value === 'string' && isTimeName(name)) found.times.push({ path: prefix + name, value });
}

function isTimeName(name: string): boolean {
  return timeNames.has(name) || name.endsWith('DateTime') || name.endsWith('Instant');
}

function below(value: unknown, name: string): readonly unknown[] {
  if (!isObject(value)) return nothing;
  if (!name.endsWith('[x]')) return listOf(Reflect.get(value, name));
  const stem = name.slice(0, -'[x]'.length);
  let found: readonly unknown[] = nothing;
  for (const key of Object.keys(value)) if (isChoice(key, stem)) found = found.concat(listOf(Reflect.get(value, key)));
  return found;
}

function isChoice(key: string, stem: string): boolean {
  const from = key.startsWith('_') ? 1 : 0;
  return key.startsWith(stem, from) && /[A-Z]/.test(key.charAt(from + stem.length));
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return nothing;
  return Array.isArray(value) ? value : [value];
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
