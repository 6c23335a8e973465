import { decimal } from '../../reading/decimal.js';
import type { Quantity, Range } from '../../reading/elements.js';
import type { Valued } from '../../reading/valued.js';
import { coded, units } from './data-types.js';
import { NotWritable } from './not-writable.js';
import type { Element } from './segment.js';

/** OBX-2, OBX-5 and OBX-6. */
export interface ObservedValue {
  readonly type: 'NM' | 'SN' | 'CWE';
  readonly value: Element;
  readonly units?: Element;
}

/** Table 0136. */
const yesOrNo = { true: ['Y', 'Yes', 'HL70136'], false: ['N', 'No', 'HL70136'] } as const;

/** What the record says, or why it says nothing; undefined where it does neither. @throws NotWritable */
export function observedValue(said: Valued, base: string | undefined): ObservedValue | undefined {
  const { valueQuantity, valueInteger, valueBoolean, valueRange } = said;
  const answer = said.valueCodeableConcept ?? said.dataAbsentReason;
  if (valueQuantity?.value !== undefined) return ofQuantity(valueQuantity, valueQuantity.value);
  if (valueInteger !== undefined) return { type: 'NM', value: decimal(valueInteger) };
  if (valueBoolean !== undefined) return { type: 'CWE', value: yesOrNo[`${valueBoolean}`] };
  if (valueRange !== undefined) return ofRange(valueRange);
  if (answer === undefined) return undefined;
  const value = coded(answer, base);
  if (value === undefined) throw new NotWritable('value');
  return { type: 'CWE', value };
}

function ofQuantity(quantity: Quantity, value: number): ObservedValue {
  const number = decimal(value);
  return quantity.comparator === undefined
    ? { type: 'NM', value: number, units: units(quantity) }
    : { type: 'SN', value: [quantity.comparator, number], units: units(quantity) };
}

/** SN: `^14^-^28`; with one end open `>=^14`. @throws NotWritable where the ends are in different units. */
function ofRange({ low, high }: Range): ObservedValue {
  if (low?.value !== undefined && high?.value !== undefined) {
    if (low.code !== high.code || low.unit !== high.unit) throw new NotWritable('value');
    return { type: 'SN', value: [undefined, decimal(low.value), '-', decimal(high.value)], units: units(low) };
  }
  if (low?.value !== undefined) return { type: 'SN', value: ['>=', decimal(low.value)], units: units(low) };
  if (high?.value !== undefined) return { type: 'SN', value: ['<=', decimal(high.value)], units: units(high) };
  throw new NotWritable('value');
}
