import { describe, expect, it } from '@jest/globals';
import type { OutgoingRecord } from '@ilium/messaging';
import { generate } from '../feed/generate.js';
import { readLines } from './lines.js';
import { sendLines } from './send-lines.js';

const events = [...generate({ seed: 1, courses: 60 })].map(({ event }) => event);

async function* piecesOf(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function send(text: string) {
  const chunks: (readonly OutgoingRecord[])[] = [];
  const refused: string[] = [];
  const count = await sendLines(piecesOf(text, 4_096), {
    send: async (records) => void chunks.push(records),
    onRefused: (number, reason) => refused.push(`${number} ${reason}`),
    onProgress: () => undefined,
  });
  return { count, refused, chunks, records: chunks.flat() };
}

describe('a file of events', () => {
  it('goes out line by line as it is, in chunks', async () => {
    const { count, chunks, records } = await send(events.map((event) => JSON.stringify(event)).join('\n'));
    expect(count).toEqual({ lines: events.length, sent: events.length, refused: 0 });
    expect(records.map(({ value }) => JSON.parse(String(value)))).toEqual(events);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(500);
    expect(records[0]?.headers).toEqual({ 'content-type': 'application/cloudevents+json; charset=UTF-8' });
  });

  it('has one key per patient, which tells nothing of the patient', async () => {
    const { records } = await send(events.map((event) => JSON.stringify(event)).join('\n'));
    const patients = new Set(records.map(({ value }) => JSON.parse(String(value)).data.patient?.value).filter(Boolean));
    const keys = new Set(records.map(({ key }) => key));
    expect(Math.abs(keys.size - patients.size)).toBeLessThanOrEqual(1);
    expect([...keys].join(' ')).not.toMatch(/SIM-/);
  });

  it('says of each refused line its number, the reason and the place, and sends the others', async () => {
    const [first, second] = events;
    const lines = [
      JSON.stringify(first),
      '',
      '{"secret',
      '{"hello":"secret"}',
      JSON.stringify({ ...first, type: 'secret.type' }),
      JSON.stringify({ ...first, data: { ...first?.data, patient: { value: 'secret' } } }),
      'x'.repeat(2_000_000),
      JSON.stringify(second),
    ];
    const { count, refused, records } = await send(`${lines.join('\r\n')}\r\n`);
    expect(count).toEqual({ lines: 7, sent: 2, refused: 5 });
    expect(records).toHaveLength(2);
    expect(refused.map((text) => text.split(':')[0])).toEqual([
      '3 not-json',
      '4 not-a-cloud-event',
      '5 unknown-type',
      '6 schema-violation',
      '7 too-long',
    ]);
    expect(refused[3]).toContain('data.patient.system');
    expect(refused.join()).not.toContain('secret');
  });
});

describe('lines', () => {
  it.each([1, 2, 3, 7, 100])('are the same however the stream is cut (%i bytes)', async (size) => {
    const lines: [number, string | undefined][] = [];
    for await (const { number, bytes } of readLines(piecesOf('één\r\n\ntoo long a line\nend', size), 8)) {
      lines.push([number, bytes?.toString()]);
    }
    expect(lines).toEqual([
      [1, 'één'],
      [2, ''],
      [3, undefined],
      [4, 'end'],
    ]);
  });
});
