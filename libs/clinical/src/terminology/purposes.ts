import type { Code, Intent } from '@ilium/contracts';
import { isCode, ownSystem, standardCode, type CodeRules } from './site-codes.js';
import { systems } from './systems.js';

export type DeclaredIntent = Exclude<Intent, 'unknown'>;

interface PurposeCode {
  readonly system: string;
  readonly code: string;
  readonly intent: DeclaredIntent;
  readonly source: string;
}

const table0230 = 'V: HL7 table 0230 (v2-to-FHIR 1.0.0, PR1-6)';

/** What a procedure or an order was meant for. `A` (anaesthesia) and `I` (invasive) of table 0230 say nothing of it. */
export const purposeCodes: readonly PurposeCode[] = [
  { system: systems.functionalTypes, code: 'D', intent: 'diagnostic', source: table0230 },
  { system: systems.functionalTypes, code: 'P', intent: 'therapeutic', source: table0230 },
  { system: systems.snomed, code: '103693007', intent: 'diagnostic', source: 'P: R4 value set procedure-category' },
  ...(['diagnostic', 'therapeutic', 'both'] as const).map((intent) => ({
    system: ownSystem,
    code: intent,
    intent,
    source: 'V: our own code',
  })),
];

export function intentOfPurpose(purpose: Code | null | undefined, rules: CodeRules): DeclaredIntent | undefined {
  if (!purpose) return undefined;
  const standard = standardCode(purpose, 'purposes', rules);
  return purposeCodes.find((row) => isCode(row, standard))?.intent ?? intentInWords(purpose.display ?? purpose.code);
}

/** "Diagnostic or therapeutic" is how codes are described: it leaves open what was meant. */
const leftOpen = /\bdiagnostic,? (and\/)?or therapeutic\b|\btherapeutic,? (and\/)?or diagnostic\b/gi;

/** The intent that the words of an order declare. */
export function intentInWords(text: string): DeclaredIntent | undefined {
  const plain = text.replaceAll(leftOpen, ' ');
  const isDiagnostic = /\bdiagnostic\b/i.test(plain);
  const isTherapeutic = /\btherapeutic\b|\btreatment\b/i.test(plain);
  if (isDiagnostic && isTherapeutic) return 'both';
  if (isDiagnostic) return 'diagnostic';
  return isTherapeutic ? 'therapeutic' : undefined;
}

/** Modifier KX stands on every diagnostic line of 27096 and 64451, and of their facility code (V: CMS A59243). */
export const diagnosticModifier = 'KX';
