import type { Code } from '@ilium/contracts';
import type { Element } from '../reading/element.js';

/** Codes (CE, CWE, CNE), raw. */

/** Places of code, text and system: the first, the alternate, and the second alternate of 2.7. */
const triplets = [
  [1, 2, 3],
  [4, 5, 6],
  [10, 11, 12],
] as const;

const longestDisplay = 500;

function tripletOf(element: Element, [code, display, system]: (typeof triplets)[number]): Code | undefined {
  const value = element.component(code).text;
  if (value === '') return undefined;
  return codeOf(value, element.component(display).text, element.component(system).text);
}

/** A code with only what is said of it. */
export function codeOf(code: string, display = '', system = ''): Code {
  return {
    ...(system === '' ? {} : { system }),
    code,
    ...(display === '' ? {} : { display: display.slice(0, longestDisplay).toWellFormed() }),
  };
}

/** The code and its alternates, of all repetitions. */
export function codesOf(field: Element): Code[] {
  return field.repetitions.flatMap((one) =>
    triplets.flatMap((triplet) => {
      const code = tripletOf(one, triplet);
      return code === undefined ? [] : [code];
    }),
  );
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

/** Text no longer than its field takes. */
export function shortened(text: string, most: number): string | undefined {
  return text === '' ? undefined : text.slice(0, most).toWellFormed();
}
