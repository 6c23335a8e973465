import type { Coding, Concept, Number, Quantity } from '../../reading/elements.js';
import { words } from '../../reading/words.js';
import { codeSystemName } from './code-systems.js';
import { NotWritable } from './not-writable.js';
import type { Component, Element } from './segment.js';
import { exact, isExact } from './texts.js';
import type { Assigner, WriterSettings } from './writer-settings.js';

/** Data types of v2.5.1, chapter 2A. */

/** Of CWE-1 and CWE-2. */
const mostOfCode = 20;
const mostOfText = 199;

/**
 * CWE: the first two codings that HL7 v2 has names for, LOINC before others, and the record's own words. A code is whole or
 * left out; undefined where nothing is left.
 */
export function coded({ coding = [], text }: Concept, base: string | undefined): Element {
  const [first, second] = coding.filter((one) => isWritable(one, base)).sort((a, b) => rank(a) - rank(b));
  const said = words(text, mostOfText);
  if (first === undefined) {
    const shown = said ?? coding.map(({ display }) => words(display, mostOfText)).find((one) => one !== undefined);
    return shown === undefined ? undefined : [undefined, shown];
  }
  const name = words(first.display, mostOfText) ?? said;
  const alternate: readonly Component[] =
    second === undefined ? [] : triplet(second, words(second.display, mostOfText), base);
  const components = [...triplet(first, name, base), ...filled(alternate, 5)];
  return said === undefined || said === name ? components : [...components, said];
}

/** The code that the receiver finds it by. @throws NotWritable */
export function codedForSure(concept: Concept, base: string | undefined): Element {
  if (!concept.coding?.some((one) => isWritable(one, base))) throw new NotWritable('code');
  return coded(concept, base);
}

function isWritable({ system, code }: Coding, base: string | undefined): boolean {
  const hasPlace = code !== undefined && code.length <= mostOfCode && isExact(code);
  return hasPlace && codeSystemName(system, base) !== undefined;
}

function rank({ system }: Coding): number {
  return system === 'http://loinc.org' ? 0 : 1;
}

function triplet({ system, code }: Coding, text: string | undefined, base: string | undefined): readonly Component[] {
  return [code, text, codeSystemName(system, base)];
}

function filled(components: readonly Component[], length: number): readonly Component[] {
  return Array.from({ length }, (_, index) => components[index]);
}

/** CE of UCUM, or the source's own word for the unit. */
export function units({ unit, system, code }: Quantity): Element {
  const isUcum = system === 'http://unitsofmeasure.org' && code !== undefined && isExact(code);
  const said = words(unit, mostOfText);
  if (isUcum) return [code, said === code ? undefined : said, 'UCUM'];
  return said === undefined ? undefined : [undefined, said];
}

/** EI: the number of a record, and who gave it. */
export function entity(value: string, { sendingApplication }: WriterSettings): Element {
  return [exact(value), sendingApplication];
}

/** CX. @throws NotWritable where nobody is known to give out such numbers. */
export function extendedId({ system, value }: Number, { assigners }: WriterSettings): Element {
  const assigner = assigners.get(system);
  if (assigner === undefined) throw new NotWritable('no-assigner');
  return [exact(value), undefined, undefined, authority(assigner), assigner.type];
}

/** XCN of a person of whom only the number is known; undefined where nobody is known to give out such numbers. */
export function person({ system, value }: Number, { assigners }: WriterSettings): Element {
  const assigner = assigners.get(system);
  if (assigner === undefined || !isExact(value)) return undefined;
  return [value, ...filled([], 7), authority(assigner)];
}

function authority({ namespace, universalId }: Assigner): Component {
  return universalId === undefined ? namespace : [namespace, universalId, 'ISO'];
}
