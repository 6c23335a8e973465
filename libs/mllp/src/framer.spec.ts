import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { frame } from './frame.js';
import { Framer, type Finding, type FramerOptions } from './framer.js';
import { MllpError } from './mllp-error.js';

const VT = '\x0b';
const FS = '\x1c';
const CR = '\r';

/** What a framer finds in chunks; bytes as text, so that failures can be read. */
function findings(chunks: readonly (string | Buffer)[], options: FramerOptions = { frameBytes: 1_024 }) {
  const framer = new Framer(options);
  const found = chunks.flatMap((chunk) => allOf(framer, Buffer.from(chunk)));
  const left = framer.end();
  return { found: left === undefined ? found : [...found, shown(left)], noise: framer.noiseBytes };
}

function allOf(framer: Framer, chunk: Buffer): string[] {
  framer.push(chunk);
  const found: string[] = [];
  for (let finding = framer.next(); finding !== undefined; finding = framer.next()) found.push(shown(finding));
  return found;
}

function shown(finding: Finding): string {
  if (finding.kind === 'endless') return 'endless';
  const bytes = finding.kind === 'whole' ? finding.bytes : finding.firstBytes;
  return `${finding.kind}:${bytes.toString('latin1')}`;
}

describe('a framer', () => {
  it('finds several frames in one chunk', () => {
    expect(findings([`${VT}one${FS}${CR}${VT}two${FS}${CR}`])).toEqual({ found: ['whole:one', 'whole:two'], noise: 0 });
  });

  it('finds a frame whose every byte comes alone', () => {
    expect(findings([VT, 'o', 'n', 'e', FS, CR])).toEqual({ found: ['whole:one'], noise: 0 });
  });

  it('ends a frame at FS, whether CR follows at once, later or never', () => {
    expect(findings([`${VT}one${FS}${VT}two${FS}`, CR, `${VT}three${FS}`])).toEqual({
      found: ['whole:one', 'whole:two', 'whole:three'],
      noise: 0,
    });
  });

  it('takes one CR behind FS for its own, and no other byte', () => {
    expect(findings([`${VT}one${FS}`, `${CR}${CR}\n`]).noise).toBe(2);
  });

  it('drops and counts what stands between frames', () => {
    expect(findings([`GET / HTTP/1.1${CR}\n${VT}one${FS}${CR}\n\0${FS}${VT}two${FS}${CR}`])).toEqual({
      found: ['whole:one', 'whole:two'],
      noise: 19,
    });
  });

  it('never merges a frame with the next one that begins inside it', () => {
    expect(findings([`${VT}MSH|lost its end`, `${CR}PID|${VT}two${FS}${CR}`])).toEqual({
      found: [`incomplete:MSH|lost its end${CR}PID|`, 'whole:two'],
      noise: 0,
    });
  });

  it('takes a doubled VT for noise, since nothing was lost', () => {
    expect(findings([`${VT}${VT}one${FS}${CR}`])).toEqual({ found: ['whole:one'], noise: 1 });
  });

  it('hands out an empty frame as it is', () => {
    expect(findings([`${VT}${FS}${CR}`])).toEqual({ found: ['whole:'], noise: 0 });
  });

  it('keeps a CR or LF at the end of a body', () => {
    expect(findings([`${VT}one${CR}\n${FS}${CR}`]).found).toEqual([`whole:one${CR}\n`]);
  });

  it('keeps only the first bytes of a frame that is not taken', () => {
    expect(findings([`${VT}abcdefgh${VT}two${FS}`], { frameBytes: 100, firstBytes: 4 }).found).toEqual([
      'incomplete:abcd',
      'whole:two',
    ]);
  });

  it('takes a frame of exactly the limit, and reports one byte more as too large, once', () => {
    const options = { frameBytes: 8, firstBytes: 4 };
    expect(findings([`${VT}abcdefgh${FS}${CR}`], options).found).toEqual(['whole:abcdefgh']);
    expect(findings([`${VT}abcdefghi`, 'jklmnop', `q${FS}${CR}${VT}two${FS}`], options)).toEqual({
      found: ['too-large:abcd', 'whole:two'],
      noise: 0,
    });
  });

  it('reports too large as soon as the limit is passed, not at the end of the frame', () => {
    const framer = new Framer({ frameBytes: 8 });
    expect(allOf(framer, Buffer.from(`${VT}abcdefghi`))).toEqual(['too-large:abcdefgh']);
    expect(framer.heldBytes).toBe(0);
  });

  it('goes on with the frame that begins inside one that is too large', () => {
    expect(findings([`${VT}abcdefghi${VT}two${FS}`], { frameBytes: 8, firstBytes: 2 }).found).toEqual([
      'too-large:ab',
      'whole:two',
    ]);
  });

  it('gives up after so many dropped bytes without an end, and finds nothing any more', () => {
    const options = { frameBytes: 4, firstBytes: 2, droppedBytes: 6 };
    expect(findings([`${VT}abcd123456`, '7', `${FS}${VT}two${FS}`], options).found).toEqual([
      'too-large:ab',
      'endless',
    ]);
  });

  it('says what was begun when the bytes end', () => {
    expect(findings([`${VT}one${FS}${CR}${VT}tw`]).found).toEqual(['whole:one', 'incomplete:tw']);
  });

  it('numbers the frame that is open', () => {
    const framer = new Framer({ frameBytes: 8 });
    expect(framer.openFrame).toBeUndefined();
    allOf(framer, Buffer.from(`${VT}one`));
    expect(framer.openFrame).toBe(1);
    allOf(framer, Buffer.from(`${FS}${CR}${VT}two`));
    expect(framer.openFrame).toBe(2);
    allOf(framer, Buffer.from(FS));
    expect(framer.openFrame).toBeUndefined();
  });

  it('refuses a chunk while the one before has findings left', () => {
    const framer = new Framer({ frameBytes: 8 });
    framer.push(Buffer.from(`${VT}a${FS}${VT}b${FS}`));
    framer.next();
    expect(() => framer.push(Buffer.from('c'))).toThrow('call next() to its end');
  });
});

describe('any bytes', () => {
  /** Bytes in which those that frame are frequent. */
  const hostile = fc.array(fc.constantFrom(0x0b, 0x1c, 0x0d, 0x0a, 0x00, 0x41, 0xff), { maxLength: 200 });
  const options = { frameBytes: 12, firstBytes: 5, droppedBytes: 20 };

  it('give the same findings however they are cut', () => {
    fc.assert(
      fc.property(hostile, fc.array(fc.nat(200), { maxLength: 20 }), (bytes, cuts) => {
        const whole = Buffer.from(bytes);
        const borders = [0, ...cuts.filter((cut) => cut < whole.length).toSorted((a, b) => a - b), whole.length];
        const chunks = borders.slice(1).map((border, index) => whole.subarray(borders[index], border));
        expect(findings(chunks, options)).toEqual(findings([whole], options));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never make it hold more than the limit', () => {
    fc.assert(
      fc.property(hostile, (bytes) => {
        const framer = new Framer(options);
        const held = bytes.map((byte) => {
          allOf(framer, Buffer.from([byte]));
          return framer.heldBytes;
        });
        expect(Math.max(0, ...held)).toBeLessThanOrEqual(options.frameBytes);
      }),
    );
  });

  it('come back as they were framed, whatever stands in them but VT and FS', () => {
    const body = fc
      .uint8Array({ maxLength: 1_024 })
      .map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 0x0b && byte !== 0x1c)));
    fc.assert(
      fc.property(fc.array(body, { maxLength: 5 }), (bodies) => {
        expect(findings([frame(...bodies)]).found).toEqual(bodies.map((each) => `whole:${each.toString('latin1')}`));
      }),
    );
  });
});

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** Of objects and buffers, without garbage. */
function reachableBytes(): number {
  if (typeof collect === 'function') collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

describe('the work of a framer', () => {
  it('grows with the bytes, not with their square: 2 MiB of VT, and a frame of single bytes', () => {
    const starts = Buffer.alloc(2 * 1_024 * 1_024, VT);
    expect(findings([starts])).toEqual({ found: [], noise: starts.length - 1 });
    const framer = new Framer({ frameBytes: 4 * 1_024 * 1_024 });
    const before = reachableBytes();
    allOf(framer, Buffer.from(VT));
    for (let count = 0; count < 500_000; count += 1) {
      framer.push(Buffer.from('a'));
      framer.next();
    }
    expect(framer.heldBytes).toBeLessThanOrEqual(512 * 1_024);
    expect(reachableBytes() - before).toBeLessThan(2 * 1_024 * 1_024);
  });

  it('keeps no chunk alive: findings are copies', () => {
    const framer = new Framer({ frameBytes: 64 });
    const chunk = Buffer.from(`${VT}one${FS}${CR}${VT}tw`);
    framer.push(chunk);
    const first = framer.next();
    framer.next();
    chunk.fill('x');
    framer.push(Buffer.from(`o${FS}`));
    expect([first, framer.next()].map((finding) => finding && shown(finding))).toEqual(['whole:one', 'whole:two']);
  });
});

describe('a body with VT or FS', () => {
  it.each([VT, FS])('can not be framed: its receiver would cut it there', (byte) => {
    expect(() => frame(Buffer.from(`one${byte}two`))).toThrow(MllpError);
    // U+1C41 in UTF-16
    expect(() => frame(Buffer.from('\u1c41', 'utf16le'))).toThrow('UTF-16');
  });
});
