import type { Random } from './random.js';

type Mutation = (message: Buffer, random: Random) => Buffer;

const controls = ['\x0b', '\x1c', '\r', '\n', '\0', '\x1c\r', '\r\n', '\x0b\x0b', '\x1c\x0b'] as const;
const separators = ['|', '^', '~', '\\', '&', ' ', '\0', '\r', 'M', 'ÿ', '#', '$'] as const;
const fieldContents = [
  '""',
  '\\X',
  '\\XFF\\',
  '\\.sp99999\\',
  '\\C2842\\',
  '-0',
  '1e999',
  '99991231235959.9999+9999',
] as const;

/** What goes wrong between a hospital's database and our port, and what somebody does on purpose. */
const mutations = {
  'cuts the end': (message, random) => message.subarray(0, random.below(message.length + 1)),
  'cuts the beginning': (message, random) => message.subarray(random.below(message.length + 1)),
  'leaves a part out': (message, random) => replaced(message, random, Buffer.alloc(0)),
  'says a part twice': (message, random) => {
    const [from, to] = stretch(message, random);
    return spliced(message, to, to, message.subarray(from, to));
  },
  'flips bits': (message, random) => {
    const flipped = Buffer.from(message);
    for (let count = 0; count <= random.below(8); count += 1) {
      const at = random.below(flipped.length);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
    }
    return flipped;
  },
  'puts control bytes in': (message, random) => inserted(message, random, Buffer.from(random.pick(controls))),
  'puts any bytes in': (message, random) => inserted(message, random, random.bytes(random.below(40))),
  'makes a field huge': (message, random) => {
    const size = random.pick([1_000, 20_000, 100_000]);
    return inserted(message, random, Buffer.alloc(size, random.pick(['A', '^', '~', '&', '\\', '|', '0', 'é'])));
  },
  'repeats a segment': (message, random) => {
    const segments = segmentsOf(message);
    const at = random.below(segments.length);
    const again = Array.from({ length: random.pick([1, 5, 500]) }, () => segments[at] ?? '');
    return joined(segments.toSpliced(at, 0, ...again));
  },
  'leaves a segment out': (message, random) => {
    const segments = segmentsOf(message);
    return joined(segments.toSpliced(random.below(segments.length), 1));
  },
  'changes the order of segments': (message, random) => {
    const segments = segmentsOf(message);
    const [segment = ''] = segments.splice(random.below(segments.length), 1);
    return joined(segments.toSpliced(random.below(segments.length + 1), 0, segment));
  },
  'uses other separators': (message, random) => {
    const [from, to] = [random.pick(separators), random.pick(separators)];
    return Buffer.from(message.toString('latin1').replaceAll(from, to), 'latin1');
  },
  'ends segments otherwise': (message, random) =>
    Buffer.from(
      message.toString('latin1').replaceAll('\r', random.pick(['\n', '\r\n', '', '\r\r', '\u0085'])),
      'latin1',
    ),
  'fills a field': (message, random) => {
    const fields = message.toString('latin1').split('|');
    fields[random.below(fields.length)] = random.pick(fieldContents);
    return Buffer.from(fields.join('|'), 'latin1');
  },
  'writes another character set': (message, random) =>
    Buffer.from(`\ufeff${message.toString('latin1')}ÄŐ漢\u{1F9B4}`, random.pick(['utf16le', 'utf8', 'latin1'])),
} as const satisfies Readonly<Record<string, Mutation>>;

const [first, ...others] = Object.values<Mutation>(mutations);

/** Far above what a listener takes, and below what makes it give a connection up: the model knows no such end. */
const mostBytes = 8 * 1024 * 1024;

/** A message that has suffered one to four times. */
export function mutate(message: Buffer, random: Random): Buffer {
  if (first === undefined) return message;
  let mutated = message;
  for (let count = 0; count <= random.below(4); count += 1) {
    const next = random.pick([first, ...others])(mutated, random);
    if (next.length <= mostBytes) mutated = next;
  }
  return mutated;
}

function stretch(message: Buffer, random: Random): readonly [number, number] {
  const from = random.below(message.length + 1);
  return [from, from + random.below(message.length - from + 1)];
}

function replaced(message: Buffer, random: Random, by: Buffer): Buffer {
  const [from, to] = stretch(message, random);
  return spliced(message, from, to, by);
}

function inserted(message: Buffer, random: Random, bytes: Buffer): Buffer {
  const at = random.below(message.length + 1);
  return spliced(message, at, at, bytes);
}

function spliced(message: Buffer, from: number, to: number, by: Buffer): Buffer {
  return Buffer.concat([message.subarray(0, from), by, message.subarray(to)]);
}

function segmentsOf(message: Buffer): string[] {
  return message.toString('latin1').split('\r');
}

function joined(segments: readonly string[]): Buffer {
  return Buffer.from(segments.join('\r'), 'latin1');
}
