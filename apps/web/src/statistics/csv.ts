/** RFC 4180. Numbers are whole, and not as they are shown. */
export type CsvValue = string | number | null;

export function csvOf(names: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [names, ...rows]
    .map((row) => row.map(fieldOf).join(','))
    .join('\r\n')
    .concat('\r\n');
}

function fieldOf(value: CsvValue): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
