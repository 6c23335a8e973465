import { Element } from './element.js';
import { notationOf, type Notation } from './notation.js';

/** No segment has so many fields. */
const mostFields = 1_000;

/** One line of a message. */
export class Segment {
  private fields: readonly string[] | undefined;

  constructor(
    readonly name: string,
    /** Counts the segments of its name, from 1. */
    readonly occurrence: number,
    /** Its place among all segments of the message, from 0. */
    readonly index: number,
    private readonly line: string,
    private readonly notation: Notation,
  ) {}

  /** Counted as HL7 counts them; MSH-1 is the separator itself. */
  field(number: number): Element {
    this.fields ??= this.line.split(this.notation.field, mostFields);
    return new Element(this.fields[this.name === 'MSH' ? number - 1 : number] ?? '', this.notation);
  }

  /** A place as work notes name it: `PR1[2]-5`. */
  path(number?: number): string {
    return `${this.name}[${this.occurrence}]${number === undefined ? '' : `-${number}`}`;
  }
}

/** A message, divided into segments. */
export class Hl7Message {
  private readonly byName = new Map<string, Segment[]>();

  constructor(
    readonly notation: Notation,
    readonly segments: readonly Segment[],
    /** It has more lines than are read. */
    readonly isCutOff: boolean,
  ) {
    for (const segment of segments) {
      const same = this.byName.get(segment.name);
      if (same === undefined) this.byName.set(segment.name, [segment]);
      else same.push(segment);
    }
  }

  all(name: string): readonly Segment[] {
    return this.byName.get(name) ?? [];
  }

  first(name: string): Segment | undefined {
    return this.byName.get(name)?.[0];
  }

  /** The nearest segment of a name behind a place. */
  next(name: string, index: number): Segment | undefined {
    const same = this.all(name);
    return same[firstBehind(same, index)];
  }

  /** The nearest segment of a name before a place. */
  previous(name: string, index: number): Segment | undefined {
    const same = this.all(name);
    return same[firstBehind(same, index - 1) - 1];
  }

  /** A field of the first segment of a name; empty where there is none. */
  field(name: string, number: number): Element {
    return this.first(name)?.field(number) ?? new Element('', this.notation);
  }
}

/** How many of some segments in order stand at or before a place. */
function firstBehind(segments: readonly Segment[], index: number): number {
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.index ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}

const segmentName = /^[A-Z][A-Z0-9]{2}$/;

/** More segments than any message has: reading them would hold up everybody else. */
const mostSegments = 20_000;

/** Divides text that `isMessage`. Lines that are no segments are left out. */
export function parseMessage(text: string, charset: string): Hl7Message {
  const lines = text.split(/[\r\n]+/, mostSegments + 1);
  const notation = notationOf(lines[0] ?? '', charset);
  const counts = new Map<string, number>();
  const segments: Segment[] = [];
  for (const line of lines) {
    const end = line.indexOf(notation.field);
    const name = (end < 0 ? line : line.slice(0, end)).trim();
    if (!segmentName.test(name)) continue;
    const occurrence = (counts.get(name) ?? 0) + 1;
    counts.set(name, occurrence);
    segments.push(new Segment(name, occurrence, segments.length, line, notation));
  }
  return new Hl7Message(notation, segments, lines.length > mostSegments);
}

/** MSH and a separator: a message can be read, or at least answered. */
const start = /^MSH[^A-Za-z0-9\s]/;

export function isMessage(text: string): boolean {
  return start.test(text) && !text.includes('\u0000');
}
