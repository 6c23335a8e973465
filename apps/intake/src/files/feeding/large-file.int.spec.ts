import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { scoreEvent } from '../../rest/events.samples.js';

const feeder = resolve(import.meta.dirname, '../../testing/feeder.mjs');
const site = resolve(import.meta.dirname, '../../../../../examples/csv/vendor.site.yaml');
const mebibyte = 1024 * 1024;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ilium-large-spec-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** Writes rows until the file has so many bytes; how many there are. */
async function write(file: string, heading: string, rowOf: (row: number) => string, bytes: number): Promise<number> {
  let [rows, written] = [0, 0];
  const content = function* () {
    yield heading;
    while (written < bytes) {
      let chunk = '';
      while (chunk.length < mebibyte) chunk += rowOf((rows += 1));
      written += chunk.length;
      yield chunk;
    }
  };
  await pipeline(Readable.from(content()), createWriteStream(file));
  return rows;
}

/** With little heap, so that what it holds shows, and not what it has not collected yet. */
async function feed(file: string): Promise<{ readonly taken: number; readonly peak: number }> {
  const child = spawn(process.execPath, ['--max-semi-space-size=2', '--max-old-space-size=64', feeder], {
    env: { ...process.env, FILE: file, SITE: site },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(output);
}

const heading = 'Score ID;Patient No;Instrument;Result;Unit;Taken on;Taken at;Entered;When;Site of pain;Visit;State\n';
const note = 'x'.repeat(1_500);
const csvRow = (row: number) => `S-${row};4512;72514-3;4;;12.03.2026;;12.03.2026 09:46;;back;;"a, ${note}"\n`;
const event = JSON.stringify(scoreEvent('NUMBER')).replace('"time"', `"comment":"${note}","time"`);
const eventLine = (row: number) => `${event.replace('NUMBER', String(row))}\n`;

describe('memory', () => {
  it.each([
    ['scores.csv', heading, csvRow],
    ['events.ndjson', '', eventLine],
  ])(
    'stays the same for 300 MB as for 10 MB: %s',
    async (name, first, rowOf) => {
      const file = join(folder, name);
      const small = { rows: await write(file, first, rowOf, 10 * mebibyte), ...(await feed(file)) };
      const large = { rows: await write(file, first, rowOf, 300 * mebibyte), ...(await feed(file)) };
      expect([small.taken, large.taken]).toEqual([small.rows, large.rows]);
      // V8 looks after buffers when 64 MiB of them were made since it last did: so much may lie about, and no file.
      expect(large.peak - small.peak).toBeLessThan(128 * mebibyte);
    },
    180_000,
  );
});
