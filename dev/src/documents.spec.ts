import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parkReasons, parseProcedureEvent, procedureEventTypes } from '@ilium/contracts';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from './project.js';

const documents = globSync(['*.md', 'docs/**/*.md', '{apps,libs}/*/README.md'], { cwd: projectRoot });
const textOf = (document: string) => readFileSync(join(projectRoot, document), 'utf8');

/** Everything between backticks, and the lines of shell blocks. */
function codeOf(document: string): string[] {
  return [...textOf(document).matchAll(/`([^`\n]+)`|^((?:npm|npx|curl) .+)$/gm)].map(
    ([, span, line]) => span ?? line ?? '',
  );
}

describe.each(documents)('%s', (document) => {
  it('links to what is there', () => {
    const links = [...textOf(document).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(projectRoot, dirname(document), link)))).toEqual([]);
  });

  it('names commands that are there', () => {
    const manifest: { scripts: Record<string, string> } = JSON.parse(textOf('package.json'));
    const scripts = codeOf(document).flatMap((code) => /^npm run (?:-s )?([\w:-]+)/.exec(code)?.[1] ?? []);
    expect(scripts.filter((script) => !Object.hasOwn(manifest.scripts, script))).toEqual([]);
  });
});

describe.each(documents.filter((document) => !/^(apps|libs)/.test(document)))('%s', (document) => {
  it('names files that are there', () => {
    const paths = codeOf(document).filter((code) => /^(apps|libs|dev|bench|docs|examples|test)\/[\w./-]+$/.test(code));
    expect(paths.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
  });
});

describe('docs/events.md', () => {
  const blocks = [...textOf('docs/events.md').matchAll(/^```json ?(\S*)\n([^]*?)^```$/gm)];
  const events = blocks.map(([, type = '', text = '']) => {
    const shown: unknown = JSON.parse(text);
    return type === '' ? shown : { specversion: '1.0', id: '1', source: 'docs', type, data: shown };
  });

  it('shows events that can be read', () => {
    const faults = events.map((event) => parseProcedureEvent(event as Parameters<typeof parseProcedureEvent>[0]));
    expect(faults.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('shows an example of every type', () => {
    const shown = new Set(blocks.map(([, type]) => type));
    expect(procedureEventTypes.filter((type) => !shown.has(type))).toEqual([]);
  });

  it('explains every reason to park', () => {
    const explained = codeOf('docs/events.md');
    expect(parkReasons.filter((reason) => !explained.includes(reason))).toEqual([]);
  });
});

describe('the list of decisions', () => {
  it('names each decision', () => {
    const decisions = globSync('docs/adr/0*.md', { cwd: projectRoot });
    const index = textOf('docs/adr/README.md');
    expect(decisions.filter((path) => !index.includes(`(${path.replace('docs/adr/', '')})`))).toEqual([]);
  });
});
