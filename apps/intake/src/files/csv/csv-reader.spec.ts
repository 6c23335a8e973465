import { builtInSite, type CsvMap, type Site } from '@ilium/site';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { FileEntry } from '../message-reader.js';
import { csvReader } from './csv-reader.js';
import { repeatedNames } from './repeated-names.js';
import { csvLine, readCsvRows } from './csv-rows.js';

const usual: CsvMap = {
  application: 'APP',
  family: 'csv',
  separator: ',',
  charset: 'UTF-8',
  decimal: '.',
  dates: ['YYYY-MM-DD', 'YYYY-MM-DD HH:mm'],
  times: ['HH:mm'],
  only: {},
  patient: { column: 'mrn' },
  effective: { column: 'day' },
  missing: { '-99': 'asked-declined' },
  measures: { nrs: { answers: false }, pgic: { answers: true } },
};
const site: Site = { ...builtInSite, name: 'test' };

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function read(content: string | Buffer, changes: Partial<CsvMap> = {}, isBackload = false) {
  const reader = csvReader({ site, name: 'map', map: { ...usual, ...changes }, isBackload });
  const entries: FileEntry[] = [];
  for await (const entry of reader.read(cut(Buffer.from(content), 7), { file: 'f', skip: 0 })) entries.push(entry);
  return { entries, heading: reader.heading?.()?.toString() };
}

async function reasons(content: string | Buffer, changes: Partial<CsvMap> = {}): Promise<string[]> {
  const { entries } = await read(content, changes);
  return entries.map(({ read: { kind }, line, ...entry }) =>
    entry.bytes !== undefined && kind === 'refused' ? `${line}` : kind,
  );
}

async function refusals(content: string | Buffer, changes: Partial<CsvMap> = {}) {
  const { entries } = await read(content, changes);
  return entries.map((entry) =>
    entry.read.kind === 'refused' ? `${entry.read.reason}: ${entry.read.detail}` : 'taken',
  );
}

async function data(content: string, changes: Partial<CsvMap> = {}, isBackload = false): Promise<object[]> {
  const { entries } = await read(content, changes, isBackload);
  return entries.flatMap((entry) =>
    entry.read.kind === 'message' ? entry.read.message.events.map((event) => event.data) : [],
  );
}

describe('a row of scores', () => {
  it('without a name of its own is named by patient, column and date', async () => {
    expect(await data('mrn,day,nrs,pgic\nP-1,2026-03-12,7,\n')).toMatchObject([
      { identifier: { system: 'urn:ilium:site:test:csv:map', value: 'P-1|nrs|2026-03-12' } },
    ]);
  });

  it('that says nothing is skipped, and so is one that is not ours', async () => {
    const content = 'mrn,day,nrs,pgic,arm\nP-1,2026-03-12,,,a\nP-1,2026-03-12,7,,b\nP-1,2026-03-12,7,,a\n';
    const { entries } = await read(content, { only: { arm: ['a'] } });
    expect(entries.map(({ read: outcome }) => outcome)).toMatchObject([
      { kind: 'skipped', passing: { fate: 'skipped', reason: 'says-nothing' } },
      { kind: 'skipped', passing: { fate: 'skipped', reason: 'not-ours' } },
      { kind: 'message' },
    ]);
  });

  it('keeps words as answers only where the map says so', async () => {
    expect(await data('mrn,day,nrs,pgic\nP-1,2026-03-12,,much better\n')).toMatchObject([
      { report: { measure: { code: 'pgic' }, answer: { code: 'much better' } } },
    ]);
  });

  it('has an empty cell as a reason where the map says so', async () => {
    const changes = { missing: { '': 'not-asked' as const } };
    expect(await data('mrn,day,nrs,pgic\nP-1,2026-03-12,,3\n', changes)).toMatchObject([
      { report: { missingReason: 'not-asked' } },
      { report: { value: 3 } },
    ]);
  });

  it('of an archive was said when the score was given', async () => {
    const content = 'mrn,day,nrs,pgic\nP-1,2026-03-12,7,\n';
    expect(await data(content, {}, true)).toMatchObject([{ version: { eventTime: '2026-03-12T00:00:00-04:00' } }]);
    const [live = {}] = await data(content);
    expect('version' in live && live.version).toEqual({ status: 'final' });
  });

  it('is refused whole, with its column and never its value', async () => {
    const content = [
      'mrn,day,nrs,pgic',
      'P-1,2026-03-12,secret,1',
      'P-1,secret,7,1',
      'P-1,2026-02-30,7,1',
      'P-1,,7,1',
      ',2026-03-12,7,1',
      'P-1,2026-03-12,7',
      'P-1,2026-03-12,7,\uFFFD',
      `${'P'.repeat(300)},2026-03-12,7,1`,
      'P-1,2026-03-12,7,1',
    ].join('\n');
    const said = await refusals(content);
    expect(said.map((text) => text.split(':')[0])).toEqual([
      'not-a-number',
      'not-a-date',
      'not-a-date',
      'no-date',
      'no-patient',
      'columns',
      'charset',
      'schema-violation',
      'taken',
    ]);
    expect(said[0]).toContain('column nrs');
    expect(said[1]).toContain('column day');
    expect(said.join()).not.toContain('secret');
    expect(await reasons(content)).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', 'message']);
  });

  it('that is refused can be fed again by itself: with the first line, and with what it took from the row above', async () => {
    const content = 'rec,mrn,day,nrs,pgic\n1,P-1,2026-03-12,7,\n1,,2026-03-26,often,"a, b"\n';
    const carry = { by: ['rec'], columns: ['mrn'] };
    const { entries, heading } = await read(content, { carry });
    const row = entries[1]?.bytes?.toString() ?? '';
    expect(row).toBe('1,P-1,2026-03-26,often,"a, b"');
    const again = await data(`${heading ?? ''}\n${row.replace('often', '5')}\n`, { carry });
    expect(again[0]).toMatchObject({ identifier: { value: 'P-1|nrs|2026-03-26' }, report: { value: 5 } });
  });

  it('takes nothing from a row of another record', async () => {
    const content = 'rec,mrn,day,nrs,pgic\n1,P-1,2026-03-12,7,\n2,,2026-03-26,5,\n';
    expect(await refusals(content, { carry: { by: ['rec'], columns: ['mrn'] } })).toEqual([
      'taken',
      'no-patient: column mrn: a number expected',
    ]);
  });
});

describe('a CSV file', () => {
  it.each([
    ['UTF-8 with its mark', Buffer.from('\uFEFFmrn,day,nrs,pgic\nMüller,2026-03-12,7,\n')],
    ['UTF-16 with its mark', Buffer.from('\uFEFFmrn,day,nrs,pgic\nMüller,2026-03-12,7,\n', 'utf16le')],
    ['what its map says', Buffer.from('mrn,day,nrs,pgic\nMüller,2026-03-12,7,\n', 'latin1')],
  ])('is read as %s', async (name, content) => {
    const changes = name.startsWith('what') ? { charset: 'windows-1252' } : {};
    expect((await read(content, changes)).entries).toMatchObject([
      { read: { message: { events: [{ patient: { value: 'Müller' } }] } } },
    ]);
  });

  it('may have line ends in cells, and says in which line a row begins', async () => {
    const { entries } = await read('mrn,day,nrs,pgic,note\r\nP-1,2026-03-12,7,,"a\nb"\r\n\r\nP-1,2026-03-13,x,,c\r\n');
    expect(entries.map(({ line }) => line)).toEqual([2, 5]);
  });

  it.each([
    ['lacks a column of its map', 'mrn,day,nrs\n', 'The column pgic of the site file is not in the first line.'],
    ['has a column twice', 'mrn,day,nrs,pgic,nrs\n', 'The column nrs of the site file stands 2 times'],
    ['is empty', '', 'The file is empty.'],
    ['has a quote that is not closed', 'mrn,day,nrs,pgic\nP-1,2026-03-12,7,"\n', 'From line 2 on'],
  ])('that %s can not be read', async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });

  it('passes over what was fed, and still carries over from it', async () => {
    const map: CsvMap = { ...usual, carry: { by: ['rec'], columns: ['mrn'] } };
    const reader = csvReader({ site, name: 'map', map, isBackload: false });
    const content = Buffer.from('rec,mrn,day,nrs,pgic\n1,P-1,2026-03-12,7,\n1,,2026-03-26,5,\n');
    const entries: FileEntry[] = [];
    for await (const entry of reader.read(cut(content, 5), { file: 'f', skip: 1 })) entries.push(entry);
    expect(entries).toMatchObject([
      { line: 3, read: { message: { controlId: 'f#2', events: [{ patient: { value: 'P-1' } }] } } },
    ]);
  });
});

describe('rows', () => {
  const cell = fc.string().map((text) => text.trim());

  it('read back as they were written, however the file is cut', async () => {
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(',', ';', '\t'),
        fc.integer({ min: 1, max: 9 }),
        async (cells, separator, size) => {
          const content = Buffer.from(cells.map((row) => csvLine(row, separator)).join('\n'));
          const back: (readonly string[])[] = [];
          for await (const row of readCsvRows(cut(content, size), { separator, charset: 'utf-8' }))
            back.push(row.cells);
          expect(back).toEqual(cells.filter((row) => row.some((text) => text !== '')));
        },
      ),
    );
  });
});

describe('number, answer and the reason why there is none are one thing', () => {
  it('a row that says later that the patient declined takes the number back, and a number takes the reason back', async () => {
    const heading = 'mrn,day,nrs,pgic\n';
    const rows = await data(`${heading}P-1,2026-03-12,3,\nP-1,2026-03-12,-99,\nP-1,2026-03-12,,much better\n`);
    expect(rows).toMatchObject([
      { report: { value: 3, answer: null, missingReason: null } },
      { report: { value: null, answer: null, missingReason: 'asked-declined' } },
      { report: { value: null, answer: { code: 'much better' }, missingReason: null } },
    ]);
  });
});

describe('a name that an earlier row of the file had', () => {
  const notes = async (rows: readonly string[], changes: Partial<CsvMap> = {}) => {
    const { entries } = await read(['mrn,day,nrs,pgic,stated', ...rows, ''].join('\n'), changes);
    return entries.map(({ note }) => note?.reason ?? '');
  };
  const stated = { stated: { column: 'stated' } };

  it('is noted where the row says something else, for it replaces the earlier one', async () => {
    expect(await notes(['P-1,2026-03-12,3,,', 'P-1,2026-03-12,6,,', 'P-2,2026-03-12,6,,'])).toEqual([
      '',
      'repeated-name',
      '',
    ]);
  });

  it('is not noted where it says the same, or was stated later', async () => {
    expect(await notes(['P-1,2026-03-12,3,,', 'P-1,2026-03-12,3,,'])).toEqual(['', '']);
    expect(await notes(['P-1,2026-03-12,3,,2026-03-12', 'P-1,2026-03-12,6,,2026-03-13'], stated)).toEqual(['', '']);
    expect(await notes(['P-1,2026-03-12,3,,2026-03-12', 'P-1,2026-03-12,6,,2026-03-12'], stated)).toEqual([
      '',
      'repeated-name',
    ]);
  });

  it('is looked for as far back as memory is held, and no further', () => {
    const isRepeated = repeatedNames(2);
    const score = (name: string, value: number) => [
      {
        type: 'ilium.score.reported.v1' as const,
        patient: { system: 'urn:oid:2.999.1', value: 'P-1' },
        data: { identifier: { system: 'urn:oid:2.999.2', value: name }, report: { value } },
      },
    ];
    expect([isRepeated(score('a', 1)), isRepeated(score('b', 1)), isRepeated(score('a', 2))]).toEqual([
      false,
      false,
      true,
    ]);
    expect([isRepeated(score('c', 1)), isRepeated(score('b', 2))]).toEqual([false, false]);
  });
});
