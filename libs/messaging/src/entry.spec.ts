import { readCloudEvent } from '@ilium/contracts';
import { describe, expect, it } from '@jest/globals';
import { digestOf, plausibleTime, readEntry, reinjectedHeader } from './entry.js';
import type { KafkaRecord } from './record.js';

const record = (value: unknown, headers: KafkaRecord['headers'] = {}): KafkaRecord => ({
  topic: 'the.topic',
  partition: 3,
  offset: 17n,
  key: null,
  value: value === null ? null : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
  headers,
  timestamp: Date.UTC(2026, 0, 1),
});
const event = (id: string) => ({ specversion: '1.0', id, source: '/a', type: 't', data: 1 });

describe('reading a record', () => {
  it("takes source and id of the CloudEvent, also where only the topic's schema is broken", () => {
    expect(readEntry(record(event('x')), readCloudEvent).identity).toEqual({ source: '/a', id: 'x' });
    const refuse = () => ({ ok: false, reason: 'schema-violation', detail: 'data.side' }) as const;
    const entry = readEntry(record(event('x')), refuse);
    expect(entry.identity).toEqual({ source: '/a', id: 'x' });
    expect(entry.unreadable).toEqual({ kind: 'parked', reason: 'schema-violation', detail: 'data.side' });
  });

  it('takes topic, partition and offset where there is no CloudEvent', () => {
    for (const value of ['not json', '{}', '', null]) {
      expect(readEntry(record(value), readCloudEvent).identity).toEqual({ source: 'the.topic', id: '3/17' });
    }
  });

  it('takes the digest of an id that an index row of PostgreSQL can not hold', () => {
    const read = (id: string) =>
      readEntry(record('{}'), () => ({ ok: true, event: { ...event(id), specversion: '1.0' } }));
    expect(read('a\0b').identity.id).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(read('x'.repeat(1_001)).identity.id).toMatch(/^sha256:/);
    expect(read('x'.repeat(1_000)).identity.id).toBe('x'.repeat(1_000));
    expect(read('a\0b').identity).toEqual(read('a\0b').identity);
    expect(read('a\0b').identity).not.toEqual(read('a\0c').identity);
  });

  it('takes the inbox row that a re-injection names, and ignores a header that names none', () => {
    const reinjected = readEntry(record(event('new'), { [reinjectedHeader]: '["/a","old"]' }), readCloudEvent);
    expect(reinjected).toMatchObject({ identity: { source: '/a', id: 'old' }, reinjected: true });
    for (const header of ['', '[]', '{"source":1}', 'no json']) {
      const entry = readEntry(record(event('new'), { [reinjectedHeader]: header }), readCloudEvent);
      expect(entry).toMatchObject({ identity: { source: '/a', id: 'new' }, reinjected: false });
    }
  });

  it('parks what the reader itself fails on', () => {
    const failing = () => {
      throw new TypeError('value of a patient');
    };
    const { unreadable } = readEntry(record(event('x')), failing);
    expect(unreadable).toMatchObject({ kind: 'parked', reason: 'handler-error' });
    expect(JSON.stringify(unreadable)).not.toContain('patient');
  });

  it('digests the bytes of the value', () => {
    expect(digestOf(Buffer.from('a'))).toBe(digestOf(Buffer.from('a')));
    expect(digestOf(Buffer.from('a'))).not.toBe(digestOf(Buffer.from('b')));
    expect(digestOf(null)).toBe(digestOf(Buffer.alloc(0)));
  });

  it('counts a message with an impossible timestamp as received now', () => {
    const now = Date.UTC(2026, 5, 1);
    for (const timestamp of [-1, 0, Number.NaN, now * 1000, now + 2 * 86_400_000]) {
      expect(plausibleTime(timestamp, now).getTime()).toBe(now);
    }
    expect(plausibleTime(now - 5, now).getTime()).toBe(now - 5);
  });
});
