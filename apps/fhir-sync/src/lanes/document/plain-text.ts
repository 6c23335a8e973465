import { docketOf, origin, type DocumentContent, type Section } from './document-content.js';

/** Of a terminal. */
const columns = 80;

/** A document as plain text: no line is longer than a terminal is wide. */
export function plainText({ title, facts, sections }: DocumentContent, id: string, revision: number): string {
  const widest = Math.max(0, ...facts.map(([label]) => label.length));
  const blocks = [
    underlined(title, '='),
    facts.flatMap(([label, said]) => hanging(`${label}:`.padEnd(widest + 2), said)),
    ...sections.map((section) => [...underlined(section.heading, '-'), ...linesOf(section)]),
    [...hanging('', docketOf(id, revision)), ...hanging('', origin)],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function linesOf(section: Section): readonly string[] {
  if ('paragraphs' in section) return section.paragraphs.flatMap((line) => hanging('', line));
  const items = 'items' in section ? section.items : section.rows.map(rowInWords);
  return items.flatMap((item) => hanging('- ', item));
}

/** A row of a table in a line. */
export function rowInWords([name = '', ...cells]: readonly string[]): string {
  return `${name}: ${cells.filter((cell) => cell !== '').join('; ')}`;
}

function underlined(text: string, line: string): readonly string[] {
  const lines = hanging('', text);
  return [...lines, line.repeat(Math.max(...lines.map(widthOf)))];
}

/** Text beside a label, below itself where it goes on. */
function hanging(label: string, text: string): readonly string[] {
  const lines = wrapped(text, columns - label.length);
  return lines.map((line, index) => (index === 0 ? label : ' '.repeat(label.length)) + line);
}

/** At blanks; what is longer than a line is cut into lines. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((long) => cut(long, width))) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function cut(word: string, width: number): readonly string[] {
  const characters = [...word];
  const pieces = Array.from({ length: Math.ceil(characters.length / width) }, (_, index) =>
    characters.slice(index * width, (index + 1) * width).join(''),
  );
  return pieces.length === 0 ? [''] : pieces;
}

function widthOf(text: string): number {
  return [...text].length;
}
