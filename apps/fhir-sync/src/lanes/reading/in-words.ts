import { decimal } from './decimal.js';
import type { Concept, Quantity, Range } from './elements.js';
import type { Valued } from './valued.js';
import { words } from './words.js';

/** What a record says, for people; nothing that it does not say. */

/** Its words, else those of a code, else the code. */
export function conceptInWords(concept: Concept | undefined): string | undefined {
  const { text, coding = [] } = concept ?? {};
  const said = [text, ...coding.map(({ display }) => display), ...coding.map(({ code }) => code)];
  return said.map((one) => words(one)).find((one) => one !== undefined);
}

export function quantityInWords({ comparator, value, unit, code }: Quantity): string | undefined {
  if (value === undefined) return undefined;
  return [comparator, decimal(value), unitInWords(unit ?? code)].filter((part) => part !== undefined).join(' ');
}

/** What stands in braces is UCUM's remark, and no unit. */
function unitInWords(unit: string | undefined): string | undefined {
  return unit === undefined || /^\{.*\}$/.test(unit) ? undefined : words(unit);
}

function rangeInWords({ low, high }: Range): string | undefined {
  const [from, to] = [low, high].map((end) => (end === undefined ? undefined : quantityInWords(end)));
  if (from !== undefined && to !== undefined) return `${from} to ${to}`;
  if (from !== undefined) return `at least ${from}`;
  return to === undefined ? undefined : `at most ${to}`;
}

export function valueInWords(said: Valued): string | undefined {
  const { valueQuantity, valueInteger, valueBoolean, valueRange, dataAbsentReason } = said;
  if (valueQuantity !== undefined) return quantityInWords(valueQuantity);
  if (valueInteger !== undefined) return decimal(valueInteger);
  if (valueBoolean !== undefined) return valueBoolean ? 'yes' : 'no';
  if (valueRange !== undefined) return rangeInWords(valueRange);
  if (said.valueCodeableConcept !== undefined) return conceptInWords(said.valueCodeableConcept);
  const reason = conceptInWords(dataAbsentReason);
  return reason === undefined ? undefined : `no value (${reason})`;
}
