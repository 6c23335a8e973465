/** Most that is kept of what a receiver says. It may repeat what the message says of a patient. */
const mostCharacters = 1_000;

/** Why a receiver did not take a message: MSA-1 and MSA-3, and of each ERR its code (ERR-3, before 2.5 ERR-1) and words (ERR-7, ERR-8). */
export function refusalOf(answer: Buffer): string {
  const text = answer.toString('utf8');
  const separator = text.charAt('MSH'.length);
  const segments = text.split(/[\r\n]+/).map((line) => line.split(separator));
  const said = segments.flatMap(([name, ...fields]) => {
    if (name === 'MSA') return [fields[0], fields[2]];
    return name === 'ERR' ? [fields[2] || fields[0], fields[6], fields[7]] : [];
  });
  return said
    .filter((part) => part)
    .join('; ')
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ')
    .slice(0, mostCharacters)
    .replace(/\p{Cs}$/u, '');
}
