/** What a server made of what it was sent: the elements that are missing, and those that say something else. */

export interface Difference {
  /** Without indices: `dosage.dose`. */
  readonly path: string;
  readonly how: 'missing' | 'changed';
}

type JsonObject = Readonly<Record<string, unknown>>;

/** The server's own to set. */
const theirs = new Set(['id', 'text', 'meta.versionId', 'meta.lastUpdated']);

/** What the server adds is its own affair. */
export function differences(sent: JsonObject, stored: JsonObject): readonly Difference[] {
  const found = inObject(sent, stored, '').filter(({ path }) => !theirs.has(path));
  return [...new Map(found.map((one) => [one.path, one])).values()];
}

function inObject(sent: JsonObject, stored: JsonObject, above: string): readonly Difference[] {
  return Object.entries(sent).flatMap(([name, value]) => {
    const path = above === '' ? name : `${above}.${name}`;
    if (isStoredElsewhere(name, stored)) return [];
    return inValue(value, stored[name], path);
  });
}

/** Servers like to move the bytes of an attachment out of the record, and say where they are. */
function isStoredElsewhere(name: string, stored: JsonObject): boolean {
  return name === 'data' && stored['data'] === undefined && typeof stored['url'] === 'string';
}

function inValue(sent: unknown, stored: unknown, path: string): readonly Difference[] {
  if (stored === undefined || stored === null) return [{ path, how: 'missing' }];
  if (Array.isArray(sent)) return inList(sent, Array.isArray(stored) ? stored : [stored], path);
  if (isObject(sent)) return isObject(stored) ? inObject(sent, stored, path) : [{ path, how: 'changed' }];
  return isSame(sent, stored) ? [] : [{ path, how: 'changed' }];
}

/** In whatever order: each item that was sent is in one that is stored. Else what is missing of the nearest. */
function inList(sent: readonly unknown[], stored: readonly unknown[], path: string): readonly Difference[] {
  return sent.flatMap((item) => {
    const tries = stored.map((one) => inValue(item, one, path));
    const nearest = tries.toSorted((a, b) => a.length - b.length)[0];
    if (nearest === undefined) return [{ path, how: 'missing' as const }];
    // An item of which nothing is left is another item.
    const isAnother = isObject(item) && nearest.length >= leaves(item);
    return isAnother ? [{ path, how: 'missing' as const }] : nearest;
  });
}

function leaves(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + leaves(item), 0);
  return isObject(value) ? Object.values(value).reduce((sum: number, item) => sum + leaves(item), 0) : 1;
}

function isSame(sent: unknown, stored: unknown): boolean {
  if (sent === stored) return true;
  if (typeof sent !== 'string' || typeof stored !== 'string') return false;
  return isSamePlace(sent, stored) || isSameInstant(sent, stored);
}

/** `Patient/17` is also `https://…/Patient/17`, and in one of its versions. */
function isSamePlace(sent: string, stored: string): boolean {
  const place = stored.replace(/\/_history\/.*$/, '');
  return /^[A-Z]\w+\/[\w.-]+$/.test(sent) && (place === sent || place.endsWith(`/${sent}`));
}

function isSameInstant(sent: string, stored: string): boolean {
  const isTime = [sent, stored].every((text) => /^\d{4}-\d\d-\d\dT/.test(text));
  return isTime && Date.parse(sent) === Date.parse(stored);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
