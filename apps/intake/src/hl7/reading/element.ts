import { textOf, type Notation } from './notation.js';

/** How an element is divided further: a field by repetitions, these by components, these by sub-components. */
const dividers = ['repetition', 'component', 'subcomponent'] as const;
const field = 0;
const repetition = 1;
const subcomponent = 3;

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
    return this.raw === '""';
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
    return this.first(subcomponent).whole;
  }

  /** All of it in one, whatever divides it; empty where it is null. */
  get whole(): string {
    return this.isNull ? '' : textOf(this.raw, this.notation);
  }

  private first(depth: number): Element {
    return this.depth >= depth ? this : this.part(this.depth, 1).first(depth);
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
    return this.raw.split(this.dividerAt(depth)).map((part) => new Element(part, this.notation, depth + 1));
  }

  private dividerAt(depth: number): string {
    const divider = dividers[depth];
    return divider === undefined ? '\uFFFF' : this.notation[divider];
  }
}
