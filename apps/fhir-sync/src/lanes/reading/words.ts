/**
 * What ends a segment or a frame, and what no receiver can show: control characters, line and paragraph separators, and
 * halves of characters, which UTF-8 can not carry.
 */
export const unfit = /[\p{Cc}\p{Cs}\u2028\u2029]/gu;
/** HL7's null: in a field it would delete what the receiver has (v2.5.1, section 2.5.3). */
export const nothing = '""';

/** Words for people: each unfit character becomes a blank. Undefined where nothing is left. */
export function words(text: string | undefined, mostCharacters = Infinity): string | undefined {
  const clean = text?.replaceAll(unfit, ' ').trim();
  if (clean === undefined || clean === '' || clean === nothing) return undefined;
  return clean.length <= mostCharacters ? clean : `${wellFormedStart(clean, mostCharacters - 1)}…`;
}

/** Not through the middle of a character. */
function wellFormedStart(text: string, length: number): string {
  return text.slice(0, length).replace(/\p{Cs}$/u, '');
}
