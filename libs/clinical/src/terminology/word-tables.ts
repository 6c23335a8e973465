/**
 * Reads words by a table. A text counts only where the whole of it is one of the words: a sentence that merely holds one
 * may deny it ("no sign of infection"). Letter case, hyphens, underscores and a full stop at the end make no other word.
 */
export function wordsOf<Name extends string>(table: Readonly<Record<Name, readonly string[]>>) {
  const names = new Map<string, Name>();
  for (const name in table) for (const word of table[name]) names.set(plain(word), name);
  return (text: string | null | undefined): Name | undefined => (text ? names.get(plain(text)) : undefined);
}

function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/\.$/, '')
    .replaceAll(/[\s_-]+/g, ' ');
}
