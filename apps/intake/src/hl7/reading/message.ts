import { Element } from './element.js';
import { notationOf, type Notation } from './notation.js';

/** One line of a message. */
export class Segment {
  constructor(
    readonly name: string,
    /** Counts the segments of its name, from 1. */
    readonly occurrence: number,
    /** Its place among all segments of the message, from 0. */
    readonly index: number,
    private readonly fields: readonly string[],
    private readonly notation: Notation,
  ) {}

  /** Counted as HL7 counts them; MSH-1 is the separator itself. */
  field(number: number): Element {
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

  /** A field of the first segment of a name; empty where there is none. */
  field(name: string, number: number): Element {
    return this.first(name)?.field(number) ?? new Element('', this.notation);
  }
}

const segmentName = /^[A-Z][A-Z0-9]{2}$/;

/** Divides text that `isMessage`. Lines that are no segments are left out. */
export function parseMessage(text: string, charset: string): Hl7Message {
  const lines = text.split(/[\r\n]+/);
  const notation = notationOf(lines[0] ?? '', charset);
  const counts = new Map<string, number>();
  const segments: Segment[] = [];
  for (const line of lines) {
    const fields = line.split(notation.field);
    const name = (fields[0] ?? '').trim();
    if (!segmentName.test(name)) continue;
    const occurrence = (counts.get(name) ?? 0) + 1;
    counts.set(name, occurrence);
    segments.push(new Segment(name, occurrence, segments.length, fields, notation));
  }
  return new Hl7Message(notation, segments);
}

/** MSH and a separator: a message can be read, or at least answered. */
const start = /^MSH[^A-Za-z0-9\s]/;

export function isMessage(text: string): boolean {
  return start.test(text) && !text.includes('\u0000');
}
