import { charsetByFirstBytes, decodeBytes } from './charset.js';
import { Element } from './element.js';
import { isMessage } from './message.js';
import { notationOf, type Notation } from './notation.js';

/**
 * MSH as it came, for answering: read byte by byte as ISO 8859-1, so that it can be read, and echoed unchanged, whatever
 * character set the message has.
 */
export interface Header {
  readonly notation: Notation;
  /** A field as it came, without the control characters of ASCII. */
  raw(number: number): string;
  field(number: number): Element;
}

/** Cc of ASCII only: in UTF-8 the bytes that ISO 8859-1 has as further controls are parts of letters. */
const controls = /(?=[\0-\x7F])\p{Cc}/gu;
const control = new RegExp(controls.source, 'u');

/** Of a message that is longer, only the beginning is looked at. */
const longestHeader = 8_192;

/** Undefined where it is no HL7 message at all. */
export function headerOf(bytes: Uint8Array): Header | undefined {
  const text = beginningOf(bytes.subarray(0, longestHeader));
  const [line = ''] = text.split(/[\r\n]/, 1);
  if (!isMessage(line)) return undefined;
  const notation = notationOf(line, 'us-ascii');
  const fields = line.split(notation.field);
  const isPlain = !control.test(line);
  const raw = (number: number) => {
    const field = fields[number - 1] ?? '';
    return isPlain ? field : field.replaceAll(controls, '');
  };
  return { notation, raw, field: (number) => new Element(raw(number), notation) };
}

function beginningOf(bytes: Uint8Array): string {
  const charset = charsetByFirstBytes(bytes);
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  if (charset?.startsWith('utf-16') === true) return fromStart(withBytesOnly(decodeBytes(even, charset) ?? ''));
  const mark = charset === 'utf-8' ? 3 : 0;
  return fromStart(Buffer.from(bytes.buffer, bytes.byteOffset + mark, bytes.length - mark).toString('latin1'));
}

/** Answers are written byte by byte: half of a longer character might end a field or a frame. */
function withBytesOnly(text: string): string {
  return text.replaceAll(/[^\0-\xFF\uFEFF]/gu, '?');
}

/** Without a byte order mark, and without the line ends that some senders put before a message. */
export function fromStart(text: string): string {
  return text.replace(/^\uFEFF?[\r\n]*/, '');
}
