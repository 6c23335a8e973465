import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInSite } from '@ilium/site';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InMemoryKnown } from '../../testing/fhir/in-memory-state.js';
import { MemoryFeedings } from '../../testing/memory-feedings.js';
import { MemoryMessageStore } from '../../testing/memory-message-store.js';
import { feedFile, type FeedResult } from '../feeding/feed-file.js';
import { Pace } from '../feeding/pace.js';
import { reportPath } from '../feeding/refused-file.js';
import { readerOf } from '../reader-of.js';

const site = { ...builtInSite, name: 'test' };

let folder: string;
let path: string;
let store: MemoryMessageStore;
let known: InMemoryKnown;
let feedings: MemoryFeedings;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ilium-fhir-lines-spec-'));
  path = join(folder, 'export.ndjson');
  [store, known, feedings] = [new MemoryMessageStore(), new InMemoryKnown(), new MemoryFeedings()];
});

afterEach(() => rm(folder, { recursive: true }));

function feed(isBackload = false): Promise<FeedResult> {
  const fhir = {
    site,
    store,
    known,
    marks: { base: site.rules.base, ownTags: [] },
    identify: (parts: readonly string[]) => parts.join('-'),
    readerOf: () => undefined,
  };
  const reader = readerOf(path, {}, { site, fhir, isBackload });
  return feedFile(path, reader, { site: 'test', store, feedings, pace: new Pace({}), patience: {}, isBackload });
}

const patient = {
  resourceType: 'Patient',
  id: 'p1',
  meta: { versionId: '1' },
  identifier: [{ system: 'urn:oid:2.999.7.9.1', value: 'P-1' }],
};
const score = (id: string, meta?: object) => ({
  resourceType: 'Observation',
  id,
  meta,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }] },
  subject: { reference: 'Patient/p1' },
  effectiveDateTime: '2026-03-12',
  valueInteger: 7,
});
const put = (...resources: readonly object[]) =>
  writeFile(path, resources.map((resource) => `${JSON.stringify(resource)}\n`).join(''));
const types = () => store.messages.flatMap(({ events }) => events.map(({ type }) => type));

describe('a file of FHIR resources', () => {
  it('has its patients read first, wherever they stand', async () => {
    await put(score('o1', { versionId: '1' }), patient);
    expect(await feed()).toMatchObject({ taken: 2, refused: 0 });
    expect(types().toSorted()).toEqual(['ilium.patient.reported.v1', 'ilium.score.reported.v1']);
    expect(store.messages.map(({ door }) => door)).toEqual(['files', 'files']);
    expect(store.messages.flatMap(({ events }) => events.map((event) => event.patient.value))).toEqual(['P-1', 'P-1']);
  });

  it('counts once though nothing is remembered of it, also what has no version', async () => {
    await put(patient, score('o1'), score('o2'));
    await feed();
    feedings.all.clear();
    expect(await feed()).toMatchObject({ taken: 0, repeated: 3 });
    expect(store.messages).toHaveLength(3);
  });

  it('of an archive yields to what came live', async () => {
    await put(patient, score('o1'));
    await feed(true);
    const versions = store.messages.flatMap(({ events }) =>
      events.map(({ data }) => 'version' in data && data.version),
    );
    expect(versions).toEqual(versions.map(() => expect.objectContaining({ replay: true })));
  });

  it('may hold what is of no use, and what can not be read', async () => {
    const { status: _, ...unfinished } = score('o2');
    await put(patient, { resourceType: 'Practitioner', id: 'd1' }, unfinished);
    expect(await feed()).toMatchObject({ taken: 1, skipped: 1, refused: 1 });
    expect(await readFile(reportPath(path), 'utf8')).toMatch(/^line 3\tinvalid\tObservation\.status: /);
  });
});
