const usualVersion = '2.5';

/** MSH-12, as far as the digits in front tell one: `2.5^FRA^2.11` is 2.5; what tells none is read as 2.5. */
export function versionNumber(text: string): number {
  return Number(/^\d\.\d/.exec(text)?.[0] ?? usualVersion);
}
