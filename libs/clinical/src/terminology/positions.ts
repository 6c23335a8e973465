import type { Code } from '@ilium/contracts';
import { isCode, ownSystem, standardCode, type CodeRules } from './site-codes.js';

/** How the patient lay. No standard code was verified: these are our own, and a site maps its words to them. */
export const positions = (['prone', 'supine', 'lateral', 'sitting'] as const).map((position) => ({
  system: ownSystem,
  code: position,
  position,
  source: 'V: our own code',
}));
export type Position = (typeof positions)[number]['position'];

export function positionOf(code: Code | null | undefined, rules: CodeRules): Position | undefined {
  if (!code) return undefined;
  const standard = standardCode(code, 'positions', rules);
  return positions.find((row) => isCode(row, standard))?.position;
}
