import { unescape } from './escapes.js';
import type { Notation } from './notation.js';

/** How an element is divided further: a field by repetitions, these by components, these by sub-components. */
const field = 0;
const repetition = 1;
const component = 2;
const subcomponent = 3;
/** Divides nothing. */
const never = '\uFFFF';

const nullValue = '""';

/** No sender has so many repetitions or components. */
const mostParts = 1_000;

/** A field of a message, or a part of one. What is not there is an empty element. */
export class Element {
  constructor(
    readonly raw: string,
    private readonly notation: Notation,
    private readonly depth: number = field,
  ) {}

  get isEmpty(): boolean {
    return this.raw === '';
  }

  /** HL7's null, `""`: the sender deletes what was there. */
  get isNull(): boolean {
    return this.raw === nullValue;
  }

  get repetitions(): readonly Element[] {
    if (this.depth !== field) return [this];
    return this.raw === '' ? [] : this.parts(field).filter((one) => one.raw !== '');
  }

  get components(): readonly Element[] {
    return this.first(repetition).parts(repetition);
  }

  /** Counted from 1. */
  component(number: number): Element {
    return this.first(repetition).part(repetition, number);
  }

  /** Counted from 1. */
  subcomponent(number: number): Element {
    return this.first(subcomponent - 1).part(subcomponent - 1, number);
  }

  /** The first component's first part, as people mean it; empty where it is null. */
  get text(): string {
    const raw = this.firstRaw(subcomponent);
    return raw === nullValue ? '' : unescape(raw, this.notation).trim();
  }

  /** All of it in one, whatever divides it, without blanks at its ends; empty where it is null. */
  get whole(): string {
    return this.isNull ? '' : unescape(this.raw, this.notation).trim();
  }

  private first(depth: number): Element {
    return this.depth >= depth ? this : new Element(this.firstRaw(depth), this.notation, depth);
  }

  /** The first part at a depth, without what is between: the hottest place of reading a message. */
  private firstRaw(depth: number): string {
    let { raw } = this;
    for (let at = this.depth; at < depth; at += 1) {
      const end = raw.indexOf(this.dividerAt(at));
      if (end >= 0) raw = raw.slice(0, end);
    }
    return raw;
  }

  private part(depth: number, number: number): Element {
    const divider = this.dividerAt(depth);
    let [from, to] = [0, this.raw.indexOf(divider)];
    for (let place = 1; place < number; place += 1) {
      if (to < 0) return new Element('', this.notation, depth + 1);
      from = to + 1;
      to = this.raw.indexOf(divider, from);
    }
    return new Element(to < 0 ? this.raw.slice(from) : this.raw.slice(from, to), this.notation, depth + 1);
  }

  private parts(depth: number): readonly Element[] {
    return this.raw.split(this.dividerAt(depth), mostParts).map((part) => new Element(part, this.notation, depth + 1));
  }

  private dividerAt(depth: number): string {
    const { notation } = this;
    if (depth === field) return notation.repetition;
    if (depth === repetition) return notation.component;
    return depth === component ? notation.subcomponent : never;
  }
}
