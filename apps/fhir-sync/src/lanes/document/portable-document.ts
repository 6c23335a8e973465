import PdfKit from 'pdfkit';
import { docketOf, origin, type DocumentContent, type Section } from './document-content.js';
import { fonts, showable } from './document-fonts.js';
import { rowInWords } from './plain-text.js';

type Pdf = InstanceType<typeof PdfKit>;
type Element = ReturnType<Pdf['struct']>;

const margin = 56;
const sizes = { title: 17, heading: 12, text: 10, table: 9.5, foot: 8 };
/** Of the columns, by how many there are, in hundredths of the width. */
const shares: Readonly<Record<number, readonly number[]>> = {
  1: [100],
  2: [60, 40],
  3: [46, 24, 30],
  4: [38, 16, 22, 24],
};
/** A row must fit on a page: what is longer is told in lines. */
const mostOfCell = 300;
const numbered = '[U+…] stands for a character that the font of this document lacks; its plain text has it.';

/**
 * A document as tagged PDF, the same bytes for the same content. PDF wants a moment of creation: `about`, since that of
 * making it would let no two be equal.
 */
export function portableDocument(content: DocumentContent, id: string, revision: number, about: Date): Buffer {
  const { title, facts, sections, lacks } = shown(content);
  const pdf = opened(title, about);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  root.add(pdf.struct('H1', {}, () => void pdf.font('bold').fontSize(sizes.title).text(title)));
  pdf.moveDown(0.5);
  for (const [label, said] of facts) root.add(factOf(pdf, label, said));
  for (const section of sections) addSection(pdf, root, section);
  if (lacks) {
    pdf.moveDown();
    root.add(paragraph(pdf, numbered));
  }
  root.end();
  addFeet(pdf, docketOf(id, revision));
  pdf.end();
  const bytes: unknown = pdf.read();
  if (!(bytes instanceof Buffer))
    throw new Error('The PDF library gave no bytes. Check its version against the lock file.');
  return bytes;
}

function opened(title: string, about: Date): Pdf {
  const pdf = new PdfKit({
    size: 'A4',
    margin,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en',
    displayTitle: true,
    bufferPages: true,
    autoFirstPage: false,
    info: { Title: title, Author: 'Ilium', Creator: 'Ilium', CreationDate: about },
  });
  pdf.registerFont('regular', fonts.regular).registerFont('bold', fonts.bold);
  return pdf.font('regular').addPage();
}

/** With what the font lacks replaced. */
function shown(content: DocumentContent): DocumentContent & { readonly lacks: boolean } {
  const { title, facts, sections } = content;
  const all = (texts: readonly string[]) => texts.map(showable);
  const written: DocumentContent = {
    title: showable(title),
    facts: facts.map(([label, said]) => [label, showable(said)]),
    sections: sections.map((section): Section => {
      const heading = showable(section.heading);
      if ('paragraphs' in section) return { heading, paragraphs: all(section.paragraphs) };
      if ('items' in section) return { heading, items: all(section.items) };
      return { heading, columns: section.columns, rows: section.rows.map(all) };
    }),
  };
  return { ...written, lacks: JSON.stringify(written) !== JSON.stringify(content).normalize('NFC') };
}

function factOf(pdf: Pdf, label: string, said: string): Element {
  return pdf.struct('P', {}, () => {
    pdf.font('bold').fontSize(sizes.text).text(`${label}: `, { continued: true });
    pdf.font('regular').text(said);
  });
}

function paragraph(pdf: Pdf, text: string): Element {
  return pdf.struct('P', {}, () => void pdf.font('regular').fontSize(sizes.text).text(text));
}

function addSection(pdf: Pdf, root: Element, section: Section): void {
  pdf.moveDown(0.8);
  // A heading does not stand alone at the foot of a page.
  if (pdf.y > pdf.page.maxY() - 4 * sizes.heading) pdf.addPage();
  root.add(pdf.struct('H2', {}, () => void pdf.font('bold').fontSize(sizes.heading).text(section.heading)));
  pdf.moveDown(0.2);
  if ('paragraphs' in section) for (const text of section.paragraphs) root.add(paragraph(pdf, text));
  else if ('items' in section) addList(pdf, root, section.items);
  else addTable(pdf, root, section.columns, section.rows);
}

function addList(pdf: Pdf, root: Element, items: readonly string[]): void {
  if (items.length === 0) return;
  const list = pdf.struct('L');
  root.add(list);
  pdf
    .font('regular')
    .fontSize(sizes.text)
    .list([...items], { structParent: list, bulletRadius: 1.5, textIndent: 10, paragraphGap: 2 });
  list.end();
}

function addTable(pdf: Pdf, root: Element, columns: readonly string[], rows: readonly (readonly string[])[]): void {
  const fits = (row: readonly string[]) => row.every((cell) => cell.length <= mostOfCell);
  const width = pdf.page.width - 2 * margin;
  pdf.font('regular').fontSize(sizes.table);
  const options = {
    // The library ties a table to the structure of the document by this; its published types do not know it.
    structParent: root,
    columnStyles: (shares[columns.length] ?? []).map((share) => (share * width) / 100),
    defaultStyle: { border: 0.5, borderColor: '#999999', padding: 3 },
    data: [
      columns.map((text) => ({ text, type: 'TH' as const, backgroundColor: '#eeeeee', font: { src: 'bold' } })),
      ...rows.filter(fits).map((row) => [...row]),
    ],
  };
  pdf.table(options);
  pdf.moveDown(0.3);
  addList(pdf, root, rows.filter((row) => !fits(row)).map(rowInWords));
}

/** On each page, since pages get separated; no part of the document for those who hear it read. */
function addFeet(pdf: Pdf, docket: string): void {
  const { start, count } = pdf.bufferedPageRange();
  pdf.font('regular').fontSize(sizes.foot);
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    const { margins, width, height } = pdf.page;
    margins.bottom = 0;
    pdf.markContent('Artifact', { type: 'Pagination' });
    const y = height - margin * 0.75;
    pdf.text(`${docket}. ${origin}`, margin, y, { lineBreak: false });
    pdf.text(`Page ${page + 1} of ${count}`, margin, y, {
      width: width - 2 * margin,
      align: 'right',
      lineBreak: false,
    });
    pdf.endMarkedContent();
    margins.bottom = margin;
  }
}
