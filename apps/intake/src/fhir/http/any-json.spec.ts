import { silentLogger } from '@ilium/observability';
import { expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import { InMemoryKnown, InMemoryState } from '../../testing/fhir/in-memory-state.js';
import { MemoryMessageStore } from '../../testing/memory-message-store.js';
import {
  administration,
  bundle,
  encounter,
  observation,
  patient,
  procedure,
  put,
  questionnaireResponse,
  snomed,
} from '../../testing/fhir/records.js';
import { identify, siteWith } from '../../testing/fhir/sites.js';
import { FhirSources } from '../fhir-sources.js';
import { readNotification } from '../notifications/read-notification.js';
import { asRecord, type FhirRecord } from '../resource/fhir-record.js';
import type { FhirAnswer } from './answers.js';
import { postBundle, takeRecord } from './fhir-requests.js';

jest.setTimeout(120_000);

const store = new MemoryMessageStore();
const sources = new FhirSources(
  {
    site: siteWith({}),
    logger: silentLogger,
    identify,
    variable: () => undefined,
    wait: () => Promise.resolve(),
  },
  { store, known: new InMemoryKnown(), state: new InMemoryState() },
);

const good: readonly FhirRecord[] = [
  patient('1', {
    birthDate: '1961-07-04',
    gender: 'female',
    link: [{ type: 'replaces', other: { reference: 'Patient/2' } }],
  }),
  encounter('e1'),
  procedure('p1', {
    bodySite: [{ coding: [{ system: snomed, code: '39723000' }], text: 'Left' }],
    performer: [{ actor: { reference: 'Practitioner/1' } }],
  }),
  administration('m1', { dosage: { dose: { value: 1, unit: 'mL' } } }),
  observation('o1', { component: [{ code: { text: 'part' }, valueString: '1' }] }),
  questionnaireResponse('q1'),
];

/** Something that no answer may hold. */
const secret = 'Zx9-SECRET';
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    true,
    [],
    {},
    [null],
    '__proto__',
    'constructor',
    'toString',
    `${secret}`,
    { [secret]: secret },
    [secret],
  ),
  fc.jsonValue({ maxDepth: 3 }).map((value): unknown => value),
);

/** The way to each element of a record, at any depth. */
function ways(value: unknown, way: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [way];
  return [
    ...(way.length === 0 ? [] : [way]),
    ...Object.entries(value).flatMap(([name, one]) => ways(one, [...way, name])),
  ];
}

function replaced(target: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(target)) {
    return target.map((one: unknown, index) => (String(index) === name ? replaced(one, rest, value) : one));
  }
  if (typeof target !== 'object' || target === null) return value;
  return { ...target, [name]: replaced(Reflect.get(target, name), rest, value) };
}

/** A record of which one element, at any depth, is something else. */
const broken = fc
  .tuple(fc.constantFrom(...good.flatMap((record) => ways(record).map((way) => ({ record, way })))), odd)
  .map(([{ record, way }, value]) => replaced(record, way, value));

const posting = (body: unknown) => ({
  sender: sources.sender(undefined),
  body: Buffer.from(JSON.stringify(body)),
  base: 'http://127.0.0.1/fhir',
});

function expectFhir({ status, body }: FhirAnswer): void {
  expect([200, 201, 400, 404, 422]).toContain(status);
  expect(body).toMatchObject({ resourceType: expect.stringMatching(/^(OperationOutcome|Bundle)$/) });
  expect(JSON.stringify(body)).not.toContain('SECRET');
}

test('any JSON at a type is taken or refused in FHIR, and no value is told', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(broken, odd), fc.constantFrom(...good), async (body, { resourceType, id }) => {
      const type = asRecord(body)?.resourceType ?? resourceType;
      expectFhir(await takeRecord(sources.door, { type }, posting(body)));
      expectFhir(await takeRecord(sources.door, { type, id: String(id) }, posting(body)));
    }),
    { numRuns: 1_500 },
  );
});

test('any JSON in a bundle is taken or refused in FHIR, and no value is told', async () => {
  const entries = fc.array(
    fc.oneof(
      broken.map((resource) => ({ ...put(good[2] ?? procedure('p1')), resource })),
      odd,
    ),
    { maxLength: 4 },
  );
  const types = fc.oneof(fc.constantFrom<unknown>('transaction', 'batch', 'message', 'history'), odd);
  await fc.assert(
    fc.asyncProperty(types, fc.oneof(entries, odd), async (type, entry) => {
      expectFhir(await postBundle(sources.door, posting({ ...bundle('batch', []), type, entry })));
    }),
    { numRuns: 1_000 },
  );
});

test('any JSON as a notification is read or refused in FHIR', () => {
  fc.assert(
    fc.property(fc.oneof(broken, odd), odd, (resource, parameter) => {
      const status = { resourceType: 'Parameters', parameter: [parameter] };
      const record = bundle('history', [{ resource: status }, { resource }]);
      const read = readNotification(record);
      expect(JSON.stringify('events' in read ? [] : read)).not.toContain('SECRET');
    }),
  );
});
