import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { procedureEventTypes, readProcedureEvent } from '../events/procedure-event.js';
import { messageTypes } from './message-types.js';
import { publishedExamples, recordOfExample } from './published-examples.js';
import { schemaFiles } from './schema-files.js';

// Thousands of runs: a busy machine may take its time.
jest.setTimeout(60_000);

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
addFormats.default(ajv);

const files = schemaFiles();
const validators = new Map(Object.entries(files).map(([name, schema]) => [name, ajv.compile(schema)]));
const validatorOf = (type: string) => validators.get(`${type}.schema.json`);

const examples = await publishedExamples(join(import.meta.dirname, '../../examples'));
const door = examples.filter(({ type }) => procedureEventTypes.some((known) => known === type));
const structured = door.filter(({ mode }) => mode === 'structured');

describe('the JSON Schemas', () => {
  it('are one per message type, and one for the headers of parked records', () => {
    const names = [...messageTypes, 'parked.headers'].map((name) => `${name}.schema.json`);
    expect(Object.keys(files).toSorted()).toEqual(names.toSorted());
  });

  it('are named by their version of JSON Schema, and refer to nothing outside', () => {
    for (const schema of Object.values(files)) {
      expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
      expect(JSON.stringify(schema).match(/"\$ref":"(?!#\/\$defs\/)/)).toBeNull();
    }
  });

  it.each(examples.filter((example) => !(door.includes(example) && example.mode === 'binary')))(
    'take the published example $name',
    ({ type, mode, headers, value }) => {
      const validate = mode === 'parked' ? validatorOf('parked.headers') : validatorOf(type);
      expect(validate?.(mode === 'parked' ? headers : value)).toBe(true);
    },
  );

  it.each(structured)('refuse $name with a misspelt field, or without its patient', ({ type, value }) => {
    const { data, ...attributes } = value as { data: object };
    const validate = validatorOf(type);
    expect(validate?.({ ...attributes, data: { ...data, pateint: 1 } })).toBe(false);
    expect(validate?.({ ...attributes, data: { ...data, patient: undefined, survivor: undefined } })).toBe(false);
  });
});

describe('the JSON Schemas and the readers', () => {
  type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

  const others: fc.Arbitrary<Json> = fc.oneof(
    fc.constantFrom<Json>(
      null,
      true,
      '',
      0,
      -1,
      1.5,
      1e20,
      [],
      {},
      'final',
      'void',
      '2026',
      '2026-02-30',
      '2026-03-12',
    ),
    fc.constantFrom<Json>('2026-03-12T10:05:00Z', '2026-03-12T10:05:00', '1234567890123456', 'x'.repeat(3_000)),
    fc.constantFrom<Json>(
      { system: 's', value: 'v' },
      { code: 'c' },
      [{ code: 'c' }, { code: '' }],
      ['LT'],
      'a\u0000b',
    ),
  );

  /** Puts the other value at the place that the numbers lead to, or takes out what is there. */
  function disturb(value: Json, [step, ...rest]: readonly number[], other: Json | undefined): Json | undefined {
    const names = value === null || typeof value !== 'object' ? [] : Object.keys(value);
    const name = names[(step ?? 0) % Math.max(names.length, 1)];
    if (step === undefined || name === undefined) return other;
    const copy = structuredClone(value) as { [name: string]: Json };
    const inner = disturb(copy[name] ?? null, rest, other);
    if (inner === undefined) delete copy[name];
    else copy[name] = inner;
    return Array.isArray(copy) ? copy.filter((member) => member !== undefined) : copy;
  }

  it('agree on every event, right or almost right', () => {
    const counts = { taken: 0, refused: 0 };
    const disturbed = fc
      .tuple(
        fc.constantFrom(...structured),
        fc.array(fc.nat(50), { maxLength: 5 }),
        fc.option(others, { nil: undefined }),
      )
      .map(([{ type, value }, place, other]) => ({ type, value: disturb(value as Json, place, other) }));
    fc.assert(
      fc.property(disturbed, ({ type, value }) => {
        fc.pre(typeof value === 'object' && value !== null && 'type' in value && value['type'] === type);
        const read = readProcedureEvent(recordOfExample({ headers: {}, value }));
        counts[read.ok ? 'taken' : 'refused'] += 1;
        expect({ value, taken: validatorOf(type)?.(value) }).toEqual({ value, taken: read.ok });
      }),
      { numRuns: 2_500 },
    );
    expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(50);
  });
});
