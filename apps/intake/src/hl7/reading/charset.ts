import { isAscii } from 'node:buffer';

/** Text of a message, and the character set that it was read by. */
export type Decoded =
  | { readonly ok: true; readonly text: string; readonly charset: string }
  /** `unknown`: no character set is known for it; `bytes`: it holds bytes that are not of its character set. */
  | { readonly ok: false; readonly why: 'unknown' | 'bytes' };

const ascii = 'us-ascii';

/** HL7 table 0211, and what senders write instead; letters and digits only. */
const names: Readonly<Record<string, string>> = {
  ASCII: ascii,
  USASCII: ascii,
  ISOIR6: ascii,
  UNICODE: 'utf-8',
  UNICODEUTF8: 'utf-8',
  UTF8: 'utf-8',
  UNICODEUTF16: 'utf-16le',
  UTF16: 'utf-16le',
  LATIN1: 'windows-1252',
  ANSI: 'windows-1252',
  CP1252: 'windows-1252',
  WINDOWS1252: 'windows-1252',
  ISOIR87: 'iso-2022-jp',
  ISOIR14: 'shift_jis',
  GB180302000: 'gb18030',
  KSX1001: 'euc-kr',
  BIG5: 'big5',
};

/** `8859/1`, `ISO 8859-15`, `ISO_8859-1:1987` */
const latin = /^(?:ISO)?8859(1[0-6]|[1-9])(?:1987)?$/;

/** The character set that MSH-18 names, of several the first that is known. */
export function charsetNamed(field: string, repetition: string): string | undefined {
  return field
    .split(repetition)
    .map(charsetOfName)
    .find((known) => known !== undefined);
}

function charsetOfName(name: string): string | undefined {
  const plain = name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  if (plain === '') return undefined;
  const part = latin.exec(plain)?.[1];
  return names[plain] ?? (part === undefined ? undefined : decoderOf(`iso-8859-${part}`)?.encoding);
}

type Decoder = InstanceType<typeof TextDecoder>;

const decoders = new Map<string, Decoder | undefined>();

function decoderOf(label: string): Decoder | undefined {
  if (!decoders.has(label)) decoders.set(label, newDecoder(label));
  return decoders.get(label);
}

function newDecoder(label: string): Decoder | undefined {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    return undefined;
  }
}

/** UTF-16 or UTF-8, where the first bytes say it: by a byte order mark, or by how they write `MSH`. */
export function charsetByFirstBytes(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if ((first === 0xff && second === 0xfe) || (second === 0 && first !== 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  return undefined;
}

/**
 * Decodes a message by what its first bytes or MSH-18 say, else by the listener's character set, else as ASCII. ASCII
 * says nothing of other bytes: the listener's character set does. Never puts U+FFFD for what can't be decoded.
 */
export function decodeMessage(bytes: Uint8Array, declared: string | undefined, usual: string | undefined): Decoded {
  const said = charsetByFirstBytes(bytes) ?? declared;
  if ((said === undefined || said === ascii) && isAscii(bytes)) {
    return { ok: true, text: Buffer.from(bytes).toString('latin1'), charset: said ?? usual?.toLowerCase() ?? ascii };
  }
  const label = said === undefined || said === ascii ? usual : said;
  if (label === undefined) return { ok: false, why: said === undefined ? 'unknown' : 'bytes' };
  const decoder = decoderOf(label);
  if (decoder === undefined) return { ok: false, why: 'unknown' };
  const text = decodeBytes(bytes, decoder.encoding);
  return text === undefined ? { ok: false, why: 'bytes' } : { ok: true, text, charset: decoder.encoding };
}

/** What bytes say in a character set; undefined where they are none of it. */
export function decodeBytes(bytes: Uint8Array, charset: string): string | undefined {
  if (charset === ascii) return isAscii(bytes) ? Buffer.from(bytes).toString('latin1') : undefined;
  try {
    const text = decoderOf(charset)?.decode(bytes);
    // A U+FFFD that the sender wrote itself was lost there, and is no better.
    return text?.includes('\uFFFD') === true ? undefined : text;
  } catch {
    return undefined;
  }
}
