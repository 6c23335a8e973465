/** Text of at most so many UTF-16 units; a character that would be cut in two goes as a whole. */
export function cutTo(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  const isTorn = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isTorn ? most - 1 : most);
}

/** The same; undefined where there is none. */
export function shortened(text: string, most: number): string | undefined {
  return text === '' ? undefined : cutTo(text, most);
}
