import { done, skipped } from '@ilium/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createDatabase, until, type TestDatabase } from '../../../dev/src/test-environment.js';
import { Instance } from './testing/instance.js';
import { desired, patientIdentifier } from './testing/records.js';
import { ScriptedFhirServer } from './testing/scripted-fhir-server.js';

// A machine under load takes its time; a wait that succeeds is never this long.
jest.setTimeout(30_000);

let database: TestDatabase;
let server: ScriptedFhirServer;
const instances: Instance[] = [];

beforeAll(async () => {
  database = await createDatabase();
});

afterAll(() => database.drop());

beforeEach(async () => {
  server = new ScriptedFhirServer();
  server.places.set(patientIdentifier('1'), 'pat-1');
  await server.start();
});

afterEach(async () => {
  const last = instances.at(-1);
  await last?.dataSource.query('TRUNCATE desired_records, desired_bodies');
  await Promise.all(instances.splice(0).map((instance) => instance.stop()));
  await server.stop();
});

async function start(settings: Parameters<typeof Instance.start>[2] = {}): Promise<Instance> {
  const instance = await Instance.start(database.url, server.baseUrl, settings);
  instances.push(instance);
  return instance;
}

async function settled(instance: Instance, key: string, state: string) {
  return until(`${key} to be ${state}`, () => instance.record(key), { accept: (record) => record.state === state });
}

describe('delivery', () => {
  it('writes a record with the place of its patient beside the identifier', async () => {
    const instance = await start();
    expect(await instance.receive([desired('Procedure/p1')])).toEqual([done()]);
    expect(await settled(instance, 'Procedure/p1', 'delivered')).toMatchObject({
      revision: 1,
      deliveredRevision: 1,
      serverVersion: '1',
      attempts: 0,
    });
    expect(server.stored.get('Procedure/p1')?.resource).toMatchObject({
      subject: { reference: 'Patient/pat-1', identifier: { value: '1' } },
    });
  });

  it('lets the highest revision win, in whatever order revisions come', async () => {
    const instance = await start();
    await instance.receive([desired('Procedure/p1', { revision: 3 })]);
    await settled(instance, 'Procedure/p1', 'delivered');
    const fates = await instance.receive(
      [desired('Procedure/p1', { revision: 2 })],
      [desired('Procedure/p1', { revision: 4 })],
      [desired('Procedure/p1', { revision: 1 })],
    );
    expect(fates).toEqual([skipped('superseded'), done(), skipped('superseded')]);
    const record = await until('revision 4', () => instance.record('Procedure/p1'), {
      accept: ({ deliveredRevision }) => deliveredRevision === 4,
    });
    expect(record).toMatchObject({ state: 'delivered', revision: 4 });
    expect(server.stored.get('Procedure/p1')).toMatchObject({ version: 2, resource: { note: [{ text: 'r4' }] } });
  });

  it('writes nothing for the same bundle again', async () => {
    const instance = await start();
    await instance.receive([desired('Procedure/p1')]);
    await settled(instance, 'Procedure/p1', 'delivered');
    expect(await instance.receive([desired('Procedure/p1')])).toEqual([done()]);
    await instance.receive([desired('Procedure/p2')]);
    await settled(instance, 'Procedure/p2', 'delivered');
    expect(server.transactions).toEqual([['Procedure/p1'], ['Procedure/p2']]);
  });

  it('costs nothing but time when the server is down: no attempt, and one write per record after ten corrections', async () => {
    const instance = await start();
    await instance.receive([desired('Procedure/p0')]);
    await settled(instance, 'Procedure/p0', 'delivered');
    await server.stop();
    for (let revision = 1; revision <= 10; revision += 1)
      await instance.receive([
        desired('Procedure/p1', { revision }),
        desired('Observation/o1', { revision, refersTo: ['Procedure/p1'] }),
      ]);
    await until('the outage to be seen', () => instance.target.reachable, { accept: (reachable) => !reachable });
    expect(await instance.record('Procedure/p1')).toMatchObject({ state: 'pending', attempts: 0, revision: 10 });
    await server.start();
    await settled(instance, 'Observation/o1', 'delivered');
    expect(server.version('Procedure/p1')).toBe(1);
    expect(server.version('Observation/o1')).toBe(1);
    expect(instance.target).toEqual({ reachable: true, lastError: null });
  });

  it('waits as long as the server wants it to', async () => {
    const instance = await start();
    server.script.push({ apply: false, status: 429, headers: { 'retry-after': '1' } });
    const began = performance.now();
    await instance.receive([desired('Procedure/p1')]);
    await settled(instance, 'Procedure/p1', 'delivered');
    expect(performance.now() - began).toBeGreaterThanOrEqual(1_000);
    expect(server.transactions).toHaveLength(2);
  });

  it.each([
    [401, undefined],
    [403, '<html>Forbidden</html>'],
    [404, '{}'],
    [405, undefined],
    [410, ''],
  ])('refuses nothing while a status of %i comes without an OperationOutcome', async (status, body) => {
    const instance = await start();
    for (let time = 0; time < 3; time += 1)
      server.script.push({ apply: false, status, ...(body === undefined ? {} : { body }) });
    await instance.receive([desired('Procedure/p1'), desired('Procedure/p2')]);
    expect(await settled(instance, 'Procedure/p1', 'delivered')).toMatchObject({ attempts: 0, reason: null });
    await settled(instance, 'Procedure/p2', 'delivered');
    expect(server.transactions).toHaveLength(4);
  });

  it('refuses what the server itself forbids, record by record', async () => {
    const instance = await start();
    const body = JSON.stringify({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'forbidden' }],
    });
    for (let time = 0; time < 3; time += 1) server.script.push({ apply: false, status: 403, body });
    await instance.receive([desired('Procedure/p1'), desired('Procedure/p2')]);
    for (const key of ['Procedure/p1', 'Procedure/p2'])
      expect(await settled(instance, key, 'refused')).toMatchObject({ reason: 'http-403' });
  });

  it('does not take a 200 with a 422 inside for a success', async () => {
    const instance = await start();
    server.script.push({ refuseEntries: (key) => key === 'Procedure/bad' });
    await instance.receive([desired('Procedure/good'), desired('Procedure/bad')]);
    await settled(instance, 'Procedure/good', 'delivered');
    expect(await settled(instance, 'Procedure/bad', 'refused')).toMatchObject({
      reason: 'http-422',
      deliveredRevision: null,
      outcome: { resourceType: 'OperationOutcome', issue: [{ diagnostics: 'refused' }] },
    });
  });

  it.each([
    ['the connection is cut', { apply: true, cut: true } as const],
    ['the answer is truncated', { apply: true, truncate: true } as const],
    ['a gateway says 504', { apply: true, status: 504 } as const],
    ['the answer is HTML', { apply: true, status: 200, body: '<html>' } as const],
    ['the answer never comes', { apply: true, until: new Promise(() => undefined) } as const],
  ])('has each record on the server once when it was applied and %s', async (_fault, act) => {
    const instance = await start();
    await instance.receive([desired('Procedure/p1', { revision: 1 })]);
    await settled(instance, 'Procedure/p1', 'delivered');
    server.script.push(act);
    await instance.receive([desired('Procedure/p1', { revision: 2 }), desired('Procedure/p2')]);
    await settled(instance, 'Procedure/p2', 'delivered');
    const record = await until('revision 2', () => instance.record('Procedure/p1'), {
      accept: ({ deliveredRevision }) => deliveredRevision === 2,
    });
    expect(record.serverVersion).toBe(String(server.version('Procedure/p1')));
    expect(server.stored.get('Procedure/p1')?.resource).toMatchObject({ note: [{ text: 'r2' }] });
    expect([...server.stored.keys()].toSorted()).toEqual(['Procedure/p1', 'Procedure/p2']);
  });

  it('finds the record that a transaction is refused for; it holds only what refers to it, and its next revision tries again', async () => {
    const instance = await start();
    server.refuses = (key, resource) => key === 'Procedure/bad' && resource['status'] === 'wrong';
    const others = Array.from({ length: 20 }, (_, index) => desired(`Procedure/p${index}`));
    await instance.receive([
      ...others,
      desired('Procedure/bad', { status: 'wrong' }),
      desired('Observation/of-bad', { refersTo: ['Procedure/bad'] }),
      desired('Observation/of-p1', { refersTo: ['Procedure/p1'] }),
    ]);
    await settled(instance, 'Procedure/bad', 'refused');
    expect(await settled(instance, 'Observation/of-bad', 'waiting')).toMatchObject({ reason: 'reference' });
    await settled(instance, 'Observation/of-p1', 'delivered');
    for (const { key } of others) await settled(instance, key, 'delivered');
    expect(await instance.status.summary()).toMatchObject({
      total: 23,
      byState: { delivered: 21, refused: 1, waiting: 1, pending: 0 },
    });

    await instance.receive([desired('Procedure/bad', { revision: 2, status: 'completed' })]);
    await settled(instance, 'Procedure/bad', 'delivered');
    await settled(instance, 'Observation/of-bad', 'delivered');
    expect(server.version('Observation/of-bad')).toBe(1);
  });

  it('waits for a patient who is not there yet', async () => {
    const instance = await start();
    await instance.receive([desired('Procedure/p1', { patient: 'later' }), desired('Procedure/p2')]);
    expect(await settled(instance, 'Procedure/p1', 'waiting')).toMatchObject({ reason: 'patient-not-found' });
    await settled(instance, 'Procedure/p2', 'delivered');
    server.places.set(patientIdentifier('later'), 'pat-2');
    await settled(instance, 'Procedure/p1', 'delivered');
    expect(server.stored.get('Procedure/p1')?.resource).toMatchObject({ subject: { reference: 'Patient/pat-2' } });
  });

  it('asks again for the place of a patient before it refuses what names one from memory', async () => {
    const instance = await start();
    await instance.receive([desired('Procedure/p1')]);
    await settled(instance, 'Procedure/p1', 'delivered');
    server.places.set(patientIdentifier('1'), 'pat-new');
    server.refuses = (_key, { subject }) => JSON.stringify(subject).includes('pat-1');
    await instance.receive([desired('Procedure/p2'), desired('Procedure/p3')]);
    await settled(instance, 'Procedure/p2', 'delivered');
    await settled(instance, 'Procedure/p3', 'delivered');
    expect(server.stored.get('Procedure/p2')?.resource).toMatchObject({ subject: { reference: 'Patient/pat-new' } });
    server.refuses = (key) => key === 'Procedure/bad';
    const before = server.transactions.length;
    await instance.receive([desired('Procedure/bad')]);
    await settled(instance, 'Procedure/bad', 'refused');
    expect(server.transactions.slice(before)).toHaveLength(2);
  });

  it('sends a record after the one it refers to, which comes later', async () => {
    const instance = await start();
    await instance.receive([desired('Observation/o1', { refersTo: ['Procedure/p1'] })]);
    await settled(instance, 'Observation/o1', 'waiting');
    await instance.receive([desired('Procedure/p1')]);
    await settled(instance, 'Observation/o1', 'delivered');
    expect(server.transactions.flat()).toEqual(['Procedure/p1', 'Observation/o1']);
  });

  it('does not take a newer revision for delivered that came while an older one was in flight', async () => {
    const instance = await start();
    let goOn: (value?: unknown) => void = () => undefined;
    server.script.push({ apply: true, until: new Promise((resolve) => (goOn = resolve)) });
    await instance.receive([desired('Procedure/p1', { revision: 1 })]);
    await until('the request', () => server.transactions.length === 1);
    await instance.receive([desired('Procedure/p1', { revision: 2 })]);
    expect(await instance.record('Procedure/p1')).toMatchObject({
      state: 'pending',
      revision: 2,
      deliveredRevision: null,
    });
    goOn();
    const record = await settled(instance, 'Procedure/p1', 'delivered');
    expect(record).toMatchObject({ revision: 2, deliveredRevision: 2 });
    expect(server.stored.get('Procedure/p1')).toMatchObject({ version: 2, resource: { note: [{ text: 'r2' }] } });
  });

  it('does not let an older first write stand that timed out and is applied after the newer one', async () => {
    const instance = await start();
    let apply: (value?: unknown) => void = () => undefined;
    server.script.push({ apply: true, until: new Promise((resolve) => (apply = resolve)) });
    await instance.receive([desired('Procedure/p1', { revision: 1 })]);
    await until('the request', () => server.transactions.length === 1);
    await instance.receive([desired('Procedure/p1', { revision: 2 })]);
    await until('revision 2 on the server', () => server.version('Procedure/p1') === 1);
    expect(await settled(instance, 'Procedure/p1', 'pending')).toMatchObject({ deliveredRevision: null });
    apply();
    await until('revision 1 on the server', () => server.version('Procedure/p1') === 2);
    expect(await settled(instance, 'Procedure/p1', 'delivered')).toMatchObject({ revision: 2, serverVersion: '3' });
    expect(server.stored.get('Procedure/p1')?.resource).toMatchObject({ note: [{ text: 'r2' }] });
  });

  it('does not let a first write stand that an instance sent before it died and that is applied after the newer one', async () => {
    const dying = await start({ timeoutMs: 60_000, leaseMs: 200_000 });
    let apply: (value?: unknown) => void = () => undefined;
    server.script.push({ apply: true, until: new Promise((resolve) => (apply = resolve)) });
    await dying.receive([desired('Procedure/p1', { revision: 1 })]);
    await until('the request', () => server.transactions.length === 1);
    await dying.receive([desired('Procedure/p1', { revision: 2 })]);
    const second = await start();
    await dying.dataSource.query(`UPDATE desired_records SET lease_until = now() - interval '1 s'`);
    await until('the doubt', () => second.record('Procedure/p1'), { accept: ({ reason }) => reason === 'in-doubt' });
    await settled(second, 'Procedure/p1', 'delivered');
    expect(server.version('Procedure/p1')).toBe(1);
    apply();
    await until('revision 2 once more', () => server.version('Procedure/p1') === 3);
    await settled(second, 'Procedure/p1', 'delivered');
    expect(server.stored.get('Procedure/p1')?.resource).toMatchObject({ note: [{ text: 'r2' }] });
  });

  it('only reads a first write that followed a time-out, when it still stands', async () => {
    const instance = await start();
    server.script.push({ apply: false, until: new Promise(() => undefined) });
    await instance.receive([desired('Procedure/p1')]);
    await settled(instance, 'Procedure/p1', 'delivered');
    expect(server.transactions).toHaveLength(2);
    expect(server.version('Procedure/p1')).toBe(1);
  });

  it('reads the version and writes again when somebody else wrote in between', async () => {
    const instance = await start();
    await instance.receive([desired('Procedure/p1')]);
    await settled(instance, 'Procedure/p1', 'delivered');
    server.stored.set('Procedure/p1', { version: 7, resource: undefined });
    await instance.receive([desired('Procedure/p1', { revision: 2 })]);
    const record = await until('revision 2', () => instance.record('Procedure/p1'), {
      accept: ({ deliveredRevision }) => deliveredRevision === 2,
    });
    expect(record.serverVersion).toBe('8');
  });

  it('sends smaller transactions to a server that takes no larger ones, and remembers it', async () => {
    const instance = await start();
    server.mostEntries = 4;
    const batch = (from: number) => Array.from({ length: 10 }, (_, index) => desired(`Procedure/p${from + index}`));
    await instance.receive(batch(0));
    for (const { key } of batch(0)) await settled(instance, key, 'delivered');
    const before = server.transactions.length;
    await instance.receive(batch(10));
    for (const { key } of batch(10)) await settled(instance, key, 'delivered');
    expect(server.transactions.slice(before).every(({ length }) => length <= 4)).toBe(true);
  });

  it('isolates a record that makes the server fail; the others go through', async () => {
    const instance = await start();
    server.fails = (key) => key === 'Procedure/poison';
    const records = Array.from({ length: 30 }, (_, index) => desired(`Procedure/p${index}`));
    await instance.receive([...records, desired('Procedure/poison')]);
    for (const { key } of records) await settled(instance, key, 'delivered');
    expect(await instance.record('Procedure/poison')).toMatchObject({ state: 'pending', reason: 'http-500' });
    server.fails = () => false;
    await settled(instance, 'Procedure/poison', 'delivered');
  });

  it('blames a record that is too large on its own, and not the size of its company', async () => {
    const instance = await start();
    server.tooLarge = (key) => key === 'Procedure/huge';
    const batch = (from: number) => Array.from({ length: 20 }, (_, index) => desired(`Procedure/p${from + index}`));
    await instance.receive([...batch(0), desired('Procedure/huge')]);
    expect(await settled(instance, 'Procedure/huge', 'refused')).toMatchObject({ reason: 'http-413' });
    for (const { key } of batch(0)) await settled(instance, key, 'delivered');
    const before = server.transactions.length;
    await instance.receive(batch(20));
    for (const { key } of batch(20)) await settled(instance, key, 'delivered');
    expect(server.transactions.slice(before)).toHaveLength(1);
  });

  it('stops in time although an answer never comes; the record is sent by whoever comes next', async () => {
    const first = await start({ timeoutMs: 60_000, leaseMs: 200_000, stopWithinMs: 50 });
    server.script.push({ apply: true, until: new Promise(() => undefined) });
    await first.receive([desired('Procedure/p1')]);
    await until('the request', () => server.transactions.length === 1);
    await first.stop();
    const second = await start();
    await until('the second request', () => server.version('Procedure/p1') === 1);
    // The first one may be applied for as long as its time-out, and nobody waits a minute in a test.
    await until('the doubt', () => second.record('Procedure/p1'), { accept: ({ reason }) => reason === 'in-doubt' });
    await second.dataSource.query('UPDATE desired_records SET next_attempt_at = now(), doubt_until = now()');
    await settled(second, 'Procedure/p1', 'delivered');
    expect(server.transactions).toHaveLength(2);
  });

  it('is taken over by another instance when one hangs; each record is there once', async () => {
    const hanging = await start({ timeoutMs: 60_000, leaseMs: 200_000 });
    server.script.push({ apply: true, until: new Promise(() => undefined) });
    await hanging.receive([desired('Procedure/p1')]);
    await until('the request', () => server.transactions.length === 1);
    const second = await start();
    await hanging.dataSource.query(`UPDATE desired_records SET lease_until = now() - interval '1 s'`);
    await settled(second, 'Procedure/p1', 'delivered');
    expect([...server.stored.keys()]).toEqual(['Procedure/p1']);
    expect(server.transactions).toHaveLength(2);
    await server.stop();
  });

  it('sends once more what another instance delivered while a late answer of ours was under way', async () => {
    const late = await start({ timeoutMs: 60_000, leaseMs: 200_000 });
    let goOn: (value?: unknown) => void = () => undefined;
    server.script.push({ apply: true, until: new Promise((resolve) => (goOn = resolve)) });
    await late.receive([desired('Procedure/p1', { revision: 1 })]);
    await until('the request', () => server.transactions.length === 1);
    await late.receive([desired('Procedure/p1', { revision: 2 })]);
    const second = await start();
    await late.dataSource.query(`UPDATE desired_records SET lease_until = now() - interval '1 s'`);
    await settled(second, 'Procedure/p1', 'delivered');
    goOn();
    await until('both requests and the repetition', () => server.version('Procedure/p1') >= 3);
    await settled(second, 'Procedure/p1', 'delivered');
    expect(server.stored.get('Procedure/p1')?.resource).toMatchObject({ note: [{ text: 'r2' }] });
  });

  it('shares the work of two instances', async () => {
    const [one, two] = [
      await start({ limits: { entries: 5, bytes: 1_000_000 } }),
      await start({ limits: { entries: 5, bytes: 1_000_000 } }),
    ];
    const records = Array.from({ length: 200 }, (_, index) => desired(`Procedure/p${index}`));
    await Promise.all([one.receive(records.slice(0, 100)), two.receive(records.slice(100))]);
    await until('all', () => one.status.summary(), { accept: ({ byState }) => byState.delivered === 200 });
    expect(server.transactions.flat()).toHaveLength(200);
    expect((await one.status.state()).keys).toBe(200);
  });

  it('keeps its balance: every record is in one state, retracted ones are told apart', async () => {
    const instance = await start();
    await instance.receive([
      desired('Procedure/p1'),
      desired('Observation/o1'),
      desired('Procedure/p2', { patient: 'nobody' }),
    ]);
    await settled(instance, 'Observation/o1', 'delivered');
    await instance.receive([desired('Procedure/p1', { revision: 2, status: 'entered-in-error' })]);
    await until('the retraction', () => instance.record('Procedure/p1'), {
      accept: ({ deliveredRevision }) => deliveredRevision === 2,
    });
    await settled(instance, 'Procedure/p2', 'waiting');
    const { total, byState, delivered } = await instance.status.summary();
    expect(total).toBe(3);
    expect(Object.values(byState).reduce((sum, count) => sum + count, 0)).toBe(total);
    expect(delivered).toEqual([
      { resourceType: 'Observation', live: 1, retracted: 0 },
      { resourceType: 'Procedure', live: 0, retracted: 1 },
    ]);
  });
});
