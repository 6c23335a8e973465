import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { example, hilltop, lakeside, read, strict, structural } from '../testing/hl7-messages.js';
import { answersTo } from './acknowledgement.js';
import type { Reading } from './read-message.js';

const sites = fc.constantFrom(hilltop, lakeside);
const listeners = fc.constantFrom(structural, strict, { ...structural, charset: undefined });
const examples = [
  'hilltop-dft-p03',
  'hilltop-adt-a08',
  'hilltop-adt-a40',
  'hilltop-adt-a45',
  'hilltop-bar-p01',
  'hilltop-oru-r01',
  'hilltop-ras-o17',
  'hilltop-orm-o01',
  'hilltop-siu-s12',
  'lakeside-adt-a08',
].map(example);

function answersOf(reading: Reading): string {
  const { header } = reading;
  const fault = reading.fate === 'refused' ? reading.fault : undefined;
  return answersTo({ header, acknowledge: 'original', fault, messageId: 'x', at: 0 }).join('');
}

const fates = ['taken', 'skipped', 'refused'];

describe('whatever comes', () => {
  it('any bytes are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), sites, listeners, (bytes, site, listener) => {
        const reading = read(bytes, site, listener);
        expect(fates).toContain(reading.fate);
        expect(typeof answersOf(reading)).toBe('string');
      }),
    );
  });

  it('anything behind MSH is read or refused', () => {
    const pieces = fc.constantFrom(
      '|',
      '^',
      '~',
      '\\',
      '&',
      '\r',
      '""',
      'MSH',
      'PID',
      'PR1',
      'OBX',
      'FT1',
      'ADT^A08',
      '\\X',
      '-',
    );
    const noise = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 120 });
    fc.assert(
      fc.property(noise, sites, listeners, (parts, site, listener) => {
        const reading = read(`MSH|^~\\&|${parts.join('')}`, site, listener);
        expect(fates).toContain(reading.fate);
        expect(typeof answersOf(reading)).toBe('string');
      }),
      { numRuns: 500 },
    );
  });

  it('an example with a few bytes changed is read or refused', () => {
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...examples),
        fc.array(change, { minLength: 1, maxLength: 20 }),
        sites,
        (text, changes, site) => {
          const bytes = Buffer.from(text);
          for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
          const reading = read(bytes, site);
          expect(fates).toContain(reading.fate);
          expect(typeof answersOf(reading)).toBe('string');
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('no value of a message', () => {
  const canary = 'CANARY';
  /** All fields behind MSH-2 of one segment become canaries that may be values of any shape. */
  const filled = fc
    .tuple(fc.constantFrom(...examples), fc.nat(40), fc.nat(40), fc.constantFrom('', '^', '~', '&', '20269999'))
    .map(([text, line, field, behind]) => {
      const lines = text.split('\n').filter((one) => one !== '');
      const place = line % lines.length;
      const fields = (lines[place] ?? '').split(text.charAt(3));
      // The names of applications, the control id and the version are echoed; they are no values about anybody.
      const from = place === 0 ? 12 : 1;
      const index = from + (field % 30);
      while (fields.length <= index) fields.push('');
      fields[index] = `${canary}${behind}${canary}`;
      lines[place] = fields.join(text.charAt(3));
      return lines.join('\r');
    });

  it('stands in a refusal, in the place of work, in a type or an answer', () => {
    fc.assert(
      fc.property(filled, sites, listeners, (message, site, listener) => {
        const reading = read(message, site, listener);
        const told = [
          reading.type,
          answersOf(reading),
          ...(reading.fate === 'taken' ? reading.work.map(({ path }) => path) : []),
          ...(reading.fate === 'refused' ? [reading.fault.sentence] : []),
        ];
        expect(told.join(' ')).not.toContain(canary);
      }),
      { numRuns: 500 },
    );
  });
});
