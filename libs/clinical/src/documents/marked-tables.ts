/** Tables in a document for people: made from the tables of the code, so that the two never differ. */

export interface DocumentTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const begin = (name: string) => `<!-- table: ${name} -->`;
const end = '<!-- end of table -->';

/** The document with every marked table as it is today. A mark that names no table, and a table without a mark, is a mistake. */
export function withTables(document: string, tables: Readonly<Record<string, DocumentTable>>): string {
  const missing = Object.keys(tables).filter((name) => !document.includes(begin(name)));
  if (missing.length > 0) throw new TypeError(`The document has no ${missing.map(begin).join()}`);
  return document.replaceAll(/<!-- table: (\S+) -->\n[^]*?<!-- end of table -->/g, (_, name: string) => {
    const table = tables[name];
    if (table === undefined) throw new TypeError(`No table is called ${name}`);
    return `${begin(name)}\n\n${inMarkdown(table)}\n\n${end}`;
  });
}

function inMarkdown({ head, rows }: DocumentTable): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(escaped).join(' | ')} |`).join('\n');
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
