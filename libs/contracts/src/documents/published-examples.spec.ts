import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { RawRecord } from '../cloud-event.js';
import { procedureEventTypes, readProcedureEvent } from '../events/procedure-event.js';
import { outcomeObservationType, readOutcomeObservation } from '../outcome-observation.js';
import { outcomeKinds, outcomeStatuses } from '../outcome-words.js';
import { fhirBundleType, readFhirBundle } from '../fhir-bundle.js';
import { parkedHeaderValues } from '../parked.js';
import { messageTypes } from './message-types.js';
import { publishedExamples, recordOfExample } from './published-examples.js';

const examples = await publishedExamples(join(import.meta.dirname, '../../examples'));
const named = examples.map((example) => [`${example.version}/${example.name}`, example] as const);

interface Reading {
  readonly ok: boolean;
}

function readParked({ headers }: RawRecord): Reading {
  return { ok: parkedHeaderValues.safeParse(headers).success };
}

const readers = new Map<string, (record: RawRecord) => Reading>([
  ...procedureEventTypes.map((type) => [type, readProcedureEvent] as const),
  [fhirBundleType, readFhirBundle],
  [outcomeObservationType, readOutcomeObservation],
  ['parked', readParked],
]);

describe('a published example', () => {
  it.each(named)('%s is readable for ever', (_name, example) => {
    expect(readers.get(example.type)?.(recordOfExample(example))).toMatchObject({ ok: true });
  });

  it.each(named)('%s is called by its type', (_name, { name, type }) => {
    expect(name.startsWith(type) && /^(\.[a-z-]+)?$/.test(name.slice(type.length))).toBe(true);
  });

  it.each(named)('trap 28: %s says that it is synthetic, or holds pseudonyms only', (_name, example) => {
    const text = JSON.stringify(example.value);
    expect(example.type === outcomeObservationType || /synthetic/i.test(text)).toBe(true);
  });
});

describe('the published examples', () => {
  it.each([...messageTypes, 'parked'])('have one of %s', (type) => {
    expect(examples.map((example) => example.type)).toContain(type);
  });

  it('have an outcome of every status', () => {
    const records = examples.filter(({ type }) => type === outcomeObservationType).map(recordOfExample);
    const statuses = records.map(readOutcomeObservation).map((read) => read.ok && read.event.observation.status);
    expect(new Set(statuses)).toEqual(new Set([...outcomeStatuses, 'entered-in-error']));
  });

  it.each(outcomeKinds)('have an outcome of kind %s', (kind) => {
    const records = examples.filter(({ type }) => type === outcomeObservationType).map(recordOfExample);
    const kinds = records
      .map(readOutcomeObservation)
      .map((read) => read.ok && (read.event.observation.kind ?? 'score'));
    expect(kinds).toContain(kind);
  });

  it('have events of the public door in both modes', () => {
    const door = examples.filter(({ type }) => procedureEventTypes.some((known) => known === type));
    expect(new Set(door.map(({ mode }) => mode))).toEqual(new Set(['structured', 'binary']));
  });
});
