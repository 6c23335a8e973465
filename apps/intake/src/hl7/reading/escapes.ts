import { decodeBytes } from './charset.js';
import type { Notation } from './notation.js';

const hexadecimal = /^X((?:[0-9A-F]{2})+)$/i;
/** Reads the escape sequences of a piece that nothing divides any more; those it does not know stay as they came. */
export function unescape(raw: string, notation: Notation): string {
  const { escape } = notation;
  let start = raw.indexOf(escape);
  if (start < 0) return raw;
  let [text, from] = ['', 0];
  while (start >= 0) {
    const end = raw.indexOf(escape, start + 1);
    if (end < 0) break;
    const meant = meaningOf(raw.slice(start + 1, end), notation);
    // The second character of what is no sequence may begin one.
    text += raw.slice(from, start) + (meant ?? raw.slice(start, end));
    from = meant === undefined ? end : end + 1;
    start = meant === undefined ? end : raw.indexOf(escape, from);
  }
  return text + raw.slice(from);
}

function meaningOf(sequence: string, notation: Notation): string | undefined {
  switch (sequence) {
    case 'F':
      return notation.field;
    case 'S':
      return notation.component;
    case 'T':
      return notation.subcomponent;
    case 'R':
      return notation.repetition;
    case 'E':
      return notation.escape;
    case '.br':
      return '\n';
    default:
      return meaningOfBytes(hexadecimal.exec(sequence)?.[1], notation);
  }
}

function meaningOfBytes(digits: string | undefined, { charset }: Notation): string | undefined {
  if (digits === undefined) return undefined;
  const text = decodeBytes(Buffer.from(digits, 'hex'), charset);
  return text === undefined || [...text].some(isControl) ? undefined : text;
}

/** Other than tab and line ends: no text has them, and PostgreSQL keeps no NUL. */
function isControl(character: string): boolean {
  return character < ' ' && !'\t\n\r'.includes(character);
}
