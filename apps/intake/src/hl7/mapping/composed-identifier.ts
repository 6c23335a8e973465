import type { Identifier } from '@ilium/contracts';

/** A number of something that has none of its own: that of what it stands in, and what tells it apart there. */
export function composedIdentifier({ system, value }: Identifier, parts: readonly string[]): Identifier {
  return { system, value: [value, ...parts].join('|') };
}
