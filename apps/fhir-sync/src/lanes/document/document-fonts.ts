import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';

const require = createRequire(import.meta.url);

/** Source Sans 3 (OFL 1.1): Latin, Greek, Cyrillic, and the signs of comparison. Embedded, so that all readers show the same. */
export const fonts = {
  regular: readFileSync(require.resolve('@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf')),
  bold: readFileSync(require.resolve('@expo-google-fonts/source-sans-3/700Bold/SourceSans3_700Bold.ttf')),
};

const opened = openedFont(fonts.regular);

function openedFont(bytes: Buffer): fontkit.Font {
  const font = fontkit.create(bytes);
  if ('hasGlyphForCodePoint' in font) return font;
  throw new Error('The file of the font for documents is a collection. Name a file that holds one font.');
}

/** Each character that the font lacks as its Unicode number, `[U+75DB]`: nothing goes missing, and nothing is a box. */
export function showable(text: string): string {
  const characters = [...text.normalize('NFC')];
  return characters
    .map((character) => {
      const codePoint = character.codePointAt(0) ?? 0;
      return opened.hasGlyphForCodePoint(codePoint)
        ? character
        : `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;
    })
    .join('');
}
