/** Letters that have two spellings where the letter itself can't be written; others lose their accents. */
const spelledOut: Readonly<Record<string, readonly [short: string, long: string]>> = {
  ä: ['a', 'ae'],
  ö: ['o', 'oe'],
  ü: ['u', 'ue'],
  å: ['a', 'aa'],
  ø: ['o', 'oe'],
  æ: ['ae', 'ae'],
  œ: ['oe', 'oe'],
  ß: ['ss', 'ss'],
  ł: ['l', 'l'],
  đ: ['d', 'd'],
  ð: ['d', 'd'],
  þ: ['th', 'th'],
};

/** Accents, and what divides a name or stands between its letters: blanks, hyphens, apostrophes of all kinds, full stops. */
const leftOut = /[\p{M}\s\p{Pd}'’‘ʼ`´.]/gu;

/** How a family name may be spelled where only the letters a to z can be written; none where it has no letters. */
function spellingsOf(family: string): readonly string[] {
  const composed = family.normalize('NFKC').toLowerCase();
  const spellings = [0, 1].map((way) =>
    Array.from(composed, (letter) => spelledOut[letter]?.[way] ?? letter)
      .join('')
      .normalize('NFKD')
      .replaceAll(leftOut, ''),
  );
  return spellings.filter((spelling) => spelling !== '');
}

/**
 * Whether two family names are one, however they are written: "O’Brien-Müller" is "OBRIEN MUELLER". Undefined where one of
 * them says nothing.
 */
export function isSameFamily(one: string, other: string): boolean | undefined {
  const [these, those] = [spellingsOf(one), spellingsOf(other)];
  if (these.length === 0 || those.length === 0) return undefined;
  return these.some((spelling) => those.includes(spelling));
}
