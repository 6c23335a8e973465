import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { z } from 'zod';
import { readScore, type Score } from '../read/score.js';
import { all, only, readHl7 } from '../../../testing/hl7-reader.js';
import { patient, writer } from '../../../testing/hl7-records.js';
import { messageOf } from './message.js';
import type { Envelope } from './standing.js';
import { words } from '../../reading/words.js';

const envelope: Envelope = {
  controlId: 'C1',
  at: '2026-03-26T14:00:00Z',
  standing: 'new',
  revision: 7,
  has: undefined,
};

/** Anything that a text field can hold, with what HL7 separates and escapes by. */
const text = fc.string({
  unit: fc.oneof(fc.constantFrom(...'|^~\\&"\r\n\u000b\u001c\u0085'), fc.string({ unit: 'binary', maxLength: 1 })),
  maxLength: 30,
});
const code = fc.stringMatching(/^[A-Za-z0-9|^~\\&-]{1,20}$/);
const coding = fc.record({
  system: fc.constantFrom('http://loinc.org', 'http://snomed.info/sct'),
  code,
  display: text,
});
const concept = fc.record({ coding: fc.array(coding, { minLength: 1, maxLength: 3 }), text });
const value = fc.oneof(
  fc.record({
    valueQuantity: fc.record({
      value: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }),
      unit: text,
    }),
  }),
  fc.record({ valueInteger: fc.integer() }),
  fc.record({ valueBoolean: fc.boolean() }),
  fc.record({ valueCodeableConcept: concept }),
);
const number = fc.stringMatching(/^[A-Za-z0-9|^~\\&]{1,15}$/);

const score: fc.Arbitrary<Score> = fc
  .record({ code: concept, value, number, site: fc.option(concept, { nil: undefined }) })
  .map(({ code, value, number, site }) => ({
    kind: 'score',
    id: 'o1',
    status: 'final',
    patient: patient(number),
    code,
    ...(site === undefined ? {} : { bodySite: site }),
    ...value,
  }));

describe('what is read back', () => {
  it('is what the record says', () => {
    fc.assert(
      fc.property(score, (score) => {
        const message = messageOf(score, envelope, writer);
        expect(only(message, 'PID').field(3)[0]?.[0]).toEqual([score.patient.value]);
        const obx = only(message, 'OBX');
        const codes = score.code.coding?.map(({ code }) => code);
        expect(codes).toContain(obx.text(3));
        expect(valuesOf(score)).toContain(read(obx.text(2), obx.text(5)));
        expect(score.bodySite?.coding?.map(({ code }) => code) ?? ['']).toContain(obx.text(20));
      }),
    );
  });

  it('has the lines of a summary, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(text), (lines) => {
        const summary = { kind: 'summary' as const, id: 'p1', patient: patient('1'), performers: [], lines };
        const message = messageOf(summary, envelope, writer);
        expect(all(message, 'OBX').map((obx) => obx.text(5))).toEqual(lines.map((line) => words(line) ?? ''));
      }),
    );
  });

  it('is one segment for each that was written, without control characters', () => {
    fc.assert(
      fc.property(score, (score) => {
        const message = messageOf(score, envelope, writer);
        const names = readHl7(message).map(({ name }) => name);
        expect(names.join(' ')).toMatch(/^MSH PID OBR OBX( NTE)?$/);
        expect(message.replaceAll('\r', '')).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      }),
    );
  });
});

/** What the value may be read as. */
function valuesOf(score: Score): readonly (string | number | undefined)[] {
  const { valueQuantity, valueInteger, valueBoolean, valueCodeableConcept } = score;
  if (valueBoolean !== undefined) return [valueBoolean ? 'Y' : 'N'];
  if (valueCodeableConcept !== undefined) return valueCodeableConcept.coding?.map(({ code }) => code) ?? [];
  return [valueQuantity?.value ?? valueInteger];
}

/** NM: digits with at most one point. */
function read(type: string, text: string): string | number {
  return type === 'NM' && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

describe('records as they are derived', () => {
  const golden = new URL('../../../../../../libs/clinical/src/golden/', import.meta.url);
  const bundles = readdirSync(golden).filter((name) => name.endsWith('.fhir.json'));
  const resource = z.looseObject({ resourceType: z.string(), id: z.string() });
  const bundle = z.object({ entry: z.array(z.object({ resource })).default([]) });
  const assigners = new Map([['urn:oid:2.16.840.1.113883.3.9999.1', { namespace: 'RIVERSIDE', type: 'MR' }]]);

  it('are all written, and say in HL7 v2 nothing that they do not say', () => {
    let count = 0;
    for (const name of bundles) {
      const { entry } = bundle.parse(JSON.parse(readFileSync(new URL(name, golden), 'utf8')));
      for (const { resource } of entry) {
        const score = readScore(resource);
        if (score === undefined) continue;
        count += 1;
        const observation = only(messageOf({ ...score, component: [] }, envelope, { ...writer, assigners }), 'OBX');
        const said = JSON.stringify(resource);
        for (const part of [observation.text(3), observation.text(6), observation.text(20)])
          expect(said).toContain(part);
        const value = observation.text(5, observation.text(2) === 'SN' ? 2 : 1);
        expect(said).toContain(['Y', 'N'].includes(value) ? String(value === 'Y') : value);
      }
    }
    expect(count).toBeGreaterThan(400);
  });
});
