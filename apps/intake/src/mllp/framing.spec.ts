import { afterEach, describe, expect, it } from '@jest/globals';
import { echoes, MllpBed } from '../testing/mllp-bed.js';

let bed: MllpBed;

afterEach(() => bed.close());

describe('a listener', () => {
  it('answers good, bad and good that came in one segment', async () => {
    bed = await MllpBed.open(echoes);
    const client = await bed.connect();
    client.write('\x0bgood 1\x1c\r', 'bad\r\n', '\x0bno HL7 at all\x1c\r', '\x0bgood 2\x1c\r');
    expect(await client.has(3)).toEqual(['ack good 1', 'ack no HL7 at all', 'ack good 2']);
    expect(await bed.metric('ilium_mllp_noise_bytes_total')).toBe(5);
  });

  it('ends a message whose CR is missing at its FS, and merges it with nothing', async () => {
    bed = await MllpBed.open(echoes);
    const client = await bed.connect();
    client.write('\x0bone\x1c\x0btwo\x1c');
    expect(await client.has(2)).toEqual(['ack one', 'ack two']);
    client.write('\r\x0bthree\x1c');
    expect(await client.has(3)).toEqual(['ack one', 'ack two', 'ack three']);
    expect(await bed.metric('ilium_mllp_noise_bytes_total')).toBe(0);
  });

  it('lets a message that lost its end be answered as incomplete, and the next on its own', async () => {
    bed = await MllpBed.open(echoes);
    const client = await bed.connect();
    client.write('\x0bMSH|lost its end\r\x0btwo\x1c\r');
    expect(await client.has(2)).toEqual(['ack incomplete:MSH|lost its end\r', 'ack two']);
    expect(await bed.metric('ilium_mllp_frames_total', { kind: 'incomplete', outcome: 'answered' })).toBe(1);
  });

  it('takes a message without MSH-10 like any other: it is not for it to read', async () => {
    bed = await MllpBed.open(echoes);
    const client = await bed.connect();
    client.send('MSH|^~\\&|A|B|C|D|20260312||ADT^A01', '');
    expect(await client.has(2)).toEqual(['ack MSH|^~\\&|A|B|C|D|20260312||ADT^A01', 'ack ']);
  });

  it('writes several answers to one message, or none', async () => {
    bed = await MllpBed.open((frame) => {
      const text = frame.kind === 'whole' ? frame.bytes.toString() : '';
      return Promise.resolve(text === 'silent' ? [] : [Buffer.from(`CA ${text}`), Buffer.from(`AA ${text}`)]);
    });
    const client = await bed.connect();
    client.send('one', 'silent', 'two');
    expect(await client.has(4)).toEqual(['CA one', 'AA one', 'CA two', 'AA two']);
    expect(await bed.metric('ilium_mllp_frames_total', { outcome: 'unanswered' })).toBe(1);
  });

  it('says what was begun when the client has said all, and still answers', async () => {
    bed = await MllpBed.open(echoes);
    const client = await bed.connect();
    client.socket.end('\x0bone\x1c\r\x0btwo, cut');
    expect(await client.end()).toEqual(['ack one', 'ack incomplete:two, cut']);
    await bed.hasClosed('peer');
  });

  it('answers beyond the limit once, with the first bytes, and goes on', async () => {
    bed = await MllpBed.open(echoes, { limits: { frameBytes: 1_024 } });
    const client = await bed.connect();
    client.send(`MSH|${'x'.repeat(5_000)}`, 'two');
    const [first, second] = await client.has(2);
    expect(first).toMatch(/^ack too-large:MSH\|x{1020}$/);
    expect(second).toBe('ack two');
    expect(await bed.metric('ilium_mllp_frames_total', { kind: 'too-large' })).toBe(1);
  });
});
