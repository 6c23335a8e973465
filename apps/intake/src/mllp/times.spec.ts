import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, platform } from 'node:os';
import { afterEach, describe, expect, it } from '@jest/globals';
import { registeredWhere } from '../../../../dev/src/registered-where.js';
import { until } from '../../../../dev/src/test-environment.js';
import { HeldTaker } from '../testing/held-taker.js';
import { echoes, MllpBed, RawClient } from '../testing/mllp-bed.js';

let bed: MllpBed;

afterEach(() => bed.close());

describe('a connection', () => {
  it('on which nothing comes is closed, be its peer silent or gone (half-open)', async () => {
    bed = await MllpBed.open(echoes, { limits: { idleSeconds: 0.1 } });
    const client = await bed.connect();
    expect(await client.end()).toEqual([]);
    await bed.hasClosed('idle');
  });

  it('is gone soon after its end, also where the peer keeps its own end open', async () => {
    bed = await MllpBed.open(echoes, { limits: { idleSeconds: 0.05 }, patience: { lingerMs: 50 } });
    const socket = connect({ port: bed.listener.port, host: '127.0.0.1', allowHalfOpen: true });
    const client = new RawClient(socket);
    await client.end();
    await bed.hasClosed('idle');
    socket.destroy();
    expect(bed.listener.connections).toBe(0);
  });

  it('is not idle while its message waits for an answer', async () => {
    const taker = new HeldTaker();
    bed = await MllpBed.open(taker.take, { limits: { idleSeconds: 0.05 } });
    const client = await bed.connect();
    client.send('one');
    await taker.has(1);
    const silent = await bed.connect();
    await silent.end();
    client.send('two');
    await taker.has(2);
    taker.answer('one', 'AA one');
    taker.answer('two', 'AA two');
    expect(await client.end()).toEqual(['AA one', 'AA two']);
    await bed.hasClosed('idle', 2);
  });

  it('is not idle, nor its frame overdue, while it is we who do not read', async () => {
    const limits = { idleSeconds: 0.05, frameSeconds: 0.05 };
    bed = await MllpBed.open(echoes, { limits });
    const client = await bed.connect();
    client.write('\x0bbegun');
    await until('the beginning', async () => (await bed.metric('ilium_mllp_received_bytes_total')) === 6);
    bed.listener.pause('database');
    // Where nothing is paused, both times pass meanwhile.
    const elsewhere = await MllpBed.open(echoes, { limits });
    const [overdue, silent] = [await elsewhere.connect(), await elsewhere.connect()];
    overdue.write('\x0bbegun');
    await Promise.all([overdue.end(), silent.end()]);
    await elsewhere.close();
    expect(bed.listener.connections).toBe(1);
    bed.listener.resume('database');
    client.write(', ended\x1c\r');
    expect(await client.has(1)).toEqual(['ack begun, ended']);
  });

  it('whose message does not end in its time is answered and closed, however steadily its bytes drip', async () => {
    bed = await MllpBed.open(echoes, { limits: { frameSeconds: 0.1 } });
    const client = await bed.connect();
    client.write('\x0bMSH|');
    const drip = setInterval(() => client.write('x'), 10);
    const answers = await client.end();
    clearInterval(drip);
    expect(answers).toEqual([expect.stringMatching(/^ack incomplete:MSH\|x+$/)]);
    await bed.hasClosed('frame-time-out');
  });

  it('may be as slow as it likes between messages', async () => {
    bed = await MllpBed.open(echoes, { limits: { frameSeconds: 0.05 } });
    const [client, loris] = [await bed.connect(), await bed.connect()];
    client.send('one');
    loris.write('\x0bMSH|');
    await loris.end();
    client.send('two');
    expect(await client.has(2)).toEqual(['ack one', 'ack two']);
  });

  it('beyond the limit is closed at once and counted; when one goes, the next may come', async () => {
    bed = await MllpBed.open(echoes, { limits: { connections: 2 } });
    const [first, second] = [await bed.connect(), await bed.connect()];
    first.send('one');
    second.send('two');
    expect([await first.has(1), await second.has(1)]).toEqual([['ack one'], ['ack two']]);
    const third = await bed.connect();
    expect(await third.end()).toEqual([]);
    expect(await bed.metric('ilium_mllp_refused_connections_total', { reason: 'limit' })).toBe(1);
    first.socket.destroy();
    await until('the place', () => bed.listener.connections === 1);
    const fourth = await bed.connect();
    fourth.send('four');
    expect(await fourth.has(1)).toEqual(['ack four']);
  });

  it('that its client resets is gone, with what was taken of it', async () => {
    const taker = new HeldTaker();
    bed = await MllpBed.open(taker.take);
    const client = await bed.connect();
    client.send('one');
    await taker.has(1);
    client.socket.resetAndDestroy();
    await bed.hasClosed('broken');
    taker.answer('one', 'AA one');
    await until('nothing running', () => bed.listener.running === 0);
    expect(await bed.metric('ilium_mllp_connections')).toBe(0);
    expect(await bed.metric('ilium_mllp_waiting')).toBe(0);
  });
});

registeredWhere(platform() === 'linux', "probing of silent peers (needs Linux's /proc/net/tcp)", () => {
  describe('a silent peer', () => {
    it('is probed by TCP, so that one that is gone is found out (half-open)', async () => {
      bed = await MllpBed.open(echoes);
      const client = await bed.connect();
      client.send('one');
      await client.has(1);
      // The second number of a timer is 02 while keep-alive waits to probe (proc(5), /proc/net/tcp).
      const port = (number: number): string => number.toString(16).toUpperCase().padStart(4, '0');
      const ours = ` 0100007F:${port(bed.listener.port)} 0100007F:${port(client.socket.localPort ?? 0)} `;
      await until('the probe', () =>
        readFileSync('/proc/net/tcp', 'latin1')
          .split('\n')
          .some((line) => line.includes(ours) && / 02:[0-9A-F]{8} /.test(line)),
      );
      expect(bed.listener.connections).toBe(1);
    });
  });
});

describe('closing', () => {
  it('takes nothing more, and lets what was taken be answered', async () => {
    const taker = new HeldTaker();
    bed = await MllpBed.open(taker.take, { patience: { closeMs: 10_000 } });
    const { port } = bed.listener;
    const [client, silent] = [await bed.connect(), await bed.connect()];
    client.send('one', 'two');
    await taker.has(2);
    const closing = bed.listener.close();
    client.send('three');
    await silent.end();
    taker.answer('two', 'AA two');
    taker.answer('one', 'AA one');
    expect(await client.end()).toEqual(['AA one', 'AA two']);
    for (const { socket } of [client, silent]) socket.end();
    await closing;
    expect(taker.frames).toEqual(['one', 'two']);
    await expect(RawClient.connect(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await bed.hasClosed('stopping', 2);
  });

  it('does not wait for ever: neither for a taker, nor for a client that keeps its end open', async () => {
    const taker = new HeldTaker();
    bed = await MllpBed.open(taker.take, { patience: { closeMs: 100, lingerMs: 100_000 } });
    const client = await bed.connect();
    client.send('one');
    await taker.has(1);
    await bed.listener.close();
    expect(await client.end()).toEqual([]);
  });
});

describe('starting', () => {
  it('on a taken port fails, and says what to do', async () => {
    bed = await MllpBed.open(echoes);
    const { port } = bed.listener;
    await expect(MllpBed.open(echoes, { port })).rejects.toThrow(
      `Listener door-1 can't listen on 127.0.0.1:${port} (EADDRINUSE). Free the port, or change host or port in the site file.`,
    );
  });
});

const otherAddress = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

registeredWhere(otherAddress !== undefined, 'listening on loopback alone (no other address here)', () => {
  describe('a listener without a host in the site file', () => {
    it('can be reached from this machine alone', async () => {
      bed = await MllpBed.open(echoes);
      await expect(RawClient.connect(bed.listener.port, otherAddress)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      const client = await bed.connect();
      client.send('one');
      expect(await client.has(1)).toEqual(['ack one']);
    });
  });
});
