import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCheck } from './check-command.js';

const root = resolve(import.meta.dirname, '../../../..');
const door = (name: string, port: number) => `listeners: [{ name: ${name}, port: ${port}, charset: UTF-8 }]`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ilium-check-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function check(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  let said = '';
  const code = runCheck(args, { print: (text) => (said += `${text}\n`), variable: (name) => variables[name] });
  return { code, said: said.replaceAll(`${folder}/`, '') };
}

describe('npm run site -- check', () => {
  it('tells every fault of every file with line, column, key and remedy, and ends with 2', () => {
    const one = file('one.yaml', 'name: one\nlistners: []\ncodes: { drugs: [{ code: X, as: steroids }] }\n');
    const two = file('two.yaml', 'name: two\ntimeZone: Mars/Base\n');
    const { code, said } = check([one, two, join(folder, 'none.yaml')]);
    expect(code).toBe(2);
    expect(said).toContain('fault  one.yaml:2:1 listners: no key here; is listeners meant?');
    expect(said).toContain('fault  two.yaml:2:1 timeZone: an IANA time zone expected');
    expect(said).toContain("fault  none.yaml can't be read (ENOENT); name a file that is there");
    expect(check([file('one.yaml', 'name: one\ncodes: { drugs: [{ code: X, as: steroids }] }')]).said).toContain(
      'one.yaml:2:29 codes.drugs[0].as: none of our words for drugs; is steroid meant?',
    );
  });

  it('says in words what a file does', () => {
    const { code, said } = check([join(root, 'config/sites/lakeside.yaml')]);
    expect(code).toBe(0);
    expect(said).toContain('Site lakeside: production, days of America/Chicago.');
    expect(said).toContain(
      'Listens on 127.0.0.1:4622 as engine: windows-1252, acknowledges original, refuses what lacks',
    );
    expect(said).toContain('Takes visits of named locations and services.');
  });

  it('holds files of one intake against each other', () => {
    const first = file('a.yaml', `name: a\n${door('x', 1)}`);
    const second = file('b.yaml', `name: a\n${door('x', 1)}`);
    const { code, said } = check([first, second]);
    expect(code).toBe(2);
    for (const place of [
      'b.yaml:1:1 name: the site of',
      'b.yaml:2:15 listeners[0].name:',
      'b.yaml:2:24 listeners[0].port:',
    ]) {
      expect(said).toContain(`fault  ${place}`);
    }
    expect(check([first, file('b.yaml', `name: b\n${door('y', 2)}`)]).code).toBe(0);
  });

  it('finds files and folders that are not there, as seen from the site file', () => {
    const text = [
      'name: a',
      'listeners: [{ name: x, port: 1, charset: UTF-8, tls: { certificate: no.pem, key: no.key } }]',
      'files: { watch: [{ folder: nowhere }] }',
    ].join('\n');
    const { code, said } = check([file('a.yaml', text)]);
    expect(code).toBe(0);
    expect(said).toContain(
      'warning  a.yaml:2:49 listeners[0].tls: Listener x: tls.certificate names no.pem, which can',
    );
    expect(said).toContain('warning  a.yaml:3:20 files.watch[0].folder: nowhere is not there');
    expect(check(['--strict', join(folder, 'a.yaml')]).code).toBe(1);
  });

  it('hints at tokens that are not set, and never shows one', () => {
    const text = 'name: a\nfhir: { sources: [{ name: e, baseUrl: https://ehr.example, tokenVariable: EHR_TOKEN }] }';
    const path = file('a.yaml', text);
    expect(check([path]).said).toContain('fhir.sources[0].tokenVariable: EHR_TOKEN is not set here');
    const { code, said } = check(['--strict', path], { EHR_TOKEN: 'hunter2' });
    expect([code, said.includes('EHR_TOKEN'), said.includes('hunter2')]).toEqual([0, false, false]);
  });

  it('tells machines the same', () => {
    const { code, said } = check(['--json', file('a.yaml', 'name: a\nfiles: { watch: [{ folder: nowhere }] }')]);
    expect(code).toBe(0);
    expect(JSON.parse(said)).toMatchObject({
      findings: [{ level: 'warning', line: 2, column: 20, key: 'files.watch[0].folder' }],
      faults: 0,
      warnings: 1,
      hints: 0,
    });
  });

  it.each(['example', 'hilltop', 'lakeside', 'riverside'])('finds nothing to warn of in %s.yaml', (site) => {
    expect(check(['--strict', join(root, `config/sites/${site}.yaml`)]).code).toBe(0);
  });

  it.each(['redcap', 'vendor'])('finds nothing to warn of in the example of %s', (site) => {
    expect(check(['--strict', join(root, `examples/csv/${site}.site.yaml`)]).code).toBe(0);
  });

  it('explains itself where it is called wrongly', () => {
    expect(check([])).toMatchObject({ code: 2, said: expect.stringContaining('Usage: npm run site -- check') });
    expect(check(['--help'])).toMatchObject({ code: 0, said: expect.stringContaining('--strict') });
    expect(check(['--what', 'x.yaml']).code).toBe(2);
  });
});
