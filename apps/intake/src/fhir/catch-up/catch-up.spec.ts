import { silentLogger } from '@ilium/observability';
import type { FhirSource } from '@ilium/site';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../../../../../dev/src/test-environment.js';
import { InMemoryKnown, InMemoryState } from '../../testing/fhir/in-memory-state.js';
import { MemoryMessageStore } from '../../testing/memory-message-store.js';
import { encounter, observation, patient, procedure, version } from '../../testing/fhir/records.js';
import { ScriptedEhr } from '../../testing/fhir/scripted-ehr.js';
import { identify, siteWithSource } from '../../testing/fhir/sites.js';
import { EhrAway } from '../ehr/ehr-away.js';
import { FhirSources, type RunningSource } from '../fhir-sources.js';
import { CatchUpClock } from './catch-up.clock.js';
import { ndjsonLines } from './ndjson.js';
import { strategyFor } from './strategy.js';

const subject = { reference: 'Patient/1' };
const now = Date.parse('2026-04-01T12:00:00Z');
const usual: FhirSource['catchUp'] = { strategy: 'auto', everyMinutes: 60, overlapMinutes: 10, exportPath: '$export' };

let ehr: ScriptedEhr;
let store: MemoryMessageStore;
let state: InMemoryState;
let waits: number[];
let sources: FhirSources;

/** One source with its server, on a store in memory. */
function source(own: Partial<FhirSource> = {}, knowsPatients = true): RunningSource {
  const known = {
    async *patientsWithOpenWindows() {
      yield { system: 'urn:oid:2.999.1', value: 'P-1' };
    },
  };
  const wait = async (ms: number, signal: AbortSignal) => {
    waits.push(ms);
    signal.throwIfAborted();
  };
  const patients = knowsPatients ? known : undefined;
  const settings = { logger: silentLogger, identify, variable: () => undefined, patients, wait, now: () => now };
  sources = new FhirSources(
    { ...settings, site: siteWithSource(ehr.base, own) },
    { store, known: new InMemoryKnown(), state },
  );
  const [running] = sources.all();
  if (running === undefined) throw new Error('The site has no source.');
  return running;
}

beforeEach(async () => {
  ehr = await new ScriptedEhr().start();
  [store, state, waits] = [new MemoryMessageStore(), new InMemoryState(), []];
  ehr.has(
    patient('1', { meta: version(1, '2026-03-01T00:00:00Z') }),
    encounter('e1', { meta: version(1, '2026-04-01T11:58:00Z') }),
    ...[1, 2, 3, 4, 5].map((minute) =>
      procedure(`p${minute}`, {
        subject,
        encounter: { reference: 'Encounter/e1' },
        meta: version(1, `2026-04-01T11:5${minute}:00Z`),
      }),
    ),
    procedure('old', { subject, meta: version(1, '2026-03-01T00:00:00Z') }),
  );
});
afterEach(async () => {
  await sources.close();
  await ehr.stop();
});

const taken = () => store.messages.map(({ controlId }) => controlId.split('/').slice(0, 2).join('/')).toSorted();

describe('a search by _lastUpdated', () => {
  test('begins now, a little back, and takes page after page', async () => {
    const { counts } = await source().catchUp.run();
    expect(taken()).toEqual(['Procedure/p1', 'Procedure/p2', 'Procedure/p3', 'Procedure/p4', 'Procedure/p5']);
    expect(counts).toEqual({ taken: 5, unchanged: 0, echoes: 0, others: 1 });
  });

  test('goes on where the last one ended by the clock of the server, and takes nothing twice', async () => {
    const running = source();
    await running.catchUp.run();
    expect(state.sources.get('ehr')).toMatchObject({ searchedUntil: '2026-04-01T11:58:00.000Z' });
    ehr.has(procedure('p6', { subject, meta: version(1, '2026-04-01T11:59:00Z') }));
    ehr.has(procedure('p5', { subject, meta: version(2, '2026-04-01T11:59:00Z') }));
    const { counts } = await running.catchUp.run();
    expect(counts).toMatchObject({ taken: 2 });
    expect(
      store.messages
        .map(({ controlId }) => controlId)
        .slice(-2)
        .toSorted(),
    ).toEqual(['Procedure/p5/2', 'Procedure/p6/1']);
    expect(store.passings).toEqual([]);
  });

  test('is not led astray by a record from the future', async () => {
    ehr.has(procedure('p9', { subject, meta: version(1, '2099-01-01T00:00:00Z') }));
    await source().catchUp.run();
    expect(state.sources.get('ehr')).toMatchObject({ searchedUntil: '2026-04-01T12:00:00.000Z' });
  });

  test('begins where the site file says', async () => {
    await source({ catchUp: { ...usual, from: '2026-02-01T00:00:00Z' } }).catchUp.run();
    expect(taken()).toContain('Procedure/old');
  });

  test('ties what it finds to the visit that it reads', async () => {
    await source().catchUp.run();
    expect(store.events[0]?.data).toMatchObject({ report: { visit: { system: 'urn:oid:2.999.2', value: 'V-e1' } } });
  });

  test('that ends in the middle is done again', async () => {
    const running = source();
    store.awayAfter = 2;
    await expect(running.catchUp.run()).rejects.toMatchObject({ name: 'StoreAway' });
    expect(state.sources.get('ehr')?.searchedUntil).toBeUndefined();
    store.awayAfter = Infinity;
    await running.catchUp.run();
    expect(taken()).toHaveLength(5);
  });
});

describe('where the server searches by patient only', () => {
  beforeEach(() => {
    ehr.abilities = { patients: true };
  });

  test('each patient with an open window is read again, and nothing is taken twice', async () => {
    const running = source();
    await running.catchUp.run();
    expect(taken()).toEqual([
      'Patient/1',
      'Procedure/old',
      'Procedure/p1',
      'Procedure/p2',
      'Procedure/p3',
      'Procedure/p4',
      'Procedure/p5',
    ]);
    const { counts } = await running.catchUp.run();
    expect(counts).toEqual({ taken: 0, unchanged: 7, echoes: 0, others: 0 });
  });

  test('nothing is said to be found while nobody knows whose windows are open', async () => {
    await expect(source({}, false).catchUp.run()).resolves.toMatchObject({ isPossible: false });
    expect(state.sources.get('ehr')?.searchedUntil).toBeUndefined();
  });

  test('no number of a patient stands in an address', async () => {
    await source().catchUp.run();
    expect(ehr.requests.filter((request) => request.startsWith('POST'))).toContain('POST Patient/_search');
    expect(ehr.requests.join('\n')).not.toContain('P-1');
  });
});

describe('where the server does bulk exports only', () => {
  beforeEach(() => {
    ehr.abilities = { bulkExport: true };
    ehr.has(observation('o1', { subject, meta: version(1), partOf: [{ reference: 'Procedure/p1' }] }));
  });

  test('an export is asked for, waited for as the server says, read line by line, and let go', async () => {
    ehr.exportPolls = 2;
    await source().catchUp.run();
    expect(waits).toEqual([3_000, 3_000]);
    expect(taken()).toContain('Observation/o1');
    expect(state.sources.get('ehr')).toMatchObject({ searchedUntil: '2026-04-01T00:00:00.000Z' });
    expect(ehr.requests.at(-1)).toBe('DELETE export-state');
  });

  test('patients come before what refers to them, so that nobody is asked for again', async () => {
    await source().catchUp.run();
    expect(ehr.requests).not.toContain('GET Patient/1');
    expect(store.work).toEqual([]);
  });
});

test('a server that declares no way is not asked for records', async () => {
  ehr.abilities = {};
  await expect(source().catchUp.run()).resolves.toMatchObject({ isPossible: false });
  expect(ehr.requests).toEqual(['GET metadata']);
});

test('a server that is away says when to come again', async () => {
  const running = source();
  ehr.isAway = true;
  await expect(running.catchUp.run()).rejects.toMatchObject({
    name: 'EhrAway',
    fault: 'http-503',
    retryAfterSeconds: 7,
  });
  await ehr.stop();
  await expect(running.catchUp.run()).rejects.toThrow(EhrAway);
});

test('the clock searches, fills gaps, and asks again sooner where the server is away', async () => {
  const running = source();
  await state.begin('ehr', 'sub-1', 0);
  await state.hear('ehr', 1);
  ehr.happened.set(1, 'Procedure/old');
  ehr.isAway = true;
  const pauses: number[] = [];
  let isBack: () => void = () => undefined;
  const clock = new CatchUpClock([running], state, silentLogger, async (ms, signal) => {
    pauses.push(ms);
    signal.throwIfAborted();
    if (pauses.length === 2) ehr.isAway = false;
    if (pauses.length > 2) await new Promise<void>((resolve) => (isBack = resolve));
  });
  clock.start();
  await until('the gap is filled and the search done', () => taken().length === 6 && pauses.length === 3);
  expect(pauses).toEqual([120_000, 240_000, 60_000]);
  expect(state.sources.get('ehr')).toMatchObject({ taken: 1, heard: 1 });
  isBack();
  const stopped = clock.stop();
  isBack();
  await stopped;
});

describe('the way', () => {
  const types = ['Patient', 'Procedure'] as const;
  const of = (...names: string[]) => ({
    rest: [{ resource: types.map((type) => ({ type, searchParam: names.map((name) => ({ name })) })) }],
  });

  test.each([
    ['search', of('_lastUpdated', 'patient')],
    ['search', { rest: [{ searchParam: [{ name: '_lastUpdated' }], resource: [{ type: 'Procedure' }] }] }],
    ['per-patient', of('patient', 'identifier')],
    ['bulk-export', { rest: [{ operation: [{ name: 'export' }] }] }],
    ['bulk-export', { rest: [{ resource: [{ type: 'Group', operation: [{ definition: 'urn:x/group-export' }] }] }] }],
    ['none', of('code')],
    ['none', { nothing: true }],
  ])('is %s where the server declares it', (expected, metadata) => {
    source();
    expect(strategyFor({ catchUp: usual, types }, metadata)).toBe(expected);
  });

  test('is the one that the site file says', () => {
    source();
    expect(strategyFor({ catchUp: { ...usual, strategy: 'bulk-export' }, types }, of('_lastUpdated'))).toBe(
      'bulk-export',
    );
  });
});

test('lines of a file that comes in any pieces', async () => {
  source();
  const bytes = Buffer.from('{"a":"ü"}\n\n{"b":1}\r\n{"c":2}');
  for (let size = 1; size <= bytes.length; size += 1) {
    const lines: string[] = [];
    for await (const line of ndjsonLines(inPieces(bytes, size))) lines.push(line.trim());
    expect(lines).toEqual(['{"a":"ü"}', '{"b":1}', '{"c":2}']);
  }
});

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}
