import type { Code } from '@ilium/contracts';
import type { Element } from '../reading/element.js';
import { cutTo } from './shortened.js';

/** Codes (CE, CWE, CNE), raw. */

/** Places of code, text and system: the first, the alternate, and the second alternate of 2.7. */
const triplets = [
  [1, 2, 3],
  [4, 5, 6],
  [10, 11, 12],
] as const;

const longestDisplay = 500;
/** A report takes so many codes. */
const mostCodes = 50;

function tripletOf(
  components: readonly Element[],
  [code, display, system]: (typeof triplets)[number],
): readonly Code[] {
  const textAt = (place: number) => components[place - 1]?.text ?? '';
  const value = textAt(code);
  return value === '' ? [] : [codeOf(value, textAt(display), textAt(system))];
}

/** A code with only what is said of it. */
export function codeOf(code: string, display = '', system = ''): Code {
  return {
    ...(system === '' ? {} : { system }),
    code,
    ...(display === '' ? {} : { display: cutTo(display, longestDisplay) }),
  };
}

/** The code and its alternates, of all repetitions. */
export function codesOf(field: Element): Code[] {
  if (field.isEmpty) return [];
  const codes: Code[] = [];
  for (const { components } of field.repetitions.slice(0, mostCodes)) {
    for (const triplet of triplets) {
      if (components.length >= triplet[0]) codes.push(...tripletOf(components, triplet));
    }
  }
  return codes.slice(0, mostCodes);
}

/** The first code of the first repetition; its text where it has no code. */
export function firstCode(field: Element): Code | undefined {
  const [first] = codesOf(field.repetitions[0] ?? field);
  const text = field.component(2).text;
  return first ?? (text === '' ? undefined : codeOf(text));
}

/** What a field says in words: its original text, else its text where there is no code. */
export function textBeside(field: Element): string | undefined {
  const original = field.component(9).text;
  if (original !== '') return original;
  const text = field.component(2).text;
  return codesOf(field).length > 0 || text === '' ? undefined : text;
}
