import type { Code } from '@ilium/contracts';
import type { Element } from '../reading/element.js';
import type { Segment } from '../reading/message.js';
import { codeOf, firstCode } from '../values/codes.js';
import { numberOf, structuredNumber } from '../values/numbers.js';
import { cutTo } from '../values/shortened.js';
import type { Mapping } from './mapping.js';

/** OBX-5: a number, a coded answer, or what stands there, as it stands. */

/** One of the two, or neither: the sender deletes what was there. */
interface Answer {
  readonly value: number | null;
  readonly answer: Code | null;
}

const coded = ['CE', 'CWE', 'CNE', 'CF', 'IS', 'ID'];
const numeric = ['NM', 'SN'];
const longestCode = 100;

/** Undefined where the field says nothing. */
export function readAnswer(mapping: Mapping, segment: Segment): Answer | undefined {
  const field = segment.field(5);
  // OBX-2 may be composite, `CWE^^HL70125`, or empty: then the value itself tells.
  const type = segment.field(2).text.toUpperCase();
  if (field.isNull) return { value: null, answer: null };
  if (field.isEmpty) return undefined;
  const value = field.repetitions.length > 1 ? undefined : numberIn(field, type);
  if (value !== undefined) return { value, answer: null };
  const answer = field.repetitions.length > 1 ? undefined : answerIn(field, type);
  if (numeric.includes(type) || (answer === undefined && field.repetitions.length > 1)) {
    mapping.note('unreadable-field', segment.path(5));
  }
  const read = answer ?? asWritten(field);
  return read && { value: null, answer: read };
}

function numberIn(field: Element, type: string): number | undefined {
  const isWhole = field.components.length === 1;
  if (type === 'SN' || (!isWhole && type === '')) {
    const [comparator, number, separator] = [1, 2, 3].map((place) => field.component(place).text);
    // Many write the number alone.
    if (type === 'SN' && isWhole) return numberOf(field.whole);
    return structuredNumber(comparator ?? '', number ?? '', separator ?? '');
  }
  return coded.includes(type) || !isWhole ? undefined : numberOf(field.whole);
}

function answerIn(field: Element, type: string): Code | undefined {
  if (numeric.includes(type)) return undefined;
  return coded.includes(type) || field.components.length > 1 ? short(firstCode(field)) : undefined;
}

function short(code: Code | undefined): Code | undefined {
  return code === undefined || code.code.length <= longestCode ? code : { ...code, code: cut(code.code) };
}

function asWritten(field: Element): Code | undefined {
  const text = cut(field.whole);
  return text === '' ? undefined : codeOf(text);
}

function cut(text: string): string {
  return cutTo(text, longestCode);
}
