import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { publishedExamples, recordOfExample } from '../documents/published-examples.js';
import { parkReasons } from '../fate.js';
import { readFhirBundle } from '../fhir-bundle.js';
import { readOutcomeObservation } from '../outcome-observation.js';
import { procedureEventTypes, readProcedureEvent } from './procedure-event.js';

// Thousands of runs: a busy machine may take its time.
jest.setTimeout(60_000);

const examples = await publishedExamples(join(import.meta.dirname, '../../examples'));
const doorExamples = examples.filter(({ type }) => procedureEventTypes.some((known) => known === type));
const readers = [readProcedureEvent, readFhirBundle, readOutcomeObservation];

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const hostileNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''];
const names = fc.oneof(fc.string(), fc.constantFrom(...hostileNames));
const headers = fc.dictionary(
  fc.oneof(
    fc.constantFrom('content-type', 'ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_sequence', 'ce_revisions'),
    names,
  ),
  fc.option(
    fc.oneof(fc.string(), fc.constantFrom('1.0', 'application/cloudevents+json', '7', ...procedureEventTypes)),
    { nil: undefined },
  ),
);

/** Every path into a JSON value that something else may be put at. */
function placesIn(value: Json, path: readonly string[] = []): string[][] {
  const inner = value === null || typeof value !== 'object' ? [] : Object.entries(value);
  return [[...path], ...inner.flatMap(([name, part]) => placesIn(part, [...path, name]))];
}

/** The value with something else at a place, or without what is there. */
function withAt(value: Json, [name, ...rest]: readonly string[], other: Json | undefined): Json | undefined {
  if (name === undefined) return other;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, part]) => [key, key === name ? withAt(part, rest, other) : part]);
  const kept = entries.filter(([, part]) => part !== undefined);
  return Array.isArray(value) ? kept.map(([, part]) => part as Json) : (Object.fromEntries(kept) as Json);
}

/** An example of the public door, with something else at some place. */
function disturbed(something: fc.Arbitrary<Json | undefined>) {
  return fc.constantFrom(...doorExamples).chain((example) => {
    const value = example.value as Json;
    return fc
      .tuple(fc.constantFrom(...placesIn(value)), something)
      .map(([place, other]) =>
        recordOfExample({ headers: example.headers, value: withAt(value, place, other) ?? null }),
      );
  });
}

describe('whatever comes', () => {
  it('any bytes with any headers give an event or a reason, and no exception', () => {
    const record = fc.record({ value: fc.option(fc.uint8Array().map((bytes) => Buffer.from(bytes))), headers });
    fc.assert(
      fc.property(record, fc.constantFrom(...readers), (raw, read) => {
        const result = read(raw);
        expect(result.ok || parkReasons.includes(result.reason)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('any JSON with any headers, too', () => {
    const json = fc.json({ maxDepth: 4, stringUnit: 'binary' });
    fc.assert(
      fc.property(json, headers, fc.constantFrom(...readers), (text, some, read) => {
        const result = read({ value: Buffer.from(text), headers: some });
        expect(result.ok || parkReasons.includes(result.reason)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('and almost right events, too', () => {
    const something = fc.option(fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>, { nil: undefined });
    fc.assert(
      fc.property(disturbed(something), (record) => {
        const result = readProcedureEvent(record);
        expect(result.ok || parkReasons.includes(result.reason)).toBe(true);
      }),
      { numRuns: 1_500 },
    );
  });
});

describe('a canary', () => {
  const word = fc
    .string({ unit: fc.constantFrom('a', 'Z', '7', 'é', ' '), maxLength: 12 })
    .map((more) => `KANARI${more}`);
  const number = fc.nat({ max: 1_000 }).map((more) => 8_675_309_000_000 + more);
  const { value: canary } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      word,
      number,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(word, tie('value'), { minKeys: 1, maxKeys: 3 }),
      fc.record({ system: tie('value'), value: tie('value'), code: tie('value') }),
    ),
  }));

  it('put anywhere, as value or as a field name, never sings in the detail', () => {
    let refused = 0;
    fc.assert(
      fc.property(disturbed(canary), (record) => {
        const result = readProcedureEvent(record);
        if (result.ok) return;
        refused += 1;
        expect(result.detail).not.toMatch(/KANARI|86753/);
      }),
      { numRuns: 2_500 },
    );
    expect(refused).toBeGreaterThan(500);
  });

  it('nor does it as a field more among right ones', () => {
    const structured = doorExamples.filter(({ mode }) => mode === 'structured');
    fc.assert(
      fc.property(fc.constantFrom(...structured), word, canary, ({ headers: own, value }, name, other) => {
        const { data, ...attributes } = value as { data: object };
        const result = readProcedureEvent(
          recordOfExample({ headers: own, value: { ...attributes, data: { ...data, [name]: other } } }),
        );
        expect(result).toEqual({
          ok: false,
          reason: 'schema-violation',
          detail: 'data: unrecognized_keys, 1 not known to this version',
        });
      }),
    );
  });
});
