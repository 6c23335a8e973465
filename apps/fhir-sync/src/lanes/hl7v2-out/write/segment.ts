/** HL7 v2 encoding (v2.5.1 chapter 2, sections 2.5 and 2.7): fields, repetitions, components, sub-components, escapes. */

type Value = string | undefined;
/** A component, or its sub-components. */
export type Component = Value | readonly Value[];
/** One repetition of a field: a value, or components. */
export type Element = Value | readonly Component[];

interface Repetitions {
  readonly repetitions: readonly Element[];
}

/** By number, from 1. */
export type Fields = Readonly<Record<number, Element | Repetitions>>;

export function repeated(elements: readonly Element[]): Repetitions {
  return { repetitions: elements };
}

/** `OBX|1|NM|72514-3^…`; without empty fields at the end. */
export function segment(name: string, fields: Fields): string {
  return joined('|', [name, ...inPlaces(fields)]);
}

/** The field separator is MSH-1 itself, so that MSH-3 is the third. */
export function headerSegment(fields: Fields): string {
  const [, , ...rest] = inPlaces(fields);
  return joined('|', ['MSH', '^~\\&', ...rest]);
}

function inPlaces(fields: Fields): readonly string[] {
  const last = Math.max(0, ...Object.keys(fields).map(Number));
  return Array.from({ length: last }, (_, index) => fieldText(fields[index + 1]));
}

function fieldText(field: Fields[number] | undefined): string {
  return typeof field === 'object' && 'repetitions' in field
    ? joined('~', field.repetitions.map(elementText))
    : elementText(field);
}

function elementText(element: Element): string {
  return typeof element === 'object' ? joined('^', element.map(componentText)) : escaped(element);
}

function componentText(component: Component): string {
  return typeof component === 'object' ? joined('&', component.map(escaped)) : escaped(component);
}

/** What is empty at the end is left out, with its separators. */
function joined(separator: string, parts: readonly string[]): string {
  return parts.slice(0, parts.findLastIndex((part) => part !== '') + 1).join(separator);
}

const escapes: Readonly<Record<string, string>> = {
  '|': '\\F\\',
  '^': '\\S\\',
  '&': '\\T\\',
  '~': '\\R\\',
  '\\': '\\E\\',
};

function escaped(value: Value): string {
  return value === undefined ? '' : value.replaceAll(/[|^&~\\]/g, (mark) => escapes[mark] ?? mark);
}
