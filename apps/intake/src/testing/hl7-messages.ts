import { loadSite, type Listener, type Site } from '@ilium/site';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMessage, type Reading } from '../hl7/read-message.js';

/** What tests of HL7 v2 share: example messages, the two example sites, and a way to read a message. */

const root = join(import.meta.dirname, '../../../..');

export function example(name: string): string {
  return readFileSync(join(root, 'examples/hl7', `${name}.hl7`), 'utf8');
}

export const hilltop = loadSite(join(root, 'config/sites/hilltop.yaml'));
export const lakeside = loadSite(join(root, 'config/sites/lakeside.yaml'));

export const receivedAt = Date.parse('2026-04-01T12:00:00Z');

export type ReadingListener = Pick<Listener, 'charset' | 'nak' | 'replay'>;
export const structural: ReadingListener = { charset: 'UTF-8', nak: 'structural', replay: false };
export const strict: ReadingListener = { ...structural, nak: 'strict' };

export function read(message: string | Uint8Array, site: Site = hilltop, listener = structural): Reading {
  const bytes = typeof message === 'string' ? Buffer.from(message) : message;
  return readMessage(bytes, { site, listener, receivedAt });
}

export type Taken = Reading & { readonly fate: 'taken' };

/** Reads a message that has to be taken. */
export function taken(message: string | Uint8Array, site: Site = hilltop, listener = structural): Taken {
  const reading = read(message, site, listener);
  if (reading.fate !== 'taken') throw new Error(`taken expected, ${reading.fate} received`);
  return reading;
}

/** A message with another content of one field: `withField(text, 'PR1', 20, 'D')`; of the first segment of the name. */
export function withField(message: string, name: string, field: number, content: string, occurrence = 1): string {
  let seen = 0;
  return message
    .split('\n')
    .map((line) => {
      if (!line.startsWith(`${name}|`)) return line;
      seen += 1;
      if (seen !== occurrence) return line;
      const fields = line.split('|');
      const place = name === 'MSH' ? field - 1 : field;
      while (fields.length <= place) fields.push('');
      fields[place] = content;
      return fields.join('|');
    })
    .join('\n');
}

export function without(message: string, name: string): string {
  return message
    .split('\n')
    .filter((line) => !line.startsWith(name))
    .join('\n');
}

/** Data of the events of a kind. */
export function dataOf(reading: Taken, kind: string): readonly object[] {
  return reading.events.filter(({ type }) => type === `ilium.${kind}.v1`).map(({ data }) => data);
}
