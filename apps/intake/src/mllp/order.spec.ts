import { afterEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { HeldTaker } from '../testing/held-taker.js';
import { MllpBed } from '../testing/mllp-bed.js';
import { Turns } from './turns.js';

let bed: MllpBed;

afterEach(() => bed?.close());

const names = ['one', 'two', 'three', 'four', 'five', 'six'];

describe('answers', () => {
  it('go out in the order of the messages, whatever the order in which they are taken', async () => {
    const orders = fc.sample(fc.shuffledSubarray(names, { minLength: names.length }), { numRuns: 20, seed: 5 });
    for (const order of orders) {
      const taker = new HeldTaker();
      bed = await MllpBed.open(taker.take);
      const client = await bed.connect();
      client.send(...names);
      await taker.has(names.length);
      for (const name of order) taker.answer(name, `CA ${name}`, `AA ${name}`);
      expect(await client.has(names.length * 2)).toEqual(names.flatMap((name) => [`CA ${name}`, `AA ${name}`]));
      await bed.close();
    }
  });

  it('of one connection do not wait for those of another', async () => {
    const taker = new HeldTaker();
    bed = await MllpBed.open(taker.take);
    const [slow, quick] = [await bed.connect(), await bed.connect()];
    slow.send('slow');
    await taker.has(1);
    quick.send('quick');
    await taker.has(2);
    taker.answer('quick', 'AA quick');
    expect(await quick.has(1)).toEqual(['AA quick']);
    expect(slow.answers).toEqual([]);
  });
});

describe('a message that can not be taken', () => {
  it('gets no answer, nor do those behind it; earlier ones do, then the connection ends', async () => {
    const taker = new HeldTaker();
    bed = await MllpBed.open(taker.take);
    const client = await bed.connect();
    client.send(...names);
    await taker.has(names.length);
    taker.answer('three', 'AA three');
    taker.fail('two');
    taker.answer('one', 'AA one');
    expect(await client.end()).toEqual(['AA one']);
    await bed.hasClosed('taker-failed');
    // What is taken late meets a closed connection, and nothing breaks.
    for (const name of ['four', 'five', 'six']) taker.answer(name, 'AA');
    const next = await bed.connect();
    next.send('seven');
    await taker.has(7);
    taker.answer('seven', 'AA seven');
    expect(await next.has(1)).toEqual(['AA seven']);
  });

  it('is the last that is taken, even while an earlier one still waits', async () => {
    const taker = new HeldTaker();
    bed = await MllpBed.open(taker.take);
    const [client, other] = [await bed.connect(), await bed.connect()];
    client.send('one', 'two');
    await taker.has(2);
    taker.fail('two');
    client.send('three');
    // A way there and back, so that the third has arrived.
    other.send('four');
    await taker.has(3);
    taker.answer('four', 'AA four');
    await other.has(1);
    taker.answer('one', 'AA one');
    expect(await client.end()).toEqual(['AA one']);
    expect(taker.frames).toEqual(['one', 'two', 'four']);
  });

  it('is not the end of the others: a taker that throws at once, or answers what can not be framed', async () => {
    const lines: string[] = [];
    const note = (text: string): void => void lines.push(text);
    const logger = { fatal: note, error: note, warn: note, info: note, debug: note };
    bed = await MllpBed.open(
      (frame) => {
        const text = frame.kind === 'whole' ? frame.bytes.toString() : '';
        if (text === 'throws') throw new Error('at once');
        return Promise.resolve([Buffer.from(text === 'unframeable' ? 'MSA\x1c' : `AA ${text}`)]);
      },
      { logger },
    );
    const other = await bed.connect();
    for (const text of ['throws', 'unframeable']) {
      const client = await bed.connect();
      client.send('good', text, 'behind it');
      expect(await client.end()).toEqual(['AA good']);
    }
    other.send('other');
    expect(await other.has(1)).toEqual(['AA other']);
    expect(lines.filter((line) => line.startsWith('a message could not be taken'))).toHaveLength(2);
    expect(await bed.metric('ilium_mllp_frames_total', { outcome: 'failed' })).toBe(2);
  });
});

describe('turns', () => {
  it('hand out each answer once, in order, up to the first that is missing or failed', () => {
    const script = fc.array(fc.constantFrom('answer', 'nothing', 'fail'), { maxLength: 12 });
    fc.assert(
      fc.property(script, fc.infiniteStream(fc.nat()), (fates, chance) => {
        const turns = new Turns();
        const open = fates.map((fate, index) => ({ fate, index, settle: turns.begin() }));
        const out: string[] = [];
        let isBroken = false;
        while (open.length > 0) {
          const [next] = open.splice((chance.next().value ?? 0) % open.length, 1);
          next?.settle(next.fate === 'fail' ? 'failed' : Buffer.from(next.fate === 'answer' ? `${next.index}` : ''));
          const due = turns.due();
          out.push(...due.answers.map(String));
          isBroken = due.isBroken;
        }
        const failed = fates.indexOf('fail');
        const before = failed === -1 ? fates : fates.slice(0, failed);
        expect(out).toEqual(before.flatMap((fate, index) => (fate === 'answer' ? [`${index}`] : [])));
        expect(isBroken).toBe(failed !== -1);
      }),
    );
  });
});
