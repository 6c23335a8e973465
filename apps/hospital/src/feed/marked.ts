type IsMarked = (name: string, data: object) => boolean;

/** Numbers that name something. A score has a value too, and no system. */
const isNumber: IsMarked = (name, data) => name === 'lot' || (name === 'value' && 'system' in data);

/** Where sources write what they like. Codes, days, units and closed words stand in other fields; a feed has a family too. */
const isWording: IsMarked = (name, data) =>
  ['text', 'display', 'location', 'given'].includes(name) || (name === 'family' && !('application' in data));

/**
 * Data whose identifiers and texts all begin with a marker, so that one can look for what must not get out. They mean the
 * same as before: codes, days, amounts and closed words are as they were.
 */
export function marked<Data extends object>(data: Data, marker: string): Data {
  const entries = Object.entries(data).map(([name, value]) => {
    if (isNumber(name, data)) return [name, prefixed(value, `${marker}-`)];
    // As a word of its own: what the words say can still be read.
    return [name, isWording(name, data) ? prefixed(value, `${marker} `) : markedWithin(value, marker)];
  });
  return Object.fromEntries(entries) as Data;
}

function prefixed(value: unknown, prefix: string): unknown {
  if (Array.isArray(value)) return value.map((one) => prefixed(one, prefix));
  return typeof value === 'string' ? `${prefix}${value}` : value;
}

function markedWithin(value: unknown, marker: string): unknown {
  if (Array.isArray(value)) return value.map((one) => markedWithin(one, marker));
  return typeof value === 'object' && value !== null ? marked(value, marker) : value;
}
