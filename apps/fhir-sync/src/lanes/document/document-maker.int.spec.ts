import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DesiredRecord } from '@ilium/contracts';
import { createDataSource, runMigrations } from '@ilium/persistence';
import type { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../../../dev/src/test-environment.js';
import { entities, migrations } from '../../database.js';
import { DesiredRecordsRepository } from '../../desired/desired-records.repository.js';
import { drug, injection, painScore } from '../../testing/hl7-records.js';
import { documentId } from './document-id.js';
import { DocumentMaker } from './document-maker.js';
import type { PatientDocument } from './patient-document.js';
import type { Render } from './renderings.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createDatabase();
  const applicationName = 'document-maker test';
  dataSource = createDataSource({ url: database.url, entities, migrations, applicationName });
  await runMigrations(dataSource);
}, 60_000);
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});
beforeEach(() => dataSource.query('TRUNCATE documents, desired_records, desired_bodies'));

const settings = { target: 'fhir', base: 'https://ilium.example/fhir', timeZone: 'America/New_York' };
const maker = (render: Render) => new DocumentMaker(dataSource, 'create-only', settings, { render });
const updatable = () => new DocumentMaker(dataSource, 'repository', settings, { render: rendered });
const rendered = ({ resource }: PatientDocument) => resource;

/** As the consumer keeps them. */
async function keep(records: readonly DesiredRecord[], lane = 'document', subject = 'A'): Promise<void> {
  for (const { key, revision, resource } of records) {
    const body = JSON.stringify(resource);
    await dataSource.query(
      `INSERT INTO desired_bodies (key, body) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET body = excluded.body`,
      [key, body],
    );
    await dataSource.query(
      `INSERT INTO desired_records
              (target, key, lane, resource_type, revision, bytes, subject, refers_to, retracted, state, next_attempt_at)
       VALUES ('fhir', $1, $4, split_part($1, '/', 1), $2, length($3), $5, '{}', false, 'pending', now())
           ON CONFLICT (target, key) DO UPDATE SET revision = excluded.revision`,
      [key, revision, body, lane, subject],
    );
  }
}

async function written(): Promise<readonly string[]> {
  const rows: { title: string }[] = await dataSource.query(
    `SELECT body::json ->> 'description' AS title FROM documents JOIN desired_bodies USING (key) ORDER BY 1`,
  );
  return rows.map(({ title }) => title);
}

/** What the documents replace that are to be created. */
async function replaced(): Promise<readonly unknown[]> {
  const rows: { key: string; replaces: readonly string[] }[] = await dataSource.query(
    `SELECT key, replaces FROM documents JOIN desired_records USING (target, key) WHERE lane = 'create-only' ORDER BY key`,
  );
  return rows.map(({ key, replaces }) => [key, replaces]);
}

const entered = { status: 'entered-in-error' };
const session = `DocumentReference/${documentId('Procedure/p1', 'fhir')}`;
const partOf = [{ reference: 'Procedure/p1' }];
const day = (number: number) => `2026-04-${String(number + 1).padStart(2, '0')}`;
const score = (number: number, value: number, revision = 1) =>
  painScore(`o${number}`, value, { revision, more: { partOf, effectiveDateTime: day(number) } });
const scores = (count: number) => Array.from({ length: count }, (_, number) => score(number, 3));

describe('making documents', () => {
  it('holds neither a transaction nor a lock while a PDF is made', async () => {
    const seen: object[] = [];
    const sql = `
      SELECT (SELECT count(*)::integer FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
                 AND backend_type = 'client backend') AS transactions,
             (SELECT count(*)::integer FROM pg_locks WHERE locktype = 'advisory'
                 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS locks`;
    const looking = maker(async (document) => {
      seen.push(...(await dataSource.query<object[]>(sql)));
      return rendered(document);
    });
    await keep([injection('p1'), ...scores(2)]);
    const { behind } = await looking.make(['Procedure/p1']);
    expect([...behind]).toEqual([]);
    expect(seen).toEqual(Array.from({ length: 3 }, () => ({ transactions: 0, locks: 0 })));
    expect(await written()).toHaveLength(3);
  });

  it('writes down a long chart in parts, each made once', async () => {
    const made: string[] = [];
    const parts: number[] = [];
    const counting = maker(async (document) => {
      made.push(document.key);
      parts.push((await written()).length);
      return rendered(document);
    });
    await keep([injection('p1'), ...scores(24)]);
    await counting.make(['Procedure/p1']);
    expect(made).toHaveLength(25);
    expect(new Set(made).size).toBe(25);
    expect(new Set(parts)).toEqual(new Set([0, 20]));
    expect(await written()).toHaveLength(25);
  });

  it('makes what changed meanwhile once more, and writes the rest', async () => {
    const said: string[] = [];
    let value = 3;
    const changing = maker(async (document) => {
      said.push(document.key);
      if (said.length === 1) await keep([score(0, (value += 1), 2)]);
      return rendered(document);
    });
    await keep([injection('p1'), ...scores(2)]);
    const { behind } = await changing.make(['Procedure/p1']);
    expect([...behind]).toEqual([]);
    // Neither the session nor the other follow-up twice.
    expect(said).toHaveLength(4);
    const [row] = await dataSource.query<{ body: string }[]>(
      `SELECT body FROM desired_bodies WHERE key LIKE 'DocumentReference/%' AND body LIKE '%Follow-up of ${day(0)}%'`,
    );
    const { content } = JSON.parse(row?.body ?? '{}') as { content: { attachment: { data: string } }[] };
    expect(Buffer.from(content[0]?.attachment.data ?? '', 'base64').toString()).toContain(': 4;');
  });

  it('ends under a stream of changes: what is never still waits, and holds nothing else up', async () => {
    let changes = 0;
    const restless = maker(async (document) => {
      changes += 1;
      await keep([score(0, 10 + changes, changes + 1)]);
      return rendered(document);
    });
    await keep([injection('p1'), ...scores(2)]);
    const { behind } = await restless.make(['Procedure/p1', 'Observation/o0']);
    expect([...behind]).toEqual(['Observation/o0']);
    expect(changes).toBeLessThan(10);
    expect(await written()).toEqual([
      `Follow-up of ${day(1)}, after Sacroiliac joint injection of 2026-03-12`,
      'Sacroiliac joint injection, 2026-03-12',
    ]);
  });

  it('makes each once when two make those of a patient at the same time', async () => {
    const made: string[] = [];
    const counting = maker((document) => {
      made.push(document.key);
      return rendered(document);
    });
    await keep([injection('p1'), ...scores(5)]);
    await Promise.all([counting.make(['Procedure/p1']), counting.make(['Observation/o1'])]);
    expect(made).toHaveLength(6);
  });

  it('tells nothing of what is kept here', async () => {
    await keep([injection('p1'), ...scores(1)]);
    await keep([drug('d1', 'Procedure/p1')], 'none');
    const { members } = await maker(rendered).make(['Procedure/p1']);
    expect([...members].toSorted()).toEqual(['Observation/o0', 'Procedure/p1']);
  });

  it('knows of records of other lanes which are told, patient by patient', async () => {
    await keep([injection('p1')]);
    await keep([...scores(1), drug('d1', 'Procedure/p1')], 'repository');
    await keep([painScore('o8', 3, { of: '2' })], 'repository', 'B');
    await keep([painScore('o9', 3, { of: '3' })], 'repository', 'C');
    await keep([injection('p8', { of: '2' })], 'document', 'B');
    const keys = ['Observation/o9', 'Observation/o8', 'MedicationAdministration/d1', 'Observation/o0'];
    expect(await maker(rendered).followed(keys)).toEqual([
      ['MedicationAdministration/d1', 'Observation/o0'],
      ['Observation/o8'],
    ]);
  });

  it('takes back what an instance that died may have sent, and drops what nobody has seen', async () => {
    await keep([injection('p1'), injection('p2', { visit: 'V2' })]);
    await updatable().make(['Procedure/p1', 'Procedure/p2']);
    await dataSource.query(
      `UPDATE desired_records SET lease_id = gen_random_uuid(), lease_until = now() - interval '1 s' WHERE key = $1`,
      [session],
    );
    await keep(['p1', 'p2'].map((id) => injection(id, { revision: 2, more: entered })));
    await updatable().make(['Procedure/p1', 'Procedure/p2']);
    expect(await written()).toEqual(['ENTERED IN ERROR']);
  });

  it('finds what is left of a document whose own records were taken back, while it stands for one that is on its way', async () => {
    const delivered = `UPDATE desired_records SET state = 'delivered', delivered_revision = revision WHERE key = $1`;
    await keep([injection('p1')], 'repository');
    await keep([drug('d1', 'Procedure/p1')]);
    await updatable().make(['Procedure/p1']);
    for (const revision of [2, 3]) {
      await dataSource.query(delivered, [session]);
      await keep([drug('d1', 'Procedure/p1', { revision, more: entered })]);
      await updatable().make(['Procedure/p1']);
    }
    expect(await updatable().left()).toEqual([{ key: session, told: ['Procedure/p1'], isThere: false }]);
    await dataSource.query(delivered, ['Procedure/p1']);
    expect(await updatable().left()).toMatchObject([{ key: session, isThere: true }]);
  });

  it.each([
    ['at rest', `state = 'delivered', next_attempt_at = NULL`, true],
    ['in hand', `lease_id = gen_random_uuid(), lease_until = now() + interval '1 min'`, true],
    ['looked at again anyway', `state = 'waiting'`, false],
  ])('knows that another record’s document is behind, and that record %s', async (_, as, isOtherBehind) => {
    const update = (set: string, key: string) =>
      dataSource.query(`UPDATE desired_records SET ${set} WHERE key = $1`, [key]);
    await keep([injection('p5')]);
    await updatable().make(['Procedure/p5']);
    const document = `DocumentReference/${documentId('Procedure/p5', 'fhir')}`;
    await update(`state = 'delivered', delivered_revision = revision`, document);
    await keep([injection('p1')]);
    await updatable().make(['Procedure/p1']);
    await update(`lease_id = gen_random_uuid(), lease_until = now() + interval '1 min'`, document);
    await update(as, 'Procedure/p5');
    await keep([injection('p1', { revision: 2, more: entered })]);
    const made = await updatable().make(['Procedure/p1']);
    expect(made).toMatchObject({ behind: new Set(['Procedure/p5']), isOtherBehind });
    expect(await updatable().make(['Procedure/p1', 'Procedure/p5'])).toMatchObject({ isOtherBehind: false });
  });

  it('takes back what a person has entered by hand', async () => {
    const creating = maker(rendered);
    await keep([injection('p1')]);
    await creating.make(['Procedure/p1']);
    await dataSource.query(
      `UPDATE desired_records SET state = 'delivered', delivered_revision = revision, entered_by_hand = true WHERE key = $1`,
      [session],
    );
    await keep([injection('p1', { revision: 2, more: entered })]);
    await creating.make(['Procedure/p1']);
    expect(await written()).toEqual(['ENTERED IN ERROR']);
  });

  it('says that what goes another way now was entered in error where that was taken back', async () => {
    const creating = maker(rendered);
    await keep([injection('p1')]);
    await creating.make(['Procedure/p1']);
    await dataSource.query(`UPDATE desired_records SET state = 'delivered', server_id = 'DocumentReference/1'`);
    await keep([injection('p1', { revision: 2, more: entered })]);
    await dataSource.query(`UPDATE desired_records SET lane = 'create-only' WHERE key = 'Procedure/p1'`);
    await creating.make(['Procedure/p1']);
    expect(await written()).toEqual(['ENTERED IN ERROR']);
  });

  it('replaces what stands under an id of ours where the target only creates now, also before its row follows', async () => {
    await keep([injection('p1'), injection('p2', { visit: 'V2' })]);
    await updatable().make(['Procedure/p1']);
    await dataSource.query(
      `UPDATE desired_records SET state = 'delivered', delivered_revision = revision WHERE key = $1`,
      [session],
    );
    await dataSource.query(
      `UPDATE desired_records SET lease_id = gen_random_uuid(), lease_until = now() - interval '1 s' WHERE key = $1`,
      [`DocumentReference/${documentId('Procedure/p2', 'fhir')}`],
    );
    await keep(['p1', 'p2'].map((id) => injection(id, { visit: `V of ${id}`, revision: 2 })));
    const { behind } = await maker(rendered).make(['Procedure/p1']);
    expect(await replaced()).toEqual([[session, [session]]]);
    expect([...behind]).toEqual(['Procedure/p2']);
  });

  it('keeps who still has a former version in hand from creating it, once there is another', async () => {
    await keep([injection('p1')]);
    await maker(rendered).make(['Procedure/p1']);
    const records = new DesiredRecordsRepository(dataSource, 'fhir');
    const { lease } = await records.claim({ records: 10, bytes: 1_000_000, singles: 10 }, 60_000);
    await dataSource.query(`UPDATE desired_records SET lease_until = now() - interval '1 s'`);
    await keep([injection('p1', { visit: 'V2', revision: 2 })]);
    await maker(rendered).make(['Procedure/p1']);
    expect(await records.intend(lease, session, 'digest', 'likeness')).toBe(false);
  });
});
