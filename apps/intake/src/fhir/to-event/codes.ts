import { systemUri } from '@ilium/clinical';
import type { Code } from '@ilium/contracts';
import type { Coding, Concept, Quantity } from '../resource/elements.js';

/** Codes as the sender has them. */
function codeOf({ system, code, display }: Coding): Code | undefined {
  if (!code) return undefined;
  return { code, ...(system ? { system } : {}), ...(display ? { display } : {}) };
}

/** All codes of a concept. Its text is what the sender calls it, and belongs to the first that has no words. */
export function codesOf(concept: Concept | undefined): readonly Code[] {
  const codes = (concept?.coding ?? []).map(codeOf).filter((one) => one !== undefined);
  const [first, ...others] = codes;
  if (first === undefined) return [];
  const text = concept?.text;
  return [first.display === undefined && text ? { ...first, display: text } : first, ...others];
}

const longestCode = 100;

/** One code of a concept: its first; where it has words only, these. */
export function oneCodeOf(concept: Concept | undefined): Code | undefined {
  const [first] = codesOf(concept);
  if (first !== undefined) return first;
  const text = concept?.text?.trim();
  return text && text.length <= longestCode ? { code: text } : undefined;
}

/** All codes of several concepts; undefined where there are none. */
export function allCodesOf(concepts: readonly (Concept | undefined)[] | undefined): readonly Code[] | undefined {
  const codes = (concepts ?? []).flatMap(codesOf);
  return codes.length === 0 ? undefined : codes;
}

const cptOrHcpcs = ['http://www.ama-assn.org/go/cpt', 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'];

/** The modifiers behind codes of CPT and HCPCS: `27096:LT` → `LT` (terminology.hl7.org/CPT.html). */
export function modifiersIn(codes: readonly Code[]): readonly string[] | undefined {
  const modifiers = codes.flatMap(({ system, code }) => {
    const isBilling = system === undefined || cptOrHcpcs.includes(systemUri(system) ?? '');
    const expression = isBilling ? /^[A-Z0-9]{5}((?::[A-Z0-9]{2})+)$/i.exec(code)?.[1] : undefined;
    return expression?.slice(1).split(':') ?? [];
  });
  return modifiers.length === 0 ? undefined : [...new Set(modifiers)];
}

const ucum = 'http://unitsofmeasure.org';

/** The unit as a code where it is one of UCUM, else as the sender writes it. */
export function unitOf({ unit, system, code }: Quantity): string | undefined {
  return (system === ucum ? (code ?? unit) : (unit ?? code)) || undefined;
}

export function doseOf(dose: Quantity | undefined) {
  if (dose?.value === undefined || dose.comparator !== undefined) return undefined;
  const unit = unitOf(dose);
  return { value: dose.value, ...(unit === undefined ? {} : { unit }) };
}
