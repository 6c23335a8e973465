/** Without an exponent, which HL7's NM does not know and people do not read. */
export function decimal(value: number): string {
  const text = String(value);
  const small = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text);
  if (small === null) return text.includes('e') ? String(BigInt(value)) : text;
  const [, sign = '', first = '', others = '', places] = small;
  return `${sign}0.${'0'.repeat(Number(places) - 1)}${first}${others}`;
}
