import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DesiredRecord } from '@ilium/contracts';
import { createDatabase, until, type TestDatabase } from '../../../../dev/src/test-environment.js';
import { WorkRepository, type WorkItem } from '../api/work.repository.js';
import { openEntry } from '../authorization/settings.js';
import type { DeliveryTarget } from '../delivery/target-delivery.js';
import { documentId } from '../lanes/document/document-id.js';
import { noPatience } from '../testing/claimed-record.js';
import { DocumentServer, textOf } from '../testing/document-server.js';
import { emptyTables } from '../testing/empty-tables.js';
import { injection, painScore } from '../testing/hl7-records.js';
import { Instance } from '../testing/instance.js';
import { desiredPatient } from '../testing/records.js';
import { ScriptedFhirServer } from '../testing/scripted-fhir-server.js';

jest.setTimeout(30_000);

/** A person says that a chart is the right patient's, where records go to it otherwise than under ids of ours. */

const jane = { name: [{ family: 'Example' }], gender: 'female', birthDate: '1961-07-04' };
const inChart = { ...jane, birthDate: '1961-04-07' };
const documents = { target: 'fhir', base: 'https://ilium.example/fhir', timeZone: 'America/New_York' };
const session = `DocumentReference/${documentId('Procedure/p1', 'fhir')}`;

/** Of itself what waits would not be looked at again in a test. */
const never = { firstMs: 600_000, longestMs: 600_000 };
const onlyWhenTold = { patience: { ...noPatience, waiting: never } };

let database: TestDatabase;
let creating: DocumentServer;
let updatable: ScriptedFhirServer;
let instance: Instance;

beforeAll(async () => {
  database = await createDatabase();
}, 60_000);
afterAll(() => database.drop());

beforeEach(async () => {
  creating = new DocumentServer();
  updatable = new ScriptedFhirServer();
  for (const id of ['1', '2']) {
    creating.patients.set(`urn:oid:1.2.3|${id}`, `pat-${id}`);
    updatable.places.set(`urn:oid:1.2.3|${id}`, `pat-${id}`);
  }
  chartSays(inChart);
  await Promise.all([creating.start(), updatable.start()]);
});

afterEach(async () => {
  await instance.stop();
  await emptyTables(database.url);
  await Promise.all([creating.stop(), updatable.stop()]);
});

function chartSays(said: object): void {
  creating.people.set('pat-1', said);
  updatable.people.set('pat-1', said);
}

async function start({ baseUrl }: { readonly baseUrl: string }, lanes: DeliveryTarget['lanes']): Promise<void> {
  instance = await Instance.start(database.url, baseUrl, onlyWhenTold, openEntry, { lanes, documents });
}

async function waiting(...keys: readonly string[]): Promise<readonly WorkItem[]> {
  const { items } = await until(
    `${keys.join()} to wait for a person`,
    () => instance.work({ reason: 'identity-mismatch', limit: 10 }),
    {
      accept: ({ items: found }) => found.map(({ key }) => key).join() === keys.join(),
    },
  );
  return items;
}

function accept({ key, revision, comparison }: WorkItem): Promise<boolean> {
  const said = { as: 'right-patient', by: 'A. Person', revision, comparison: comparison ?? undefined } as const;
  return new WorkRepository(instance.dataSource).settle('fhir', key, said);
}

async function acceptAll(...keys: readonly string[]): Promise<void> {
  const [first] = await waiting(...keys);
  if (first === undefined) throw new Error('Nothing waits for a person.');
  expect(await accept(first)).toBe(true);
}

async function delivered(...records: readonly DesiredRecord[]): Promise<void> {
  for (const { key, revision } of records) {
    await until(`${key} to be delivered`, () => instance.record(key), {
      accept: ({ state, deliveredRevision }) => state === 'delivered' && deliveredRevision === revision,
    });
  }
}

const score = (value: number, revision = 1) =>
  painScore('o1', value, {
    revision,
    more: { partOf: [{ reference: 'Procedure/p1' }], effectiveDateTime: '2026-03-12' },
  });
const course = [injection('p1'), score(8)];

describe('where records are created, a person who says that the chart is right', () => {
  const lanes = { usual: 'create-only' } as const;

  beforeEach(async () => {
    creating.takesRecords = true;
    await start(creating, lanes);
  });

  it('has what waits created once, what refers to it after that, and what comes later', async () => {
    await instance.receive([desiredPatient('1', jane), ...course]);
    await acceptAll('Procedure/p1');
    await delivered(...course);
    await instance.receive([injection('p2')]);
    await delivered(injection('p2'));
    expect(creating.records).toEqual(['Procedure/1', 'Observation/2', 'Procedure/3']);
  });

  it('is asked again when the chart says something else, also of what is to be corrected', async () => {
    await instance.receive([desiredPatient('1', jane), ...course]);
    await acceptAll('Procedure/p1');
    await delivered(...course);
    chartSays({ ...inChart, gender: 'male' });
    await instance.stop();
    await start(creating, lanes);
    await instance.receive([score(7, 2)]);
    await acceptAll('Observation/o1');
    // The server takes no corrections.
    expect(
      await until('a person to correct it', () => instance.record('Observation/o1'), {
        accept: ({ state }) => state === 'by-hand',
      }),
    ).toMatchObject({ reason: 'correction', deliveredRevision: 1 });
  });

  it.each([true, false])('has a create in doubt looked for before it is repeated (applied: %s)', async (applied) => {
    chartSays(jane);
    creating.script.push({ applied, status: 504 });
    await instance.receive([desiredPatient('1', jane), injection('p1')]);
    await until('the doubt', () => instance.record('Procedure/p1'), {
      accept: ({ reason }) => reason === 'http-504',
    });
    chartSays(inChart);
    await instance.stop();
    await start(creating, lanes);
    await acceptAll('Procedure/p1');
    await delivered(injection('p1'));
    expect(creating.records).toEqual(['Procedure/1']);
  });
});

describe.each([
  ['created', { usual: 'document' }, () => creating],
  [
    'written under ids of ours',
    { MedicationAdministration: 'repository', usual: 'document' } as const,
    () => updatable,
  ],
] as const)(
  'where records are told in documents that are %s, a person who says that the chart is right',
  (_how, lanes, server) => {
    /** What stands in the chart. */
    function told(): readonly string[] {
      if (server() === creating) return creating.standing('pat-1').map(textOf);
      const { content = [] } = (updatable.stored.get(session)?.resource ?? {}) as {
        content?: { attachment: { data: string } }[];
      };
      return content.slice(0, 1).map(({ attachment: { data } }) => Buffer.from(data, 'base64').toString());
    }

    beforeEach(async () => {
      await start(server(), lanes);
      await instance.receive([desiredPatient('1', jane), ...course]);
    });

    it('has the document go at once, its records with it, and what comes later', async () => {
      await waiting(session);
      expect(await instance.record('Procedure/p1')).toMatchObject({ state: 'waiting', reason: 'document' });
      expect(told()).toEqual([]);
      await acceptAll(session);
      await delivered(...course);
      expect(told().join()).toContain(': 8;');
      await instance.receive([score(7, 2)]);
      await delivered(score(7, 2));
      expect(told()).toHaveLength(1);
      expect(told().join()).toContain(': 7;');
    });

    it('says it of the revision of the document that was looked at, which its records may have changed', async () => {
      const [item] = await waiting(session);
      await instance.receive([score(7, 2)]);
      await until('the newer document', () => waiting(session), {
        accept: ([newer]) => newer !== undefined && item !== undefined && newer.revision > item.revision,
      });
      expect(item && (await accept(item))).toBe(false);
      await acceptAll(session);
      await delivered(score(7, 2));
      expect(told().join()).toContain(': 7;');
    });

    it('is asked again when the chart says something else; what stands there stays until then', async () => {
      await acceptAll(session);
      await delivered(...course);
      chartSays({ ...inChart, gender: 'male' });
      await instance.stop();
      await start(server(), lanes);
      await instance.receive([score(7, 2)]);
      await waiting(session);
      expect(told().join()).toContain(': 8;');
      await acceptAll(session);
      await delivered(score(7, 2));
      expect(told()).toHaveLength(1);
      expect(told().join()).toContain(': 7;');
    });

    it('is not asked any more when the records turn out to be another patient’s, of whom nothing is doubtful', async () => {
      await waiting(session);
      await instance.receive([injection('p1', { of: '2', revision: 2 })]);
      await delivered(injection('p1', { revision: 2 }));
      expect(told().filter((text) => !text.includes('2 (urn:oid:1.2.3)'))).toEqual([]);
      await waiting();
    });
  },
);
