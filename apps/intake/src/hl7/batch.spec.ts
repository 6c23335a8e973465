import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { until } from '../../../../dev/src/test-environment.js';
import { example } from '../testing/hl7-messages.js';
import { messagesOfFrame, messagesOfStream, type BatchItem } from './batch.js';

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** Of buffers, without garbage. */
function reachableBytes(): number {
  if (typeof collect === 'function') collect();
  return process.memoryUsage().arrayBuffers;
}

const first = 'MSH|^~\\&|A|B|C|D|1||ORU^R01|1|T|2.5\rPID|1\rOBX|1';
const second = 'MSH|^~\\&|A|B|C|D|1||ORU^R01|2|T|2.5\rPID|2';

async function itemsOf(file: string | Uint8Array, { chunk = 7, most = 10_000 } = {}): Promise<readonly BatchItem[]> {
  const bytes = typeof file === 'string' ? Buffer.from(file, 'latin1') : file;
  async function* chunks() {
    for (let from = 0; from < bytes.length; from += chunk)
      yield await Promise.resolve(bytes.subarray(from, from + chunk));
  }
  const items: BatchItem[] = [];
  for await (const item of messagesOfStream(chunks(), most)) items.push(item);
  return items;
}

const textOf = (item: BatchItem) => (item.kind === 'whole' ? item.bytes : item.firstBytes).toString('latin1');
const contents = (items: readonly BatchItem[]) => items.map((item) => [item.kind, textOf(item).trim()]);

describe('a stream of messages', () => {
  it.each([
    ['a file of one', first],
    ['two in a row', `${first}\r${second}\r`],
    ['with empty lines between', `\r\n\r\n${first}\r\n\r\n${second}\r\n`],
    ['in a batch', `BHS|^~\\&\r${first}\r${second}\rBTS|2\r`],
    ['in several batches', `FHS|^~\\&\rBHS|1\r${first}\rBTS|1\rBHS|2\r${second}\rBTS|1\rFTS|2\r`],
    ['in MLLP frames, as captured', `\x0B${first}\r\x1C\r\x0B${second}\r\x1C\r`],
  ])('is divided: %s', async (_, file) => {
    const expected = file.includes(second) ? [first, second] : [first];
    expect(contents(await itemsOf(file))).toEqual(expected.map((message) => ['whole', message]));
  });

  it.each(['\n', '\r\n'])('keeps line ends as they are: %j', async (end) => {
    const file = `${first}\r${second}`.replaceAll('\r', end);
    expect((await itemsOf(file)).map(textOf)).toEqual([
      `${first.replaceAll('\r', end)}${end}`,
      second.replaceAll('\r', end),
    ]);
  });

  it('tolerates a byte order mark', async () => {
    const items = await itemsOf(Buffer.from(`\uFEFF${first}\r${second}`));
    expect(items.map(({ kind }) => kind)).toEqual(['whole', 'whole']);
  });

  it.each([
    ['lower', (bytes: Buffer) => bytes],
    ['higher', (bytes: Buffer) => bytes.swap16()],
  ])('of UTF-16, the %s byte first, becomes UTF-8 with a mark', async (_, order) => {
    const items = await itemsOf(order(Buffer.from(`\uFEFF${first}\r${second}`, 'utf16le')));
    expect(items.map((item) => (item.kind === 'whole' ? item.bytes.toString().trim() : ''))).toEqual([first, second]);
    for (const item of items) expect(item.kind === 'whole' && item.bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
  });

  it('says where each stands', async () => {
    const file = `FHS|x\r\n${first.replaceAll('\r', '\r\n')}\r\n${second}`;
    const [one, two] = await itemsOf(file);
    expect(one).toMatchObject({ number: 1, line: 2, offset: 7 });
    expect(two).toMatchObject({ number: 2, line: 5, offset: one?.end, end: file.length });
  });

  it('names lines that belong to no message', async () => {
    expect(contents(await itemsOf(`PID|0\rPV1|0\r${first}\rFTS|1\rPID|9\r`))).toEqual([
      ['incomplete', 'PID|0\rPV1|0'],
      ['whole', first],
      ['incomplete', 'PID|9'],
    ]);
  });

  it('gives only the beginning of what is too large, and goes on', async () => {
    const large = `${first}|${'x'.repeat(50_000)}`;
    const items = await itemsOf(`${large}\r${second}`, { chunk: 1_000 });
    expect(items.map(({ kind }) => kind)).toEqual(['too-large', 'whole']);
    expect(items.map((item) => textOf(item).length)).toEqual([4_096, second.length]);
  });

  it('holds no more than a message allows, though a line never ends', async () => {
    const before = reachableBytes();
    // Freed by a thread of its own, some time after the collection.
    const isSmall = () => reachableBytes() - before < 10 * 1024 * 1024;
    let looks = 0;
    async function* endless() {
      yield await Promise.resolve(Buffer.from('MSH|^~\\&|'));
      for (let count = 1; count <= 200; count += 1) {
        yield Buffer.alloc(1 << 20, 'x');
        if (count % 40 !== 0) continue;
        await until('what is passed over to be let go', isSmall);
        looks += 1;
      }
    }
    for await (const item of messagesOfStream(endless(), 100_000)) expect(item.kind).toBe('too-large');
    expect(looks).toBe(5);
  });

  it('does not depend on how it is cut into chunks', async () => {
    const file = `FHS|x\r${first}\r\n${second}\rFTS\r\x0B${first}\r\x1C\r`;
    const whole = await itemsOf(file, { chunk: file.length });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: file.length }), async (chunk) => {
        expect(await itemsOf(file, { chunk })).toEqual(whole);
      }),
    );
  });

  it('loses no byte of any message', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('\r', '\n', '\r\n'), fc.stringMatching(/^[ -~]{0,30}$/)), { maxLength: 8 }),
        fc.integer({ min: 1, max: 50 }),
        async (lines, chunk) => {
          const message = `MSH|^~\\&|X${lines.map(([end, text]) => `${end}Z${text}`).join('')}`;
          expect((await itemsOf(message, { chunk })).map(textOf)).toEqual([message]);
        },
      ),
    );
  });
});

describe('a frame', () => {
  it('of one message stays untouched', () => {
    const bytes = Buffer.from(example('hilltop-dft-p03'));
    expect(messagesOfFrame(bytes)).toEqual([{ kind: 'whole', bytes }]);
  });

  it.each(['', 'nonsense', 'FHS|^~\\&\rFTS|0'])('that holds no message stays one: %s', (text) => {
    expect(messagesOfFrame(Buffer.from(text))).toMatchObject([{ kind: 'whole' }]);
  });
});
