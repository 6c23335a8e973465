/** Numbers as HL7 v2 writes them (NM): digits, with a sign and a decimal point. No exponents, no thousands. */
const shape = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

export function numberOf(text: string): number | undefined {
  const number = shape.test(text) ? Number(text) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** A structured number (SN) that is one number: no comparator but `=`, no range, no ratio. */
export function structuredNumber(comparator: string, number: string, separator: string): number | undefined {
  return separator === '' && (comparator === '' || comparator === '=') ? numberOf(number) : undefined;
}
