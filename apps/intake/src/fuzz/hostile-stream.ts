import { mutate } from './mutations.js';
import type { Random } from './random.js';
import { realisticMessages } from './realistic-messages.js';

/** What a connection may bring: messages that suffered, and the bytes around them. */
export interface HostileStream {
  /** Bodies as they were before they were framed: what a parser gets. */
  readonly messages: readonly Buffer[];
  /** All bytes. */
  readonly bytes: Buffer;
}

const starts = ['\x0b', '\x0b', '\x0b', '\x0b', '', '\x0b\x0b', '\x1c\x0b', 'noise\x0b'] as const;
const ends = ['\x1c\r', '\x1c\r', '\x1c\r', '\x1c', '', '\r', '\x1c\r\r', '\x1c\x1c\r', '\x1c\n'] as const;

/** Makes one to twelve messages, most of them mutated, some sound, in frames of which some are broken. */
export function hostileStream(random: Random): HostileStream {
  const messages = Array.from({ length: 1 + random.below(12) }, () => {
    const message = random.pick(realisticMessages);
    return random.chance(0.8) ? mutate(message, random) : message;
  });
  const parts = messages.map((message) => [Buffer.from(random.pick(starts)), message, Buffer.from(random.pick(ends))]);
  return { messages, bytes: Buffer.concat(parts.flat()) };
}

/** Cuts bytes into chunks as TCP might: few or many, also empty ones and single bytes. */
export function cut(bytes: Buffer, random: Random): readonly Buffer[] {
  const chunks: Buffer[] = [];
  const largest = random.pick([1, 7, 200, 1_500, 65_536]);
  const fewest = Math.ceil(bytes.length / 400);
  for (let at = 0; at < bytes.length;) {
    const size = Math.max(fewest, random.below(largest + 1));
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}
