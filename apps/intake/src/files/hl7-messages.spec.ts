import { builtInSite } from '@ilium/site';
import { describe, expect, it } from '@jest/globals';
import { hl7Messages } from './hl7-messages.js';
import type { FileEntry } from './message-reader.js';

const message = (id: string, ...more: readonly string[]) => [
  String.raw`MSH|^~\&|EHR|HOSP|||20260312143205-0500||ORU^R01|${id}|T|2.5.1||||||UNICODE UTF-8`,
  'PID|1||MRN-1^^^HOSP^MR',
  'OBR|1||R-1|SCORES|||20260312091500-0500',
  'OBX|1|NM|72514-3^Pain^LN||7|||||||F|||20260312091500-0500',
  ...more,
];

async function* cut(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function read(text: string, skip = 0): Promise<FileEntry[]> {
  const reader = hl7Messages({ site: builtInSite, isBackload: false, now: () => 0 });
  const entries: FileEntry[] = [];
  for await (const entry of reader.read(cut(text, 11), { file: 'f', skip })) entries.push(entry);
  return entries;
}

const batch = [
  String.raw`FHS|^~\&`,
  String.raw`BHS|^~\&`,
  ...message('M-1'),
  ...message('M-2'),
  'MSH|^~\\&|EHR|HOSP|||20260312143205||QRY^A19|M-3|T|2.5.1',
  'BTS|3',
  'FTS|1',
];

describe('a file of HL7 v2 messages', () => {
  it.each([
    ['CR', '\r', ''],
    ['LF', '\n', ''],
    ['CRLF', '\r\n', ''],
    ['a byte order mark', '\r\n', '\uFEFF'],
  ])('is read with %s, with and without a batch around it', async (_, end, mark) => {
    for (const lines of [batch, batch.filter((line) => !/^[FB][HT]S/.test(line))]) {
      const entries = await read(`${mark}${lines.join(end)}${end}`);
      expect(entries.map(({ read: outcome }) => outcome)).toMatchObject([
        { kind: 'message', message: { sender: 'EHR', controlId: 'M-1', type: 'ORU^R01', door: 'files' } },
        { kind: 'message', message: { controlId: 'M-2' } },
        { kind: 'skipped', passing: { fate: 'skipped', reason: 'type' } },
      ]);
    }
  });

  it('has scores in it, as over MLLP', async () => {
    const [entry] = await read(message('M-1').join('\r'));
    expect(entry?.read.kind === 'message' && entry.read.message.events.map(({ type }) => type)).toContain(
      'ilium.score.reported.v1',
    );
  });

  it('says where what can not be read begins, and what to do', async () => {
    const text = [...message('M-1'), 'FTS|1', 'secret lines', ...message('M-2')].join('\n');
    const entries = await read(text);
    expect(entries.map(({ line, read: { kind } }) => `${line} ${kind}`)).toEqual([
      '1 message',
      '6 refused',
      '7 message',
    ]);
    expect(JSON.stringify(entries[1]?.read)).not.toContain('secret');
  });

  it('passes over what was fed', async () => {
    const entries = await read(batch.join('\n'), 1);
    expect(entries.map(({ line }) => line)).toEqual([7, 11]);
  });
});
