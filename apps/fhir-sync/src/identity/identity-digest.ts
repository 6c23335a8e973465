import { createHash } from 'node:crypto';
import type { Identity } from './identity.js';

/**
 * Exactly what was compared of somebody, on both sides: another one as soon as either says anything else. In which order
 * names come says nothing. It keeps values out of tables and backups that need none of them; it is no secret to who may
 * read the records themselves.
 */
export function identityDigest(subject: string, source: Identity, chart: Identity): string {
  const compared = JSON.stringify([subject, elementsOf(source), elementsOf(chart)]);
  return createHash('sha256').update(compared).digest('base64url');
}

function elementsOf({ birthDate, gender, families }: Identity): readonly unknown[] {
  // What is not said stands there as null.
  return [birthDate, gender, [...new Set(families)].toSorted()];
}
