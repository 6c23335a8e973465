import type { Code } from '@ilium/contracts';
import { z } from 'zod';
import { concept, quantity } from '../resource/elements.js';
import { oneCodeOf, unitOf } from './codes.js';

/** A value of an Observation or an answer to a question, in the ways that FHIR R4 has for it. */
export const valueElements = {
  valueQuantity: quantity.optional(),
  valueInteger: z.int().optional(),
  valueDecimal: z.number().optional(),
  valueCodeableConcept: concept.optional(),
  valueCoding: z
    .looseObject({ system: z.string().optional(), code: z.string().optional(), display: z.string().optional() })
    .optional(),
  valueString: z.string().optional(),
  valueBoolean: z.boolean().optional(),
};
const elements = z.looseObject(valueElements);
type Values = z.output<typeof elements>;

interface AnswerFields {
  readonly value: number | null;
  readonly answer: Code | null;
  readonly missingReason: string | null;
}

export type AnswerReport = AnswerFields & { readonly unit?: string | undefined };

/** What was said; `unusable` names the element whose value can't be a score, `words` that it is free text. */
export type Answer =
  | { readonly is: 'said'; readonly report: AnswerReport }
  | { readonly is: 'unusable'; readonly element: string }
  | { readonly is: 'words' }
  | { readonly is: 'absent' };

/** Values of other types say nothing that could be a score. */
const otherValues = /^value(Range|Ratio|SampledData|Time|DateTime|Period|Date|Uri|Attachment|Reference)$/;

export function answerIn(values: Values): Answer {
  const { valueQuantity, valueCodeableConcept, valueCoding, valueString, valueBoolean } = values;
  const number = values.valueInteger ?? values.valueDecimal;
  if (number !== undefined) return said(asNumber(number));
  if (valueQuantity !== undefined) {
    // "Less than 3" is no number.
    if (valueQuantity.comparator !== undefined) return { is: 'unusable', element: 'valueQuantity.comparator' };
    if (valueQuantity.value === undefined) return { is: 'absent' };
    return said({ ...asNumber(valueQuantity.value), unit: unitOf(valueQuantity) });
  }
  const coded = valueCodeableConcept ?? (valueCoding === undefined ? undefined : { coding: [valueCoding] });
  if (coded !== undefined) {
    const answer = oneCodeOf(coded);
    return answer === undefined ? { is: 'unusable', element: 'value' } : said(asCode(answer));
  }
  if (valueBoolean !== undefined) return said(asCode({ code: String(valueBoolean) }));
  if (valueString !== undefined) return inText(valueString.trim());
  const other = Object.keys(values).find((name) => otherValues.test(name));
  return other === undefined ? { is: 'absent' } : { is: 'unusable', element: other };
}

/** Number, answer and reason mean one thing: each takes back the other two, or a refusal would keep the number before it. */
export function asNumber(value: number): AnswerFields {
  return { value, answer: null, missingReason: null };
}

export function asCode(answer: Code): AnswerFields {
  return { value: null, answer, missingReason: null };
}

export function asMissing(missingReason: string): AnswerFields {
  return { value: null, answer: null, missingReason };
}

function said(report: AnswerReport): Answer {
  return { is: 'said', report };
}

function inText(text: string): Answer {
  if (/^[+-]?\d{1,9}(\.\d{1,9})?$/.test(text)) return said(asNumber(Number(text)));
  return text === '' ? { is: 'absent' } : { is: 'words' };
}
