import { describe, expect, it } from '@jest/globals';
import { binaryModeHeaders, readCloudEvent, type RawRecord } from './cloud-event.js';

const attributes = { specversion: '1.0', id: 'e-1', source: 'urn:test:source', type: 'test.type.v1' } as const;
const structuredMode = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
const binaryMode = {
  'content-type': 'application/json',
  ce_specversion: '1.0',
  ce_id: 'e-1',
  ce_source: 'urn:test:source',
  ce_type: 'test.type.v1',
};

function record(value: unknown, headers: RawRecord['headers'] = {}): RawRecord {
  return { value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), headers };
}

function reasonOf(raw: RawRecord): string {
  const read = readCloudEvent(raw);
  return read.ok ? 'read' : read.reason;
}

describe('structured mode', () => {
  const event = { ...attributes, time: '2026-03-12T10:05:00-04:00', sequence: '42', data: { answer: 42 } };

  it.each([
    ['application/cloudevents+json'],
    ['application/cloudevents+json; charset=UTF-8'],
    ['APPLICATION/CloudEvents+JSON'],
    ['application/json'],
    [undefined],
  ])('is read with content type %s', (contentType) => {
    expect(readCloudEvent(record(event, { 'content-type': contentType }))).toEqual({ ok: true, event });
  });

  it('wins over copies of the attributes in the headers', () => {
    const headers = { ...binaryMode, 'content-type': 'Application/CloudEvents+json', ce_id: 'another' };
    expect(readCloudEvent(record(event, headers))).toEqual({ ok: true, event });
  });

  it('takes null for an attribute that is not there', () => {
    const nulls = { ...attributes, time: null, sequence: null, datacontenttype: null };
    expect(readCloudEvent(record(nulls))).toEqual({ ok: true, event: attributes });
  });

  it('leaves other extensions out', () => {
    const read = readCloudEvent(record({ ...event, traceparent: '00-1', subject: 'who' }));
    expect(read).toEqual({ ok: true, event });
  });

  it('ignores a byte order mark', () => {
    expect(readCloudEvent(record(`\uFEFF${JSON.stringify(event)}`))).toEqual({ ok: true, event });
  });

  it.each([['null'], ['5'], ['true'], ['"text"'], ['[]'], ['[{"specversion":"1.0"}]'], ['{}']])(
    'refuses %s as no CloudEvent',
    (text) => {
      expect(reasonOf(record(text, structuredMode))).toBe('not-a-cloud-event');
    },
  );

  it.each([
    ['specversion', '0.3'],
    ['id', ''],
    ['id', 7],
    ['id', 'a\u0000b'],
    ['id', '\ud800'],
    ['source', 'line\nbreak'],
    ['type', undefined],
    ['time', '2026-03-12 10:05'],
    ['time', '2026-03-12T10:05:00'],
    ['sequence', 42],
    ['sequence', '-1'],
    ['sequence', '1234567890123456'],
  ])('refuses %s %j and names the attribute', (name, value) => {
    const read = readCloudEvent(record({ ...event, [name]: value }));
    expect(read).toMatchObject({ ok: false, reason: 'not-a-cloud-event' });
    expect(read).toHaveProperty('detail', expect.stringMatching(new RegExp(`^${name}: `)));
  });
});

describe('binary mode', () => {
  it('takes attributes from the headers and the whole value as data', () => {
    const headers = { ...binaryMode, ce_time: '2026-03-12T14:05:00Z', ce_sequence: '7', ce_data: 'no', ce_other: 'x' };
    expect(readCloudEvent(record({ id: 'of the data' }, headers))).toEqual({
      ok: true,
      event: {
        ...attributes,
        time: '2026-03-12T14:05:00Z',
        sequence: '7',
        datacontenttype: 'application/json',
        data: { id: 'of the data' },
      },
    });
  });

  it('needs no content type', () => {
    expect(reasonOf(record({}, { ...binaryMode, 'content-type': undefined }))).toBe('read');
  });

  it.each([['null'], ['5'], ['"text"'], ['[1]']])('takes %s for data', (text) => {
    expect(readCloudEvent(record(text, binaryMode))).toMatchObject({ ok: true, event: { data: JSON.parse(text) } });
  });

  it.each([['ce_specversion'], ['ce_id'], ['ce_source'], ['ce_type']])('names a missing %s', (name) => {
    const read = readCloudEvent(record({}, { ...binaryMode, [name]: undefined }));
    expect(read).toEqual({
      ok: false,
      reason: 'not-a-cloud-event',
      detail: expect.stringMatching(new RegExp(`^${name.slice('ce_'.length)}: `)),
    });
  });

  it('trap 22: headers are ce_ and a name on Kafka, the content type has no prefix, and they read back', () => {
    const headers = binaryModeHeaders({
      ...attributes,
      time: undefined,
      sequence: '9',
      contentType: 'application/json',
    });
    expect(headers).toEqual({ ...binaryMode, ce_sequence: '9' });
    expect(readCloudEvent(record({}, headers))).toMatchObject({ ok: true, event: { ...attributes, sequence: '9' } });
  });
});

describe('what is not JSON', () => {
  it.each([
    ['empty', null],
    ['empty', Buffer.alloc(0)],
    ['not-json', Buffer.from('   ')],
    ['not-json', Buffer.from('{"specversion":')],
    ['not-json', Buffer.from('undefined')],
    ['not-json', Buffer.from('{} {}')],
    ['not-json', Buffer.from('\uFEFF')],
    ['not-json', Buffer.from('\uFEFF\uFEFF{}')],
    ['not-json', Buffer.from('{"a":"\xff"}', 'latin1')],
    ['not-json', Buffer.from('{}', 'utf16le').subarray(0, 3)],
    ['not-json', Buffer.from('\uFEFF{}', 'utf16le')],
  ])('is %s: %j', (reason, value) => {
    expect(reasonOf({ value, headers: {} })).toBe(reason);
    expect(reasonOf({ value, headers: binaryMode })).toBe(reason);
  });
});

describe('hostile content', () => {
  it('can not set a prototype', () => {
    const text = `{"__proto__":{"specversion":"1.0","polluted":1},"constructor":{"prototype":{"polluted":1}}}`;
    expect(reasonOf(record(text))).toBe('not-a-cloud-event');
    const read = readCloudEvent(record(text.replace('{', `{${JSON.stringify(attributes).slice(1, -1)},`)));
    expect(read).toEqual({ ok: true, event: attributes });
    expect(read.ok && Object.getPrototypeOf(read.event)).toBe(Object.prototype);
    expect(readCloudEvent(record({}, { ...binaryMode, ['ce___proto__']: 'x' }))).toMatchObject({ ok: true });
    expect({}).not.toHaveProperty('polluted');
  });

  it('may be nested deeply', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    expect(['read', 'not-json']).toContain(reasonOf(record(deep, binaryMode)));
    expect(['not-a-cloud-event', 'not-json']).toContain(reasonOf(record(deep)));
  });
});
