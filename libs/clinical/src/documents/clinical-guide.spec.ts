import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { workReasons } from '../derive/work.js';
import { goldenCases } from '../testing/golden-cases.js';
import { clinicalTables } from './clinical-tables.js';
import { withTables } from './marked-tables.js';

/** docs/clinical.md is for people, and has to stay true: whatever it says to be held is held by something that is there. */

const root = new URL('../../../../', import.meta.url);
const sources = new URL('libs/clinical/src/', root);
const guide = readFileSync(new URL('docs/clinical.md', root), 'utf8');

const numbered = (word: string, last: number) => Array.from({ length: last }, (_, place) => `${word} ${place + 1}`);
const wanted = [...numbered('Rule', 26), ...numbered('Trap', 28)];

interface Row {
  readonly name: string;
  readonly text: string;
  readonly heldBy: string;
}

const rows: readonly Row[] = [...guide.matchAll(/^- \*\*((?:Rule|Trap) \d+)\.\*\* (.+)$/gm)].map(
  ([, name = '', text = '']) => ({ name, text, heldBy: text.split('_Held by:_')[1] ?? '' }),
);
const named = rows.map((row) => [row.name, row] as const);

interface NamedTest {
  readonly file: string;
  readonly title: string;
}

/** `file.spec.ts` “title”, “title”: also where the guide names them outside of a row. */
function testsIn(text: string): readonly NamedTest[] {
  return [...text.matchAll(/`([\w./-]+\.spec\.ts)`((?:,? “[^”]+”)*)/g)].flatMap(([, file = '', titles = '']) => {
    const all = [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file, title }));
    return all.length === 0 ? [{ file, title: '' }] : all;
  });
}

function casesIn(text: string): readonly string[] {
  return [...text.matchAll(/[Cc]ases? (`[^`]+`(?:, `[^`]+`)*)/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
}

function sourceOf(file: string): string | undefined {
  const place = [new URL(file, sources), new URL(file, root)].find((one) => existsSync(one));
  return place === undefined ? undefined : readFileSync(place, 'utf8');
}

function hasTest({ file, title }: NamedTest): boolean {
  const written = [`'${title}'`, `"${title}"`, `\`${title}\``, `'${title.replaceAll("'", "\\'")}'`];
  const source = sourceOf(file);
  return source !== undefined && (title === '' || written.some((literal) => source.includes(literal)));
}

describe('docs/clinical.md', () => {
  test('has every rule and every trap, each once', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual(wanted.toSorted());
  });

  test.each(named)('%s has words, a source and what holds it', (_, { text }) => {
    expect(text).toMatch(/^.{20,} _Source:_ .{3,}\. _Held by:_ .{5,}\.$/);
  });

  test('names tests that are there', () => {
    const all = testsIn(guide);
    expect(all.length).toBeGreaterThan(wanted.length);
    expect(all.filter((one) => !hasTest(one))).toEqual([]);
  });

  test('names cases that are there', () => {
    const known = goldenCases.map(({ name }) => name);
    const ofCorrections = [...guide.matchAll(/^\|.+\| `([\w-]+)` +\|$/gm)].map(([, name = '']) => name);
    const all = [...casesIn(guide), ...ofCorrections].filter((name) => name !== 'x');
    expect(all.length).toBeGreaterThan(wanted.length);
    expect(all.filter((name) => !known.includes(name))).toEqual([]);
  });

  test.each(named)('%s is held by a test named after it', (name, row) => {
    const [kind, number = ''] = name.toLowerCase().split(' ');
    const isNamed = new RegExp(`\\b${kind}s? (\\d+ and )?${number}\\b`);
    expect(testsIn(row.heldBy).filter(({ title }) => isNamed.test(title))).not.toEqual([]);
  });

  test.each(named)('%s names cases that say to cover it', (name, { heldBy }) => {
    const covered = name.startsWith('Rule') ? `clinical ${name.toLowerCase()}` : name.toLowerCase();
    const others = goldenCases.filter((one) => casesIn(heldBy).includes(one.name) && !one.covers.includes(covered));
    expect(others.map((one) => one.name)).toEqual([]);
  });

  test.each(workReasons)('explains what is on the list of work as %s', (reason) => {
    expect(guide).toMatch(new RegExp(`^\\| \`${reason}\` +\\| .{20,}\\|$`, 'm'));
  });
});

describe('its tables', () => {
  const table = { head: ['a', 'b'], rows: [['1', 'x | y']] };
  const marked = 'Before\n\n<!-- table: t -->\nold\n<!-- end of table -->\n\nAfter\n';

  test('are put between their marks, and nothing else is touched', () => {
    const text = withTables(marked, { t: table });
    expect(text).toBe(
      'Before\n\n<!-- table: t -->\n\n| a | b |\n| --- | --- |\n| 1 | x \\| y |\n\n<!-- end of table -->\n\nAfter\n',
    );
    expect(withTables(text, { t: table })).toBe(text);
  });

  test('neither a mark without a table nor a table without a mark is passed over', () => {
    expect(() => withTables(marked, {})).toThrow('No table is called t');
    expect(() => withTables(marked, { t: table, other: table })).toThrow('<!-- table: other -->');
  });

  test('have as many cells in each row as in the head', () => {
    const uneven = Object.entries(clinicalTables).filter(([, { head, rows: lines }]) =>
      lines.some((line) => line.length !== head.length),
    );
    expect(uneven.map(([name]) => name)).toEqual([]);
  });
});
