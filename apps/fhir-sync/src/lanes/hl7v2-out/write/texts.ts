import { NotWritable } from './not-writable.js';

/**
 * What ends a segment or a frame, and what no receiver can show: control characters, line and paragraph separators, and
 * halves of characters, which UTF-8 can not carry.
 */
const unfit = /[\p{Cc}\p{Cs}\u2028\u2029]/gu;
/** HL7's null: in a field it would delete what the receiver has (v2.5.1, section 2.5.3). */
const nothing = '""';

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

/** Whether a code or a number can be written as it is: these are never changed. */
export function isExact(value: string): boolean {
  return value !== '' && value !== nothing && value.trim() === value && value.search(unfit) === -1;
}

/** A number of a patient, a visit or a record, whole: a part of it would be somebody else's. */
export function exact(value: string): string {
  if (!isExact(value)) throw new NotWritable('identifier');
  return value;
}
