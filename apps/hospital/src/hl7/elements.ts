import type { Code, Identifier } from '@ilium/contracts';
import { v2Name } from '../feed/vocabulary.js';
import { assignerOf } from './assigners.js';
import type { Component, Element } from './segment.js';

/** Data types of HL7 v2 (chapter 2A), as far as the hospital's messages need them. */

/** What HL7 calls null: the field is emptied at the receiver. */
export const deleted = '""';

/** CWE: the code, its words, its system. */
export function coded({ code, display, system }: Code): readonly Component[] {
  return [code, display, system === undefined ? undefined : v2Name(system)];
}

/** CWE with the same meaning, or a second one, as its alternate. */
export function codedTwice(first: Code, alternate: Code | undefined): readonly Component[] {
  return alternate === undefined ? coded(first) : [...filled(coded(first)), ...coded(alternate)];
}

function filled(components: readonly Component[]): readonly Component[] {
  return Array.from({ length: 3 }, (_, index) => components[index]);
}

/** EI: a number of an entity, and who gave it. */
export function entity(identifier: Identifier): readonly Component[] {
  return [identifier.value, assignerOf(identifier)];
}

/** EIP: the number of an order at its placer. */
export function placed(identifier: Identifier): readonly Component[] {
  return [[identifier.value, assignerOf(identifier)]];
}

/** CX: a number of a patient, a visit or an account; the type is of table 0203. */
export function extended(identifier: Identifier, type: 'MR' | 'VN' | 'AN'): readonly Component[] {
  return [identifier.value, undefined, undefined, assignerOf(identifier), type];
}

/** XCN: a person of whom only the number is told. */
export function person(identifier: Identifier): readonly Component[] {
  return [identifier.value, ...Array.from({ length: 7 }, () => undefined), assignerOf(identifier)];
}

/** DTM: `2026-03-12T10:05:00-04:00` as `20260312100500-0400`, a day, a month or a year as that. */
export function timestamp(moment: string): string {
  const [day = '', time] = moment.split('T');
  const date = day.replaceAll('-', '');
  if (time === undefined) return date;
  const [, clock = '', zone = ''] = /^([\d:.]+)(.*)$/.exec(time) ?? [];
  return `${date}${clock.replaceAll(':', '')}${zone === 'Z' ? '+0000' : zone.replace(':', '')}`;
}

/** A field of a report: absent says nothing, null deletes. */
export function said<T>(value: T | null | undefined, element: (value: T) => Element): Element {
  if (value === undefined) return undefined;
  return value === null ? deleted : element(value);
}
