import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { refusedPath, reportPath } from './refused-file.js';

const feeder = resolve(import.meta.dirname, '../../testing/feeder.mjs');
const site = resolve(import.meta.dirname, '../../../../../examples/csv/vendor.site.yaml');

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ilium-killed-spec-'));
});

afterEach(() => rm(folder, { recursive: true }));

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [feeder], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  return { child, ended, output: text(child.stdout) };
}

const heading = 'Score ID;Patient No;Instrument;Result;Unit;Taken on;Taken at;Entered;When;Site of pain;Visit;State';
const rowCount = 12_000;
const isBad = (row: number) => row % 97 === 0;
const rowOf = (row: number) =>
  `S-${row};4512;72514-3;${isBad(row) ? 'often' : row % 11};;12.03.2026;;12.03.2026 09:46;;back;;active`;

async function journalOf(file: string): Promise<{ readonly key: string; readonly controlId: string }[]> {
  const lines = await readFile(`${file}.taken`, 'utf8').catch(() => '');
  return lines
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line));
}

describe('a feeder that is killed at any line', () => {
  it('goes on when it is started again: each row is taken once, each refused one reported once', async () => {
    const [file, journal] = [join(folder, 'scores.csv'), join(folder, 'journal')];
    const rows = Array.from({ length: rowCount }, (_, index) => index + 1);
    await writeFile(file, [heading, ...rows.map(rowOf), ''].join('\n'));
    const good = rows.filter((row) => !isBad(row));
    const further = fc.sample(fc.integer({ min: 1, max: Math.floor(good.length / 6) }), {
      numRuns: 5,
      seed: 20_260_312,
    });
    let taken = 0;
    for (const count of further) {
      taken += count;
      const { ended } = start({ FILE: file, JOURNAL: journal, SITE: site, KILL_AT: String(taken) });
      expect((await ended)[1]).toBe('SIGKILL');
      expect(await journalOf(journal)).toHaveLength(taken);
    }
    const { output } = start({ FILE: file, JOURNAL: journal, SITE: site });
    const last: { taken: number; repeated: number } = JSON.parse(await output);
    expect(last.taken + taken).toBe(good.length);
    // Only what was under way when it was killed is looked at again.
    expect(last.repeated).toBeLessThan(1_000);
    const ordinals = (await journalOf(journal)).map(({ controlId }) => Number(controlId.split('#')[1]));
    expect(ordinals.toSorted((a, b) => a - b)).toEqual(good);
    const bad = rows.filter(isBad);
    expect(await readFile(refusedPath(file), 'utf8')).toBe([`\uFEFF${heading}`, ...bad.map(rowOf), ''].join('\n'));
    const report = await readFile(reportPath(file), 'utf8');
    expect(report.match(/^line \d+/gm)).toEqual(bad.map((row) => `line ${row + 1}`));
  }, 120_000);
});
