import { contrastSpreads, type Code, type ContrastSpread } from '@ilium/contracts';
import { isCode, ownSystem, standardCode, type CodeRules } from './site-codes.js';

/** What contrast can show. No standard code was found for it: these are our own, and a site maps its words to them. */
export const contrastSpreadCodes = contrastSpreads.map((spread) => ({
  system: ownSystem,
  code: spread,
  spread,
  source: 'V: our own code',
}));

export const contrastSpreadNames: Readonly<Record<ContrastSpread, string>> = {
  'intra-articular': 'Contrast spread in the joint',
  'peri-articular': 'Contrast spread beside the joint',
  vascular: 'Contrast went into a vessel',
  'not-confirmed': 'Position not confirmed by contrast',
};

export function contrastSpreadOf(code: Code | null | undefined, rules: CodeRules): ContrastSpread | undefined {
  if (!code) return undefined;
  const standard = standardCode(code, 'contrast', rules);
  return contrastSpreadCodes.find((row) => isCode(row, standard))?.spread;
}

/** The least reassuring first: which one tells most against the drug having been in the joint. */
const worstFirst: readonly ContrastSpread[] = ['vascular', 'peri-articular', 'not-confirmed', 'intra-articular'];

/** What several findings of one session come to. */
export function worstSpread(spreads: readonly ContrastSpread[]): ContrastSpread | undefined {
  return worstFirst.find((spread) => spreads.includes(spread));
}
