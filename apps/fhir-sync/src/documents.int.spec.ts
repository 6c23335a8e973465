import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DesiredRecord } from '@ilium/contracts';
import { createDataSource, runMigrations } from '@ilium/persistence';
import type { DataSource } from 'typeorm';
import { createDatabase, until, type TestDatabase } from '../../../dev/src/test-environment.js';
import type { RecordStatus } from './api/records-status.repository.js';
import { WorkRepository } from './api/work.repository.js';
import { openEntry } from './authorization/settings.js';
import { entities, migrations } from './database.js';
import { documentId } from './lanes/document/document-id.js';
import { DocumentServer, textOf } from './testing/document-server.js';
import { drug, injection, painScore } from './testing/hl7-records.js';
import { Instance } from './testing/instance.js';
import { ScriptedFhirServer } from './testing/scripted-fhir-server.js';

/** Records that a target takes as documents only, from the consumer to the server. */

const documents = { target: 'fhir', base: 'https://ilium.example/fhir', timeZone: 'America/New_York' };
const patients = [1, 2].map((id) => [`urn:oid:1.2.3|${id}`, `pat-${id}`] as const);
const keyOf = (anchor: string) => `DocumentReference/${documentId(anchor, 'fhir')}`;

let database: TestDatabase;
let dataSource: DataSource;
let server: DocumentServer;
let instances: Instance[];

beforeAll(async () => {
  database = await createDatabase();
  dataSource = createDataSource({ url: database.url, entities, migrations, applicationName: 'documents test' });
  await runMigrations(dataSource);
}, 60_000);
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  instances = [];
  server = new DocumentServer();
  for (const [name, id] of patients) server.patients.set(name, id);
  await server.start();
});

afterEach(async () => {
  await Promise.all(instances.map((instance) => instance.stop()));
  // Nobody is at work any more who would hold locks in another order.
  await dataSource.query('TRUNCATE documents, desired_records, desired_bodies');
  await server.stop();
});

async function start(baseUrl = server.baseUrl, lanes: object = { usual: 'document' }): Promise<Instance> {
  const instance = await Instance.start(database.url, baseUrl, {}, openEntry, { lanes, documents });
  instances.push(instance);
  return instance;
}

function settled(instance: Instance, key: string, state: string, reason: string | null = null): Promise<RecordStatus> {
  return until(`${key} to be ${state}`, () => instance.record(key), {
    accept: (record) => record.state === state && record.reason === reason,
  });
}

async function allDelivered(instance: Instance, ...records: readonly DesiredRecord[]): Promise<void> {
  for (const { key, revision } of records) {
    await until(`${key} to be delivered`, () => instance.record(key), {
      accept: (record) => record.state === 'delivered' && record.deliveredRevision === revision,
    });
  }
}

async function deliver(instance: Instance, ...records: readonly DesiredRecord[]): Promise<void> {
  await instance.receive(records);
  await allDelivered(instance, ...records);
}

const partOf = [{ reference: 'Procedure/p1' }];
const procedure = injection('p1');
const given = drug('d1', 'Procedure/p1');
const baseline = painScore('o1', 8, { more: { partOf, effectiveDateTime: '2026-03-12' } });
const followUp = (value: number, revision = 1) => painScore('o2', value, { revision, more: { partOf } });
const course = [procedure, given, baseline, followUp(3)];

function takenBack({ key, revision, resource }: DesiredRecord): DesiredRecord {
  return { key, revision: revision + 1, resource: { ...resource, status: 'entered-in-error' } };
}

const titles = (patient: string) => server.standing(patient).map(({ description }) => description);
const session = 'Sacroiliac joint injection, 2026-03-12';
const later = 'Follow-up of 2026-03-26, after Sacroiliac joint injection of 2026-03-12';

describe('records of the lane document', () => {
  it('are one document for each session and each follow-up, and delivered with it', async () => {
    const instance = await start();
    await deliver(instance, ...course);
    expect(titles('pat-1').toSorted()).toEqual([later, session]);
    expect(server.stored.size).toBe(2);
    expect(await instance.record(keyOf('Procedure/p1'))).toMatchObject({
      state: 'delivered',
      lane: 'create-only',
      serverId: expect.stringMatching(/^DocumentReference\/\d$/),
    });
    // Of what the mapper published, and nothing else.
    expect((await instance.status.state()).keys).toBe(course.length);
  });

  it('change only their own document, which stands in the place of the former', async () => {
    const instance = await start();
    await deliver(instance, ...course);
    await deliver(instance, followUp(5, 2), { ...procedure, revision: 2 });
    expect(server.stored.size).toBe(3);
    expect(titles('pat-1').toSorted()).toEqual([later, session]);
    const [standing] = server.standing('pat-1').filter(({ description }) => description === later);
    expect(standing && textOf(standing)).toContain(': 5');
  });

  it('wait for their session when it is not known, and go with it', async () => {
    const instance = await start();
    await instance.receive([given, baseline]);
    await settled(instance, given.key, 'waiting', 'no-session');
    await instance.receive([procedure]);
    await allDelivered(instance, procedure, given, baseline);
    expect(titles('pat-1')).toEqual([session]);
  });

  it('that are taken back before anybody was told are done with; of others it is said', async () => {
    const instance = await start();
    await deliver(instance, takenBack(injection('p9')), takenBack(drug('d9', 'Procedure/p9')));
    expect(server.creates).toBe(0);
    await deliver(instance, ...course);
    await deliver(instance, takenBack(followUp(3)));
    expect(titles('pat-1').toSorted()).toEqual(['ENTERED IN ERROR', session]);
    await deliver(instance, takenBack(given));
    expect(server.standing('pat-1').map(textOf).join()).not.toContain('triamcinolone');
  });

  it('that join a document under a lower key leave the other replaced', async () => {
    const instance = await start();
    await deliver(instance, injection('p5'));
    await deliver(instance, procedure);
    expect(titles('pat-1')).toEqual(['Sacroiliac joint injection, 2026-03-12']);
    expect(server.stored.size).toBe(2);
    // What the key stood for is told again when it stands by itself.
    await deliver(instance, takenBack(procedure));
    expect(titles('pat-1').toSorted()).toEqual(['ENTERED IN ERROR', session]);
  });

  it('that go to another patient leave the old chart, and replace nothing there', async () => {
    const instance = await start();
    await deliver(instance, procedure);
    await deliver(instance, injection('p1', { of: '2', revision: 2 }));
    expect(titles('pat-2')).toEqual([session]);
    await until('the old chart to be mended', async () => titles('pat-1'), {
      accept: ([title]) => title === 'ENTERED IN ERROR',
    });
    expect(server.standing('pat-2')[0]?.relatesTo).toEqual([]);
    await deliver(instance, injection('p1', { revision: 3 }));
    await until('the other chart to be mended', async () => titles('pat-2'), {
      accept: ([title]) => title === 'ENTERED IN ERROR',
    });
    expect(titles('pat-1').toSorted()).toEqual(['ENTERED IN ERROR', session]);
  });

  it.each([
    ['applied without an answer, and found by its version', [{ applied: true }], []],
    [
      'applied without an answer, and found by patient, type, moment and title',
      [{ applied: true }],
      ['identifier', 'masterIdentifier'],
    ],
    ['not applied', [{ applied: false }], []],
    ['answered by an error after it was applied', [{ applied: true, status: 504 }], []],
  ] as const)('are in one document when a create is %s', async (_, script, dropped) => {
    const instance = await start();
    await deliver(instance, ...course);
    server.dropped = dropped;
    server.script.push(...script);
    await deliver(instance, followUp(5, 2));
    server.script.push(...script);
    await deliver(instance, followUp(6, 3));
    expect(titles('pat-1').toSorted()).toEqual([later, session]);
    expect(server.stored.size).toBe(4);
  });

  it('that change while nobody knows of a create follow when that is known', async () => {
    const instance = await start();
    server.script.push({ applied: true });
    await instance.receive([procedure]);
    await until('the create', async () => server.creates, { accept: (creates) => creates === 1 });
    await deliver(instance, injection('p1', { revision: 2, visit: 'V2' }));
    expect(titles('pat-1')).toEqual([session]);
    expect(server.stored.size).toBe(2);
  });

  it('are not refused with a document that they have left', async () => {
    const instance = await start();
    await deliver(instance, procedure, injection('p2', { visit: 'V2' }), given);
    await deliver(instance, drug('d1', 'Procedure/p2', { revision: 2 }));
    server.script.push({ applied: false, status: 422 });
    await instance.receive([injection('p1', { revision: 2, visit: 'V3' })]);
    await settled(instance, procedure.key, 'refused', 'http-422');
    expect(await instance.record(given.key)).toMatchObject({ state: 'delivered', deliveredRevision: 2 });
  });

  it('are refused with their document, and go with its next version', async () => {
    const instance = await start();
    server.script.push({ applied: false, status: 422 });
    await instance.receive([procedure]);
    await settled(instance, procedure.key, 'refused', 'http-422');
    await instance.receive([given]);
    await allDelivered(instance, procedure, given);
    expect(titles('pat-1')).toEqual([session]);
  });

  it('wait with their document for a person where the server can not be searched, and change when that is settled', async () => {
    const instance = await start();
    server.hidesDocuments = true;
    server.script.push({ applied: true });
    await instance.receive([procedure]);
    await settled(instance, procedure.key, 'outcome-unknown', 'search-unclear');
    await instance.receive([injection('p1', { revision: 2, visit: 'V2' })]);
    await settled(instance, procedure.key, 'outcome-unknown', 'search-unclear');
    const work = new WorkRepository(instance.dataSource);
    const { items } = await work.page({ limit: 10 });
    expect(items).toMatchObject([{ key: keyOf(procedure.key), state: 'outcome-unknown' }]);
    const said = {
      revision: items[0]?.revision ?? 0,
      by: 'A Person',
      as: 'found',
      place: 'DocumentReference/1',
    } as const;
    expect(await work.settle('fhir', procedure.key, { ...said, revision: 2 })).toBe(false);
    expect(await work.settle('fhir', keyOf(procedure.key), said)).toBe(true);
    await allDelivered(instance, injection('p1', { revision: 2 }));
    expect(titles('pat-1')).toEqual([session]);
    expect(server.stored.size).toBe(2);
  });

  it('wait with their document for a patient who is not there yet', async () => {
    server.patients.clear();
    const instance = await start();
    await instance.receive([procedure]);
    await settled(instance, keyOf(procedure.key), 'waiting', 'patient-not-found');
    await settled(instance, procedure.key, 'waiting', 'document');
    for (const [name, id] of patients) server.patients.set(name, id);
    await allDelivered(instance, procedure);
    expect(titles('pat-1')).toEqual([session]);
  });

  it('are in the same documents when two instances make them at once', async () => {
    const [one, other] = [await start(), await start()];
    const courses = [1, 2, 3, 4, 5].map((day) =>
      [procedure, given, baseline, followUp(day, day)].map((record) => ({ ...record, revision: day })),
    );
    for (const [index, records] of courses.entries()) await (index % 2 === 0 ? one : other).receive(records);
    await allDelivered(one, ...(courses.at(-1) ?? []));
    expect(titles('pat-1').toSorted()).toEqual([later, session]);
  });
});

describe('records of the lane document, where other records go under ids of ours', () => {
  it('are in documents that are updated, and superseded by others', async () => {
    const repository = new ScriptedFhirServer();
    for (const [name, id] of patients) repository.places.set(name, id);
    await repository.start();
    try {
      const instance = await start(repository.baseUrl, { MedicationAdministration: 'repository', usual: 'document' });
      const statusOf = (anchor: string) => repository.stored.get(keyOf(anchor))?.resource?.['status'];
      await deliver(instance, injection('p5'), drug('d1', 'Procedure/p5'));
      expect([statusOf('Procedure/p5'), repository.version(given.key)]).toEqual(['current', 1]);
      await deliver(instance, procedure);
      await until('the other to be superseded', async () => statusOf('Procedure/p5'), {
        accept: (status) => status === 'superseded',
      });
      expect(repository.stored.get(keyOf('Procedure/p1'))?.resource).toMatchObject({
        status: 'current',
        relatesTo: [{ code: 'replaces', target: { reference: keyOf('Procedure/p5') } }],
      });
      await deliver(instance, takenBack(procedure));
      expect(statusOf('Procedure/p1')).toBe('entered-in-error');
      await until('the other to stand again', async () => statusOf('Procedure/p5'), {
        accept: (status) => status === 'current',
      });
    } finally {
      await repository.stop();
    }
  });
});
