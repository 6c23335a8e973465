import { describe, expect, it } from '@jest/globals';
import type { DocumentContent } from './document-content.js';
import { showable } from './document-fonts.js';
import { plainText } from './plain-text.js';
import { portableDocument } from './portable-document.js';

const about = new Date('2026-03-12T14:05:00Z');

function contentWith(text: string): DocumentContent {
  return {
    title: `Document ${text}`,
    facts: [['Patient', text]],
    sections: [
      { heading: 'Paragraphs', paragraphs: [text] },
      { heading: 'Items', items: [text, ''] },
      {
        heading: 'Table',
        columns: ['Measure', 'Score'],
        rows: [
          [text, text],
          ['Pain', '8'],
        ],
      },
    ],
  };
}

const pdfOf = (content: DocumentContent) => portableDocument(content, 'd1', 1, about).toString('latin1');
const pagesOf = (pdf: string) => pdf.match(/\/Type \/Page\b/g)?.length;

describe('plain text', () => {
  it('is no wider than a terminal, and loses no character', () => {
    const words = `${'word '.repeat(60)}${'痛'.repeat(200)} ${'x'.repeat(300)}`;
    const text = plainText(contentWith(words), 'd1', 1);
    expect(Math.max(...text.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
    expect(text.match(/痛/gu)).toHaveLength(6 * 200);
    expect(text.match(/word/g)).toHaveLength(6 * 60);
  });
});

describe('a PDF', () => {
  it('has a title, a language and a structure, and is the same each time', () => {
    const pdf = pdfOf(contentWith('text'));
    expect(pdf).toMatch(/^%PDF-1\.7[^]*%%EOF\s*$/);
    for (const said of ['/Marked true', '/Lang (en)', '/StructTreeRoot', '/S /Table', '/S /TH', '(Document text)']) {
      expect(pdf).toContain(said);
    }
    expect(pdfOf(contentWith('text'))).toBe(pdf);
  });

  it('goes on for as many pages as it takes, also with what no row of a table can hold', () => {
    expect(pagesOf(pdfOf(contentWith('short')))).toBe(1);
    expect(
      pagesOf(pdfOf({ title: 'Long', facts: [], sections: [{ heading: 'Items', items: ['word '.repeat(6_000)] }] })),
    ).toBeGreaterThan(5);
    const rows = [['Pain', 'word '.repeat(6_000)]];
    const table = { title: 'Long', facts: [], sections: [{ heading: 'Table', columns: ['Measure', 'Score'], rows }] };
    expect(pagesOf(pdfOf(table))).toBeGreaterThan(5);
  });

  it('shows what its font has, and the number of what it has not', () => {
    expect(showable('Größe ≥ 5 µg, Ελλάδα, Укол, e\u0301')).toBe('Größe ≥ 5 µg, Ελλάδα, Укол, é');
    expect(showable('痛み 🙂 כאב')).toBe('[U+75DB][U+307F] [U+1F642] [U+05DB][U+05D0][U+05D1]');
    expect(showable('\u202ereversed')).toBe('[U+202E]reversed');
  });
});
