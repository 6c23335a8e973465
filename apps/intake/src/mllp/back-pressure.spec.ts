import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import { liveMemory } from '../fuzz/process-memory.js';
import { HeldTaker } from '../testing/held-taker.js';
import { echoes, MllpBed, textOf, type RawClient } from '../testing/mllp-bed.js';
import type { Taker } from './taker.js';

const mebibyte = 1_024 * 1_024;
let bed: MllpBed;

afterEach(() => bed.close());

describe('a window', () => {
  it('bounds how many messages are taken at once, and how much is held: 20 000 frames with a slow taker', async () => {
    const taker = new HeldTaker();
    bed = await MllpBed.open(taker.take, { limits: { window: 64 } });
    const client = await bed.connect();
    const bodies = Array.from({ length: 20_000 }, (_, index) => `message ${index} ${'.'.repeat(200)}`);
    const before = await liveMemory();
    client.send(...bodies);
    await taker.has(64);
    // The client got rid of what the sockets' own buffers hold, and no more.
    expect(client.socket.writableLength).toBeGreaterThan(0);
    let most = await liveMemory();
    for (let taken = 0; taken < bodies.length; taken += 1) {
      await taker.has(taken + 1);
      taker.answer(bodies[taken] ?? '', `AA ${taken}`);
      if (taken % 5_000 === 0) most = Math.max(most, await liveMemory());
    }
    const answers = await client.has(bodies.length);
    expect(answers).toEqual(bodies.map((_, index) => `AA ${index}`));
    expect(taker.most).toBe(64);
    expect(most - before).toBeLessThan(25 * mebibyte);
  });

  it('counts bytes as well: large messages wait for each other', async () => {
    const taker = new HeldTaker();
    bed = await MllpBed.open(taker.take, { limits: { frameBytes: mebibyte } });
    const client = await bed.connect();
    const bodies = ['a', 'b', 'c', 'd', 'e'].map((name) => name.repeat(900 * 1_024));
    client.send(...bodies);
    for (const body of bodies) {
      await until('the message', () => taker.held.includes(body));
      taker.answer(body, body.slice(0, 1));
    }
    expect(await client.has(5)).toEqual(['a', 'b', 'c', 'd', 'e']);
    // Two limits, and the one that passes them.
    expect(taker.most).toBeLessThanOrEqual(3);
  });
});

describe('a message without an end', () => {
  it('is not held, and keeps nobody waiting: 48 MB while another client is answered', async () => {
    bed = await MllpBed.open(echoes);
    const [endless, other] = [await bed.connect(), await bed.connect()];
    const before = await liveMemory();
    const block = Buffer.alloc(mebibyte, 'x');
    endless.write('\x0bMSH|endless|');
    let slowest = 0;
    for (let sent = 0; sent < 48; sent += 1) {
      const begun = performance.now();
      other.send(`message ${sent}`);
      const taken = new Promise<void>((resolve) => endless.socket.write(block, () => resolve()));
      await other.has(sent + 1);
      slowest = Math.max(slowest, performance.now() - begun);
      await taken;
    }
    expect(slowest).toBeLessThan(2_000);
    const [answer] = await endless.has(1);
    expect(answer).toMatch(/^ack too-large:MSH\|endless\|x+$/);
    expect((await liveMemory()) - before).toBeLessThan(5 * mebibyte);
    // Its end comes after all, and the connection is as good as before.
    endless.write('\x1c\r\x0bnext\x1c\r');
    expect((await endless.has(2))[1]).toBe('ack next');
  });

  it('ends its connection when another 64 MiB came', async () => {
    bed = await MllpBed.open(echoes, { limits: { frameBytes: 1_024 } });
    const client = await bed.connect();
    const block = Buffer.alloc(mebibyte, 'x');
    client.write('\x0bMSH|');
    for (let sent = 0; sent < 66 && !client.hasEnded; sent += 1) {
      await new Promise<void>((resolve) => client.socket.write(block, () => resolve()));
    }
    expect(await client.end()).toHaveLength(1);
    await bed.hasClosed('endless-frame');
  });
});

describe('a client that never reads its answers', () => {
  const many = Array.from({ length: 1_000 }, (_, index) => `message ${index} ${'.'.repeat(200)}`);
  const answer = Buffer.alloc(64 * 1_024, 'a');
  let taken: number;
  const answersAtLength: Taker = (frame) => {
    taken += 1;
    return Promise.resolve([textOf(frame).startsWith('message') ? answer : Buffer.from('AA')]);
  };

  /** A client that sends without reading, once nothing of it is taken any more. */
  async function deafClient(): Promise<RawClient> {
    taken = 0;
    const client = await bed.connect();
    client.socket.pause();
    client.send(...many);
    let seen = -1;
    await until('nothing taken', () => taken > 0 && seen === (seen = taken));
    return client;
  }

  it('is no longer read, and closed after a while; nobody else waits for it', async () => {
    bed = await MllpBed.open(answersAtLength, { limits: { window: 16 }, patience: { unreadMs: 1_000 } });
    await deafClient();
    // What the sockets' own buffers take of answers, and no more.
    expect(taken).toBeLessThan(500);
    const other = await bed.connect();
    other.send('other');
    expect(await other.has(1)).toEqual(['AA']);
    await bed.hasClosed('unread-answers');
    expect(taken).toBeLessThan(500);
    expect(bed.listener.connections).toBe(1);
  });

  it('is served on when it does read in time', async () => {
    bed = await MllpBed.open(answersAtLength, { limits: { window: 16 }, patience: { unreadMs: 5_000 } });
    const late = await deafClient();
    late.socket.resume();
    expect(await late.has(many.length)).toHaveLength(many.length);
    // Meanwhile another one's time is over, so that the first one's was too.
    await deafClient();
    await bed.hasClosed('unread-answers');
    late.send('the next');
    expect((await late.has(many.length + 1)).at(-1)).toBe('AA');
  });
});

describe('a pause', () => {
  it('stops reading on every connection, loses nothing, and answers what was taken', async () => {
    const taker = new HeldTaker();
    bed = await MllpBed.open(taker.take);
    const [first, second] = [await bed.connect(), await bed.connect()];
    first.send('one');
    await taker.has(1);
    bed.listener.pause('database');
    bed.listener.pause('outbox');
    expect(bed.listener.pausedBy).toEqual(['database', 'outbox']);
    expect(await bed.metric('ilium_mllp_paused')).toBe(1);
    first.send('two');
    second.send('three');
    const late = await bed.connect();
    late.send('four');
    taker.answer('one', 'AA one');
    expect(await first.has(1)).toEqual(['AA one']);
    await until('the third connection', () => bed.listener.connections === 3);
    bed.listener.resume('outbox');
    expect(taker.frames).toEqual(['one']);
    bed.listener.resume('database');
    await taker.has(4);
    expect(taker.frames.toSorted()).toEqual(['four', 'one', 'three', 'two']);
    expect(bed.listener.pausedBy).toEqual([]);
  });
});
