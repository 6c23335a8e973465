import type { Frame } from './frame.js';

/**
 * Batches: FHS, BHS, BTS and FTS stand around messages and say nothing that is kept. Works by bytes, before anything is
 * decoded, so each message keeps the bytes it came with.
 */

/** A message of a stream, or what stood in a message's place: lines that belong to none are `incomplete`. */
export type BatchItem = Frame & {
  /** Counted from 1. */
  readonly number: number;
  /** Line of the stream in which it begins, from 1. */
  readonly line: number;
  /** Bytes of the stream before it. */
  readonly offset: number;
  /** Bytes of the stream up to its end. */
  readonly end: number;
};

const [lineFeed, carriageReturn, startBlock, endBlock] = [0x0a, 0x0d, 0x0b, 0x1c];
const envelopes = ['FHS', 'BHS', 'BTS', 'FTS'];
const mostFirstBytes = 4_096;

/** Divides a frame; nearly every one is a message and nothing else, and comes back untouched. */
export function messagesOfFrame(bytes: Buffer): readonly Frame[] {
  if (!mayBeBatch(bytes)) return [{ kind: 'whole', bytes }];
  const splitter = new Splitter(bytes.length + 1);
  const items = [...splitter.push(bytes), ...splitter.finish()];
  return items.length === 0 ? [{ kind: 'whole', bytes }] : items;
}

function mayBeBatch(frame: Buffer): boolean {
  return (
    envelopes.includes(frame.toString('latin1', 0, 3)) ||
    ['\rMSH', '\nMSH'].some((start) => frame.includes(start, 0, 'latin1'))
  );
}

/**
 * Divides a stream, such as a file, into its messages; holds one message at a time.
 *
 * @param mostBytes largest message, in bytes; of a larger one only the beginning comes
 */
export async function* messagesOfStream(
  chunks: AsyncIterable<Uint8Array>,
  mostBytes: number,
): AsyncGenerator<BatchItem, void, undefined> {
  const splitter = new Splitter(mostBytes);
  const text = new Utf16AsUtf8();
  for await (const chunk of chunks) {
    for (const item of splitter.push(text.next(chunk))) yield text.marked(item);
  }
  for (const item of splitter.finish()) yield text.marked(item);
}

const byteOrderMark = Buffer.from('\uFEFF', 'utf8');

/**
 * UTF-16, which only a byte order mark tells in a file, is written anew as UTF-8, each message with the mark of that: lines
 * can't be found in it by bytes. Offsets count what was written.
 */
class Utf16AsUtf8 {
  private decoder: InstanceType<typeof TextDecoder> | undefined;
  private head: Uint8Array | undefined = new Uint8Array(0);

  next(chunk: Uint8Array): Uint8Array {
    const bytes = this.head === undefined ? chunk : Buffer.concat([this.head, chunk]);
    if (this.head !== undefined) {
      if (bytes.length < 2) {
        this.head = bytes;
        return new Uint8Array(0);
      }
      this.head = undefined;
      this.decoder = decoderFor(bytes);
    }
    return this.decoder === undefined ? bytes : Buffer.from(this.decoder.decode(bytes, { stream: true }), 'utf8');
  }

  marked(item: BatchItem): BatchItem {
    if (this.decoder === undefined || item.kind !== 'whole') return item;
    return { ...item, bytes: Buffer.concat([byteOrderMark, item.bytes]) };
  }
}

/** What can't be decoded becomes U+FFFD here, and is refused for it when the message is read. */
function decoderFor(bytes: Uint8Array): InstanceType<typeof TextDecoder> | undefined {
  const mark = Buffer.from(bytes.subarray(0, 2)).toString('hex');
  if (mark === 'fffe') return new TextDecoder('utf-16le');
  return mark === 'feff' ? new TextDecoder('utf-16be') : undefined;
}

/** What a message, or the lines of none, has so far. */
interface Open {
  readonly isMessage: boolean;
  readonly line: number;
  readonly offset: number;
  readonly parts: Uint8Array[];
  size: number;
  end: number;
}

class Splitter {
  private open: Open | undefined;
  /** Bytes of the line that has not ended yet, and whether its beginning was already passed on. */
  private rest: Uint8Array[] = [];
  private restSize = 0;
  private isMidLine = false;
  private offset = 0;
  private line = 1;
  private number = 0;
  private last: number | undefined;

  constructor(private readonly mostBytes: number) {}

  *push(chunk: Uint8Array): Generator<BatchItem> {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte !== carriageReturn && byte !== lineFeed && byte !== endBlock) continue;
      yield* this.endLine(chunk.subarray(from, at + 1), byte);
      from = at + 1;
    }
    if (from < chunk.length) yield* this.keep(chunk.subarray(from));
  }

  *finish(): Generator<BatchItem> {
    if (this.restSize > 0) yield* this.endLine(new Uint8Array(0), undefined);
    yield* this.close();
  }

  /** A line without an end is passed on in pieces, so that memory stays bounded. */
  private *keep(piece: Uint8Array): Generator<BatchItem> {
    this.rest.push(Uint8Array.from(piece));
    this.restSize += piece.length;
    if (this.restSize < mostFirstBytes) return;
    const whole = this.takeRest();
    if (!this.isMidLine) yield* this.beginLine(whole);
    this.isMidLine = true;
    this.add(whole);
  }

  private *endLine(tail: Uint8Array, end: number | undefined): Generator<BatchItem> {
    this.rest.push(tail);
    this.restSize += tail.length;
    const whole = this.takeRest();
    if (!this.isMidLine) yield* this.beginLine(whole);
    this.isMidLine = false;
    this.add(whole);
    const isEndOfCrLf = end === lineFeed && this.last === carriageReturn && whole.length === 1;
    if (!isEndOfCrLf && end !== endBlock) this.line += 1;
    if (end === endBlock) yield* this.close();
    this.last = end;
  }

  private takeRest(): Uint8Array {
    const whole = Buffer.concat(this.rest);
    this.rest = [];
    this.restSize = 0;
    return whole;
  }

  private *beginLine(line: Uint8Array): Generator<BatchItem> {
    const text = nameOf(line);
    const isStart = /^MSH[^A-Za-z0-9\s]/.test(text);
    const isEnvelope = envelopes.includes(text.slice(0, 3));
    if (isStart || isEnvelope) yield* this.close();
    if (this.open !== undefined || isEnvelope || (!isStart && text === '')) return;
    this.open = { isMessage: isStart, line: this.line, offset: this.offset, parts: [], size: 0, end: this.offset };
  }

  /** Adds to what is open; what is not is passed over. */
  private add(bytes: Uint8Array): void {
    this.offset += bytes.length;
    const { open } = this;
    if (open === undefined) return;
    const most = open.isMessage ? this.mostBytes : mostFirstBytes;
    if (open.size <= most) open.parts.push(bytes);
    open.size += bytes.length;
    open.end = this.offset;
  }

  private *close(): Generator<BatchItem> {
    const { open } = this;
    this.open = undefined;
    if (open === undefined) return;
    this.number += 1;
    const { line, offset, end, isMessage, size } = open;
    const place = { number: this.number, line, offset, end };
    const bytes = unframed(Buffer.concat(open.parts));
    if (isMessage && size <= this.mostBytes) yield { ...place, kind: 'whole', bytes };
    else {
      const firstBytes = bytes.subarray(0, mostFirstBytes);
      yield { ...place, kind: isMessage ? 'too-large' : 'incomplete', firstBytes };
    }
  }
}

/** How a line begins, without what a byte order mark or MLLP puts before it. */
function nameOf(line: Uint8Array): string {
  return Buffer.from(line.subarray(0, 8))
    .toString('latin1')
    .replace(/^(?:\xEF\xBB\xBF)?[\x0B\x1C\s]*/, '')
    .slice(0, 4)
    .trim();
}

/** Without the bytes that MLLP puts around a message, as captured files have them. */
function unframed(message: Buffer): Buffer {
  const from = message[0] === startBlock ? 1 : 0;
  const to = message.at(-1) === endBlock ? message.length - 1 : message.length;
  return message.subarray(from, to);
}
