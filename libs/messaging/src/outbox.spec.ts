import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { decodeRecords, encodeRecords, type OutboxRecord } from './outbox.js';

const bytes = fc.oneof(
  fc.constant(null),
  fc.string({ unit: 'binary' }),
  fc.uint8Array().map((array) => Buffer.from(array)),
);
const headerValue = fc.oneof(
  fc.string(),
  fc.uint8Array().map((array) => Buffer.from(array)),
);
const record: fc.Arbitrary<OutboxRecord> = fc.record({
  topic: fc.constantFrom('parked', 'fhir-bundles'),
  key: bytes,
  value: bytes,
  headers: fc.dictionary(fc.string(), fc.oneof(headerValue, fc.array(headerValue))),
});

/** What Kafka gets to see. */
function asBytes({ topic, key, value, headers = {} }: OutboxRecord) {
  const raw = (one: Buffer | string | null | undefined) => (typeof one === 'string' ? Buffer.from(one) : (one ?? null));
  const rawHeaders = Object.entries(headers).map(([name, one]) => [name, Array.isArray(one) ? one.map(raw) : raw(one)]);
  return { topic, key: raw(key), value: raw(value), headers: rawHeaders };
}

describe('an outbox row', () => {
  it('keeps every byte of keys, values and headers, in text that PostgreSQL takes', () => {
    fc.assert(
      fc.property(fc.array(record), (records) => {
        const text = encodeRecords(records);
        expect(text).not.toContain('\0');
        expect(decodeRecords(text).map(asBytes)).toEqual(records.map(asBytes));
      }),
    );
  });

  it('keeps a timestamp only where one is set', () => {
    const base = { topic: 'parked', key: null, value: 'x' } as const;
    const [without, withOne] = decodeRecords(encodeRecords([base, { ...base, timestamp: 5 }]));
    expect(without).not.toHaveProperty('timestamp');
    expect(withOne?.timestamp).toBe(5);
  });
});
