import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DesiredRecord } from '@ilium/contracts';
import { createDatabase, until, type TestDatabase } from '../../../../../dev/src/test-environment.js';
import type { RecordStatus } from '../../api/records-status.repository.js';
import { openEntry } from '../../authorization/settings.js';
import type { DeliveryTarget } from '../../delivery/target-delivery.js';
import { emptyTables } from '../../testing/empty-tables.js';
import { DocumentServer, textOf } from '../../testing/document-server.js';
import { drug, injection, painScore } from '../../testing/hl7-records.js';
import { Instance } from '../../testing/instance.js';
import { ScriptedFhirServer } from '../../testing/scripted-fhir-server.js';
import { documentId } from './document-id.js';

jest.setTimeout(90_000);

/** Documents that wait for their records are looked at ever more rarely (`leftPatience`). */
const timeoutMs = 60_000;

/** A target that takes some records as documents and others as records, or takes another way than it did. */

const documents = { target: 'fhir', base: 'https://ilium.example/fhir', timeZone: 'America/New_York' };
const session = `DocumentReference/${documentId('Procedure/p1', 'fhir')}`;

let database: TestDatabase;
let repository: ScriptedFhirServer;
let creating: DocumentServer;
let instance: Instance;

beforeAll(async () => {
  database = await createDatabase();
}, 60_000);
afterAll(() => database.drop());

beforeEach(async () => {
  repository = new ScriptedFhirServer();
  for (const id of [1, 2]) repository.places.set(`urn:oid:1.2.3|${id}`, `pat-${id}`);
  creating = new DocumentServer();
  creating.patients.set('urn:oid:1.2.3|1', 'pat-1');
  await Promise.all([repository.start(), creating.start()]);
});

afterEach(async () => {
  await instance.stop();
  await emptyTables(database.url);
  await Promise.all([repository.stop(), creating.stop()]);
});

async function start(
  { baseUrl }: ScriptedFhirServer | DocumentServer,
  lanes: DeliveryTarget['lanes'],
  more: Partial<DeliveryTarget> = {},
): Promise<void> {
  instance = await Instance.start(database.url, baseUrl, {}, openEntry, { lanes, documents, ...more });
}

function settled(key: string, accept: (record: RecordStatus) => boolean): Promise<RecordStatus> {
  return until(`${key} to be settled`, () => instance.record(key), { accept });
}

async function deliver(...records: readonly DesiredRecord[]): Promise<void> {
  await instance.receive(records);
  for (const { key, revision } of records)
    await settled(key, ({ state, deliveredRevision }) => state === 'delivered' && deliveredRevision === revision);
}

const partOf = [{ reference: 'Procedure/p1' }];
const procedure = injection('p1');
const baseline = (value: number, revision = 1) =>
  painScore('o1', value, { revision, more: { partOf, effectiveDateTime: '2026-03-12' } });

/** Status and text of the document of the session, as the server has it. */
function told(place = session): readonly [status: unknown, text: string] {
  const { status, content = [] } = (repository.stored.get(place)?.resource ?? {}) as {
    status?: string;
    content?: { attachment: { data: string } }[];
  };
  return [status, Buffer.from(content[0]?.attachment.data ?? '', 'base64').toString()];
}

function tells(text: string): Promise<unknown> {
  return until(`the document to tell ${text}`, async () => told()[1], { accept: (said) => said.includes(text) });
}

describe('documents that tell records of other lanes', () => {
  const lanes = { Observation: 'repository', usual: 'document' } as const;

  it('follow when only such a record changes, and when one comes', async () => {
    await start(repository, lanes);
    await deliver(procedure, baseline(8));
    await tells(': 8;');
    await deliver(baseline(7, 2));
    await tells(': 7;');
    await deliver(painScore('o2', 2, { more: { partOf, effectiveDateTime: '2026-03-12' } }));
    await tells(': 2;');
    expect(told()[1]).toContain(': 7;');
  });

  it('follow also while they are on their way', async () => {
    await start(repository, lanes);
    const answered = Promise.withResolvers<void>();
    repository.script.push({ apply: true, until: answered.promise });
    await instance.receive([procedure]);
    await until('the document', async () => repository.transactions.length, { accept: (count) => count === 1 });
    await deliver(baseline(8));
    answered.resolve();
    await tells(': 8;');
    const { deliveredRevision } = await settled(procedure.key, ({ state }) => state === 'delivered');
    expect(deliveredRevision).toBe(1);
  });

  it('are left alone by what they do not tell', async () => {
    await start(repository, lanes);
    await deliver(procedure);
    await deliver(painScore('o9', 8, { of: '2' }));
    expect(repository.version(session)).toBe(1);
  });
});

describe('what a document tells', () => {
  const lanes = { MedicationAdministration: 'repository', usual: 'document' } as const;

  it('is refused with it when the server turns out not to hold what it says', async () => {
    await start(repository, lanes, { readBack: 1 });
    repository.drops = ['content'];
    await instance.receive([procedure, baseline(8)]);
    for (const key of [session, procedure.key, baseline(8).key])
      await settled(key, ({ state, reason }) => state === 'refused' && reason === 'read-back:content');
    repository.drops = [];
    await deliver(baseline(7, 2));
    await settled(procedure.key, ({ state }) => state === 'delivered');
    expect(told()[1]).toContain(': 7;');
  });

  it('is refused with its next version, and delivered with the one after', async () => {
    await start(repository, lanes);
    await deliver(procedure);
    repository.refuses = (key) => key === session;
    await instance.receive([baseline(8)]);
    await settled(procedure.key, ({ state, reason }) => state === 'refused' && reason === 'http-422');
    repository.refuses = () => false;
    await deliver(baseline(7, 2));
    await settled(procedure.key, ({ state }) => state === 'delivered');
    expect(told()[1]).toContain(': 7;');
  });
});

describe('documents whose records go another way now', () => {
  it('stand until all that they tell is there, and are superseded then', async () => {
    await start(repository, { MedicationAdministration: 'repository', usual: 'document' });
    await deliver(procedure, baseline(8));
    await instance.stop();
    repository.refuses = (key) => key === 'Observation/o1';
    await start(repository, {});
    await settled('Procedure/p1', ({ state, lane }) => state === 'delivered' && lane === 'repository');
    await settled('Observation/o1', ({ state }) => state === 'refused');
    expect(told()[0]).toBe('current');
    repository.refuses = () => false;
    await deliver(baseline(7, 2));
    await instance.stop();
    await start(repository, {});
    await until('the document to be withdrawn', async () => told()[0], {
      accept: (status) => status === 'superseded',
      timeoutMs,
    });
    expect(told()[1]).toContain('NOW KEPT AS RECORDS');
    await settled(session, ({ state }) => state === 'delivered');
    // The records themselves, and no document, from now on.
    await deliver(baseline(6, 3));
    expect(told()[0]).toBe('superseded');
  });

  it('are superseded where they are when the server chose their ids', async () => {
    await start(creating, { usual: 'document' });
    await deliver(procedure);
    expect(creating.stored.size).toBe(1);
    await instance.stop();
    await start(repository, {});
    await until('the document to be withdrawn', async () => told('DocumentReference/1')[0], {
      accept: (status) => status === 'superseded',
      timeoutMs,
    });
    expect(repository.version('Procedure/p1')).toBe(1);
    expect(repository.version(session)).toBe(0);
  });

  it('are replaced by one that says so where the server only creates', async () => {
    await start(creating, { usual: 'document' });
    await deliver(procedure, drug('d1', 'Procedure/p1'));
    await instance.stop();
    creating.takesRecords = true;
    await start(creating, { usual: 'create-only' });
    await until('the document to be replaced', async () => creating.standing('pat-1').map(textOf), {
      accept: (all) => all.length === 1 && all[0]?.includes('NOW KEPT AS RECORDS') === true,
      timeoutMs,
    });
    expect(creating.records.toSorted()).toEqual(['MedicationAdministration/2', 'Procedure/1']);
    expect(creating.stored.size).toBe(2);
  });

  it('stay, and are kept up, where the target gets nothing more of their kind', async () => {
    await start(creating, { usual: 'document' });
    await deliver(procedure);
    await instance.stop();
    await start(creating, { usual: 'none' });
    await deliver(injection('p1', { revision: 2, visit: 'V2' }));
    expect(creating.standing('pat-1').map(textOf).join()).toContain('V2');
  });
});
