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
  if (header.startsWith(usualEncoding, 4) && header.charAt(4 + usualEncoding.length) === field) {
    return usualNotation(field, charset);
  }
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

/** Nearly every message has it: made once for each separator and character set that occurs. */
function usualNotation(field: string, charset: string): Notation {
  const key = `${field}${charset}`;
  const known = usualNotations.get(key);
  if (known !== undefined) return known;
  const [component, repetition, escape, subcomponent] = usual;
  const notation = { field, component, repetition, escape, subcomponent, charset };
  if (usualNotations.size < mostUsualNotations) usualNotations.set(key, notation);
  return notation;
}

const usualEncoding = usual.join('');
const usualNotations = new Map<string, Notation>();
const mostUsualNotations = 100;

function filled(named: readonly string[], field: string): readonly string[] {
  return usual.map((one, place) => {
    const said = named[place];
    if (said !== undefined) return said;
    return named.includes(one) || one === field ? never : one;
  });
}
