import { describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../dev/src/test-environment.js';
import { WorkRepository } from './api/work.repository.js';
import { DesiredRecordsRepository } from './desired/desired-records.repository.js';
import type { Settlement } from './desired/settlement.js';
import { ReadBacksRepository } from './read-back/read-backs.repository.js';
import { DeliveryBed } from './testing/delivery-bed.js';
import type { Instance } from './testing/instance.js';
import { desired } from './testing/records.js';

jest.setTimeout(30_000);

const file = DeliveryBed.ofThisFile();
const key = 'Procedure/p1';
const base = 'https://ilium.example/fhir';

async function revision(instance: Instance, number: number) {
  await instance.receive([desired(key, { revision: number })]);
  return until(`revision ${number} to be settled`, () => instance.record(key), {
    accept: ({ state, revision: known }) => Number(known) === number && (state === 'delivered' || state === 'by-hand'),
  });
}

/** What somebody else does in the chart. */
function changeThere(fields: object): void {
  const stored = file.bed.server.stored.get(key);
  if (stored?.resource === undefined) throw new Error('It is not there.');
  const [version, resource] = [stored.version + 1, { ...stored.resource, ...fields }];
  file.bed.server.stored.set(key, { version, resource });
  file.bed.server.history.set(`${key}/_history/${version}`, resource);
}

const there = () => file.bed.server.stored.get(key)?.resource;

/** Takes its answer from nobody. */
function loseTheNextAnswer(): void {
  file.bed.server.script.push({ apply: false, until: new Promise(() => undefined) });
}

const nothing = { reason: null, delayMs: 0, outcome: null, doubtMs: 0, serverVersion: null };
const size = { records: 1, bytes: 1_000_000, singles: 1 };

describe('a claim', () => {
  it('is renewed for the run that renews it, and for no other', async () => {
    const instance = await file.bed.start();
    await instance.stop();
    const { dataSource } = await file.bed.start({ idleMs: 60_000 }, { name: 'elsewhere' });
    const records = new DesiredRecordsRepository(dataSource, 'elsewhere');
    const { lease } = await records.claim(size, 60_000);
    const [one, other] = [lease.ofOneRun(), lease.ofOneRun()];
    const late = performance.now() + 50_000;
    one.renewed(late);
    expect([one, other, lease].map((each) => each.outlasts(30_000, late))).toEqual([true, false, false]);
  });

  it('takes of what goes one record a request no more than its turns, and all of what goes together', async () => {
    const { dataSource } = await file.bed.start({ idleMs: 60_000 }, { name: 'elsewhere' });
    await dataSource.query(
      `INSERT INTO desired_bodies SELECT 'Observation/' || number, '{}' FROM generate_series(1, 10) AS number`,
    );
    await dataSource.query(
      `INSERT INTO desired_records (target, key, lane, resource_type, revision, bytes, refers_to, retracted, state, next_attempt_at)
       SELECT 't', 'Observation/' || number, CASE WHEN number % 2 = 0 THEN 'create-only' ELSE 'repository' END, 'x', 1, 2, '{}', false,
              'pending', now()
         FROM generate_series(1, 10) AS number`,
    );
    const records = new DesiredRecordsRepository(dataSource, 't');
    const claimed = async () => {
      const claim = await records.claim({ records: 10, bytes: 1_000_000, singles: 2 }, 60_000);
      return claim.records.map(({ lane }) => lane).toSorted();
    };
    const together = Array.from({ length: 5 }, () => 'repository');
    expect(await claimed()).toEqual(['create-only', 'create-only', ...together]);
    expect(await claimed()).toEqual(['create-only', 'create-only']);
  });

  it('takes only what goes in its own time where the FHIR server is away', async () => {
    const { dataSource } = await file.bed.start({ idleMs: 60_000 }, { name: 'elsewhere' });
    const lanes = ['repository', 'create-only', 'document', 'hl7v2-out', 'native'];
    for (const lane of lanes) {
      await dataSource.query('INSERT INTO desired_bodies VALUES ($1, $2)', [`Observation/${lane}`, '{}']);
      await dataSource.query(
        `INSERT INTO desired_records (target, key, lane, resource_type, revision, bytes, refers_to, retracted, state, next_attempt_at)
         VALUES ('t', $1, $2, 'x', 1, 2, '{}', false, 'pending', now())`,
        [`Observation/${lane}`, lane],
      );
    }
    const records = new DesiredRecordsRepository(dataSource, 't');
    const claim = await records.claim({ records: 10, bytes: 1_000_000, singles: 10 }, 60_000, 'in-own-time');
    expect(claim.records.map(({ lane }) => lane).toSorted()).toEqual(['document', 'hl7v2-out']);
  });

  it('that was taken before what it waits for came does not put that off', async () => {
    const { dataSource } = await file.bed.start({ idleMs: 60_000 }, { name: 'elsewhere' });
    for (const [name, refersTo, state, attempts] of [
      ['Procedure/a', [], 'pending', 0],
      ['Observation/b', ['Procedure/a'], 'waiting', 12],
    ] as const) {
      await dataSource.query('INSERT INTO desired_bodies VALUES ($1, $2)', [name, '{}']);
      await dataSource.query(
        `INSERT INTO desired_records (target, key, lane, resource_type, revision, bytes, refers_to, retracted, state, reason, attempts,
                                      next_attempt_at)
         VALUES ('t', $1, 'repository', 'x', 1, 2, $2, false, $3, CASE WHEN $4 > 0 THEN 'reference' END, $4, now() - interval '1 s' * ($4 = 0)::int)`,
        [name, refersTo, state, attempts],
      );
    }
    const records = new DesiredRecordsRepository(dataSource, 't');
    const first = await records.claim(size, 60_000);
    const ahead = await records.claim(size, 60_000);
    const settled = (name: string, more: Partial<Settlement>): Settlement => {
      return { ...nothing, key: name, revision: 1, state: 'delivered', attempts: 0, ...more };
    };
    await records.settle(first.lease, [settled('Procedure/a', {})]);
    const inVain = { state: 'waiting', reason: 'reference', attempts: 13, delayMs: 300_000 } as const;
    await records.settle(ahead.lease, [settled('Observation/b', inVain)]);
    expect(await records.msUntilDue()).toBe(0);
  });
});

describe('a record in hand', () => {
  it('that turns out to have lost its meaning on the server stays refused', async () => {
    const { dataSource } = await file.bed.start({ idleMs: 60_000 }, { name: 'elsewhere' });
    await dataSource.query(`INSERT INTO desired_bodies VALUES ($1, '{}')`, [key]);
    await dataSource.query(
      `INSERT INTO desired_records (target, key, lane, resource_type, revision, bytes, refers_to, retracted, state, delivered_revision,
                                    reason, attempts, next_attempt_at)
       VALUES ('t', $1, 'repository', 'x', 1, 2, '{}', false, 'delivered', 1, 'encounter-not-found', 1, now())`,
      [key],
    );
    const records = new DesiredRecordsRepository(dataSource, 't');
    const looked = await records.claim(size, 60_000);
    const readBacks = new ReadBacksRepository(dataSource);
    await readBacks.plan('t', [{ key, revision: 1, place: key, sent: '{}', serverVersion: null }], 0);
    const read = await readBacks.claim('t', 1, 60_000);
    const differences = [{ element: 'status', kind: 'missing', weight: 'meaning' } as const];
    await readBacks.compared(
      't',
      read.lease,
      read.records.map((record) => ({ record, differences, changedSince: false })),
    );
    const stays = { ...nothing, key, revision: 1, state: 'delivered', attempts: 2, delayMs: 60_000 } as const;
    await records.settle(looked.lease, [{ ...stays, reason: 'encounter-not-found' }]);
    const [row] = await dataSource.query<unknown[]>(
      `SELECT state, reason, delivered_revision AS delivered, next_attempt_at AS due, lease_id AS lease FROM desired_records`,
    );
    expect(row).toEqual({ state: 'refused', reason: 'read-back:status', delivered: null, due: null, lease: null });
  });

  it('that a person has settled as it is there asks again with its next revision', async () => {
    const instance = await file.bed.start({}, { othersChanges: 'theirs-wins' });
    await revision(instance, 1);
    changeThere({ status: 'stopped' });
    await revision(instance, 2);
    const work = new WorkRepository(instance.dataSource);
    await work.settle('fhir', key, { revision: 2, by: 'A', as: 'done' });
    expect(await revision(instance, 3)).toMatchObject({ state: 'by-hand', reason: 'changed-there' });
    await work.settle('fhir', key, { revision: 3, by: 'A', as: 'send-again' });
    await file.bed.settled(instance, key, 'delivered');
    expect(there()?.['status']).not.toBe('stopped');
  });

  it.each([
    ['ours-wins', 'delivered'],
    ['theirs-wins', 'by-hand'],
  ] as const)(
    'that others change while it is in doubt is not written over unseen: %s',
    async (othersChanges, state) => {
      const instance = await file.bed.start({}, { othersChanges });
      loseTheNextAnswer();
      await instance.receive([desired(key)]);
      await until('the doubt', () => instance.record(key), { accept: ({ reason }) => reason === 'in-doubt' });
      changeThere({ followUp: [{ text: 'by the ward' }], status: 'stopped' });
      await file.bed.settled(instance, key, state);
      expect(there()).toMatchObject({ followUp: [{ text: 'by the ward' }] });
    },
  );

  it('that goes without its patient, and owes a Provenance, is put off and not held', async () => {
    const first = await file.bed.start({}, { provenance: { base } });
    await first.receive([desired(key)]);
    await file.bed.settled(first, key, 'delivered');
    await first.stop();
    file.bed.server.places.clear();
    const second = await file.bed.start({}, { provenance: { base } });
    await second.dataSource.query(
      `UPDATE desired_records SET reason = 'provenance-missing', attempts = 1, next_attempt_at = now()`,
    );
    const later = await until('another attempt', () => second.record(key), { accept: ({ attempts }) => attempts > 1 });
    expect(later).toMatchObject({ state: 'delivered', reason: 'provenance-missing' });
  });
});
