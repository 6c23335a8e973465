import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSite } from '@ilium/site';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { example, withField } from '../testing/hl7-messages.js';
import { hilltopFiles, Learning } from '../testing/learning.js';

let bed: Learning;
beforeAll(() => {
  bed = new Learning();
});
afterAll(() => bed.remove());

describe('what learn shows', () => {
  const marker = 'MARKEDNEVERSHOWN';

  /** Every field of people, numbers and words, marked. */
  function marked(message: string): string {
    const fields: Readonly<Record<string, readonly number[]>> = {
      MSH: [10],
      PID: [2, 4, 5, 6, 9, 11, 13, 19],
      PV1: [7],
      NTE: [3],
      OBX: [8],
      PR1: [4],
      FT1: [8],
      TXA: [12],
    };
    const lines = message.split('\n').map((line) => {
      const places = fields[line.slice(0, 3)] ?? [];
      return places.reduce((text, place) => withField(text, line.slice(0, 3), place, marker), line);
    });
    // Numbers keep their assigners; displays of codes are words.
    return lines
      .join('\n')
      .replaceAll(/\b(MRN|PRC|V77|FU1|PRO|EM|TX9|AC5)\d[A-Z0-9]*/g, marker)
      .replaceAll(/\^(SI joint|Sacroiliitis|Triamcinolone|Left)[^^|]*/g, `^${marker}`);
  }

  it('holds nothing of a patient, in no form', async () => {
    const texts = hilltopFiles.map((path) => marked(readFileSync(path, 'utf8')));
    const words = [
      withField(example('hilltop-dft-p03'), 'PR1', 3, `${marker} of somebody`),
      withField(withField(example('hilltop-oru-r01'), 'OBX', 2, 'ST'), 'OBX', 5, marker),
      withField(withField(example('hilltop-oru-r01'), 'OBX', 2, 'TX'), 'OBX', 5, `${marker} fell`),
      withField(example('hilltop-adt-a08'), 'MSH', 3, `${marker} of somebody`),
      marker,
    ];
    const path = bed.file(`${marker}.hl7`, [...texts, ...words].join('\n'));
    expect(readFileSync(path, 'utf8').match(new RegExp(marker, 'g'))?.length).toBeGreaterThan(80);
    for (const form of [['--all'], ['--json'], ['--yaml']]) {
      const { said, code } = await bed.learn([...form, '--site', bed.empty, path]);
      expect(code).toBe(0);
      expect(said).not.toContain(marker);
      expect(said).toContain('RIVHOSP');
    }
  });

  it('does not name files that were found in a folder', async () => {
    const inside = mkdtempSync(join(bed.folder, 'samples-'));
    writeFileSync(join(inside, `${marker}.json`), '{');
    writeFileSync(join(inside, 'notes.txt'), 'no messages');
    const { code, said, progress } = await bed.learn(['--site', bed.empty, inside]);
    expect([code, said.includes(marker)]).toEqual([1, false]);
    expect(progress).toBe(`${inside}, file 1: The file is no JSON.\n`);
  });
});

describe('whatever the samples hold', () => {
  const pieces = fc.constantFrom(
    '|',
    '^',
    '~',
    '\\',
    '&',
    '\r',
    '\n',
    '""',
    'MSH|^~\\&|',
    'PID',
    'PR1|',
    'OBX|',
    'ZZZ|',
    'ADT^A08',
    '\u0000',
    '"',
    "'",
    '#',
    ': ',
  );
  const noise = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 80 });
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    noise.map((parts) => Buffer.from(parts.join(''))),
    fc.tuple(noise, fc.nat(400)).map(([parts, at]) => {
      const message = example('hilltop-dft-p03');
      return Buffer.from(`${message.slice(0, at)}${parts.join('')}${message.slice(at)}`);
    }),
  );

  it('is counted, and proposed as a site file that can be read', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const path = bed.file('any.hl7', content);
        const text = await bed.learn(['--site', bed.empty, path]);
        expect(text.code).toBe(0);
        const { said } = await bed.learn(['--yaml', '--site', bed.empty, path]);
        expect(loadSite(bed.file('any.yaml', `name: a\n${said}`)).name).toBe('a');
      }),
      { numRuns: 60 },
    );
  });
});
