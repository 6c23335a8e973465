import { unescape } from './escapes.js';

/** The five characters by which a message is divided (MSH-1, MSH-2), and the character set of its escaped bytes. */
export interface Notation {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  readonly subcomponent: string;
  readonly charset: string;
}

/** MSH-2 as nearly all write it: component, repetition, escape, sub-component. */
const usual = ['^', '~', '\\', '&'] as const;
/** Stands where MSH-2 leaves a gap that no usual character can fill: it never occurs. */
const never = '\uFFFF';

/**
 * Reads MSH-1 and MSH-2 from the first line. Senders write a character twice, forget one, add a fifth (the truncation
 * character of 2.7), or swap two and go on using the usual ones: then MSH-9 tells which they use.
 */
export function notationOf(header: string, charset: string): Notation {
  const field = header.charAt(3);
  const [encoding = '', ...rest] = header.slice(4).split(field);
  const named = [...new Set(encoding.replaceAll(/[A-Za-z0-9\s]/g, ''))].slice(0, 4);
  const type = rest[6] ?? '';
  const [component = '^'] = named;
  const isUsed = component !== usual[0] && type.includes(component);
  const isSwapped = named.length === usual.length && usual.every((one) => named.includes(one)) && !isUsed;
  const [first, second, third, fourth] = isSwapped ? usual : filled(named, field);
  return {
    field,
    component: first ?? never,
    repetition: second ?? never,
    escape: third ?? never,
    subcomponent: fourth ?? never,
    charset,
  };
}

function filled(named: readonly string[], field: string): readonly string[] {
  return usual.map((one, place) => {
    const said = named[place];
    if (said !== undefined) return said;
    return named.includes(one) || one === field ? never : one;
  });
}

/** A piece of text as people mean it: escapes read, blanks at its ends gone. */
export function textOf(raw: string, notation: Notation): string {
  return unescape(raw, notation).trim();
}
