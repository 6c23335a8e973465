import { describe, expect, it } from '@jest/globals';
import { readProcedureEvent } from '@ilium/contracts';
import { markedChart } from './chart-resources.js';
import { generate } from './generate.js';
import { imagineCourse } from './imagine-course.js';
import { toRecord, type Message } from './message.js';

const marker = 'CANARY7Q';
const options = { seed: 1, courses: 200 };
const plain: readonly Message[] = [...generate(options)];
const sung: readonly Message[] = [...generate({ ...options, marker })];

/** Every text in some data, under the name of its field. */
function textsIn(value: unknown, name = ''): readonly (readonly [name: string, text: string])[] {
  if (typeof value === 'string') return [[name, value]];
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, name));
  if (typeof value !== 'object' || value === null) return [];
  // What family a feed is of, and a person's family name, are two fields.
  return Object.entries(value).flatMap(([field, inner]) => textsIn(inner, name === 'feed' ? `feed.${field}` : field));
}

describe('a feed with a marker', () => {
  it('is the same feed but for the marker, with the same ids and keys', () => {
    const unmarked = sung.map((message) => JSON.stringify(message).replaceAll(new RegExp(`${marker}[- ]`, 'g'), ''));
    expect(unmarked).toEqual(plain.map((message) => JSON.stringify(message)));
    expect(sung.filter(({ event, key }) => `${event.id} ${event.source} ${key}`.includes(marker))).toEqual([]);
  });

  it('bears it in every identifier and every text, and in nothing else', () => {
    const texts = sung.flatMap(({ event }) => textsIn(event.data));
    const named = (isMarked: boolean) =>
      [...new Set(texts.filter(([, text]) => text.startsWith(marker) === isMarked).map(([name]) => name))].sort();
    expect(named(true)).toEqual(['display', 'family', 'location', 'lot', 'text', 'value']);
    expect(named(false).filter((name) => named(true).includes(name))).toEqual([]);
  });

  it('can be read at the public door', () => {
    const unread = sung.filter((message) => {
      const { value, headers } = toRecord(message);
      const asText = Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)]);
      return !readProcedureEvent({ value: Buffer.from(value ?? ''), headers: Object.fromEntries(asText) }).ok;
    });
    expect(unread).toEqual([]);
  });

  it('has its patients and visits in the chart by the same marker', () => {
    const records = markedChart(imagineCourse(1, 3), marker);
    const identifiers = records.flatMap((record) => textsIn(record)).filter(([name]) => name === 'value');
    expect(identifiers.length).toBeGreaterThan(1);
    expect(identifiers.filter(([, value]) => !value.startsWith(`${marker}-`))).toEqual([]);
  });
});
