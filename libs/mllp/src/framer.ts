import { BegunFrame } from './begun-frame.js';
import { carriageReturn, endOfBlock, startOfBlock } from './control-bytes.js';
import { Landmark } from './landmark.js';

/** A message, or what is known of one that did not arrive in full. */
export type Frame =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  /** Another one began before its end, or its connection ended. `firstBytes` hold its MSH, so that it can be answered. */
  | { readonly kind: 'incomplete'; readonly firstBytes: Buffer }
  /** Beyond the limit; reported once, when the limit is passed. The rest of it is dropped. */
  | { readonly kind: 'too-large'; readonly firstBytes: Buffer };

/** What a framer finds in the bytes. After `endless` it finds nothing any more: the connection is to be closed. */
export type Finding = Frame | { readonly kind: 'endless' };

export interface FramerOptions {
  /** Largest body of a frame, in bytes. */
  readonly frameBytes: number;
  /** So many bytes are kept of a frame that is not taken; 4 KiB unless told otherwise. */
  readonly firstBytes?: number;
  /** So many bytes of a frame beyond the limit are dropped before it counts as endless; 64 MiB unless told otherwise. */
  readonly droppedBytes?: number;
}

type Place =
  | 'between'
  /** Behind FS: the CR that belongs to it may come, now or with a later chunk, or never. */
  | 'behind-end'
  | 'inside'
  /** Inside a frame that was reported as too large. */
  | 'dropping'
  | 'given-up';

const nothing = Buffer.alloc(0);

/**
 * Finds MLLP frames in the bytes of one connection. It knows VT, FS and CR and nothing else: no character set, no HL7.
 *
 * A frame ends at its FS, whether or not CR follows. VT always begins one: inside another it shows that the end of that
 * one was lost, and merging the two would acknowledge a message that nobody sent. What stands between frames is counted
 * and dropped.
 *
 * Push a chunk, then take findings until there are none; only then push the next. So a receiver takes what it has room
 * for, and the rest stays one chunk of bytes. Memory: that chunk, and at most one and a half times `frameBytes`. Findings
 * are copies; a chunk may be used again once all are taken.
 */
export class Framer {
  readonly #limits: Required<FramerOptions>;
  readonly #starts = new Landmark(startOfBlock);
  readonly #ends = new Landmark(endOfBlock);
  readonly #frame: BegunFrame;
  #place: Place = 'between';
  #chunk: Buffer = nothing;
  #at = 0;
  #dropped = 0;
  #noise = 0;
  #begun = 0;

  constructor({ frameBytes, firstBytes = 4_096, droppedBytes = 64 * 1_024 * 1_024 }: FramerOptions) {
    this.#limits = { frameBytes, firstBytes: Math.min(firstBytes, frameBytes), droppedBytes };
    this.#frame = new BegunFrame(frameBytes);
  }

  /** Bytes that stood outside frames and were dropped, in all; the CR behind an FS is none of them. */
  get noiseBytes(): number {
    return this.#noise;
  }

  /** Bytes of memory that the begun frame takes. */
  get heldBytes(): number {
    return this.#frame.capacity;
  }

  /** The number of the frame that was begun and has not ended; undefined between frames. */
  get openFrame(): number | undefined {
    return this.#place === 'inside' || this.#place === 'dropping' ? this.#begun : undefined;
  }

  /** Takes the next bytes. @throws Error where those before have not been searched to their end. */
  push(chunk: Buffer): void {
    if (this.#at < this.#chunk.length) throw new Error('The chunk before has findings left: call next() to its end.');
    this.#chunk = chunk;
    this.#at = 0;
    this.#starts.forget();
    this.#ends.forget();
  }

  /** The next finding in what was pushed; undefined when there is none before the next chunk. */
  next(): Finding | undefined {
    while (this.#at < this.#chunk.length) {
      const finding = this.#step[this.#place]();
      if (finding !== undefined) return finding;
    }
    this.#chunk = nothing;
    this.#at = 0;
    return undefined;
  }

  /** The bytes end here: what was begun is incomplete. */
  end(): Frame | undefined {
    const wasInside = this.#place === 'inside' && this.#frame.length > 0;
    this.#place = 'given-up';
    return wasInside ? this.#incomplete() : undefined;
  }

  /** One stretch of the chunk, by place. Each moves on. */
  readonly #step: Readonly<Record<Place, () => Finding | undefined>> = {
    between: () => {
      const start = this.#starts.next(this.#chunk, this.#at);
      this.#noise += start - this.#at;
      this.#at = start;
      if (start < this.#chunk.length) this.#begin();
      return undefined;
    },
    'behind-end': () => {
      if (this.#chunk[this.#at] === carriageReturn) this.#at += 1;
      this.#place = 'between';
      return undefined;
    },
    inside: () => this.#collect(),
    dropping: () => this.#drop(),
    'given-up': () => {
      this.#at = this.#chunk.length;
      return undefined;
    },
  };

  #collect(): Finding | undefined {
    const end = this.#border();
    const room = this.#limits.frameBytes - this.#frame.length;
    if (end - this.#at > room) {
      this.#frame.append(this.#chunk.subarray(this.#at, this.#at + room));
      this.#at += room;
      this.#place = 'dropping';
      this.#dropped = 0;
      return { kind: 'too-large', firstBytes: this.#frame.takeFirst(this.#limits.firstBytes) };
    }
    const bytes = this.#chunk.subarray(this.#at, end);
    this.#at = end;
    if (this.#chunk[end] === endOfBlock && this.#frame.length === 0) {
      this.#endFrame();
      return { kind: 'whole', bytes: Buffer.from(bytes) };
    }
    this.#frame.append(bytes);
    switch (this.#chunk[end]) {
      case endOfBlock:
        this.#endFrame();
        return { kind: 'whole', bytes: this.#frame.take() };
      case startOfBlock:
        return this.#beginAgain();
      default:
        return undefined;
    }
  }

  #drop(): Finding | undefined {
    const end = this.#border();
    this.#dropped += end - this.#at;
    this.#at = end;
    if (this.#dropped > this.#limits.droppedBytes) {
      this.#place = 'given-up';
      return { kind: 'endless' };
    }
    if (this.#chunk[end] === endOfBlock) this.#endFrame();
    else if (this.#chunk[end] === startOfBlock) this.#begin();
    return undefined;
  }

  /** Where the frame's bytes end in this chunk: at FS, at VT, or with it. */
  #border(): number {
    return Math.min(this.#starts.next(this.#chunk, this.#at), this.#ends.next(this.#chunk, this.#at));
  }

  #begin(): void {
    this.#at += 1;
    this.#begun += 1;
    this.#place = 'inside';
  }

  #beginAgain(): Finding | undefined {
    // VT VT: nothing was lost, one of them is noise.
    const wasEmpty = this.#frame.length === 0;
    const finding = wasEmpty ? undefined : this.#incomplete();
    if (wasEmpty) this.#noise += 1;
    this.#begin();
    return finding;
  }

  #endFrame(): void {
    this.#at += 1;
    this.#place = 'behind-end';
  }

  #incomplete(): Frame {
    return { kind: 'incomplete', firstBytes: this.#frame.takeFirst(this.#limits.firstBytes) };
  }
}
