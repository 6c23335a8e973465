import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createDatabase, until, type TestDatabase } from '../../../dev/src/test-environment.js';
import type { RecordStatus } from './api/records-status.repository.js';
import type { DeliveryTarget } from './delivery/target-delivery.js';
import { emptyTables } from './testing/empty-tables.js';
import { Instance } from './testing/instance.js';
import { desired, patientIdentifier } from './testing/records.js';
import { ScriptedFhirServer } from './testing/scripted-fhir-server.js';

jest.setTimeout(30_000);

let database: TestDatabase;
let servers: Record<'ehr' | 'registry', ScriptedFhirServer>;
const running: Instance[] = [];

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  servers = { ehr: new ScriptedFhirServer(), registry: new ScriptedFhirServer() };
  for (const server of Object.values(servers)) {
    server.places.set(patientIdentifier('1'), 'pat-1');
    await server.start();
  }
});

afterEach(async () => {
  await stop();
  await emptyTables(database.url);
  await Promise.all(Object.values(servers).map((server) => server.stop()));
});

async function start(
  ...targets: readonly (Partial<DeliveryTarget> & { readonly name: 'ehr' | 'registry' })[]
): Promise<Instance> {
  const instance = await Instance.startFor(
    database.url,
    targets.map((target) => ({ baseUrl: servers[target.name].baseUrl, ...target })),
  );
  running.push(instance);
  return instance;
}

function stop(): Promise<unknown> {
  return Promise.all(running.splice(0).map((instance) => instance.stop()));
}

function settled(instance: Instance, target: string, key: string, state = 'delivered'): Promise<RecordStatus> {
  return until(`${key} at ${target} to be ${state}`, () => instance.record(key, target), {
    accept: (record) => record.state === state,
  });
}

describe('several targets', () => {
  it('each get every record; one that is away holds up no other', async () => {
    const instance = await start({ name: 'ehr' }, { name: 'registry' });
    await servers.registry.stop();
    await instance.receive([desired('Procedure/p1'), desired('Observation/o1', { refersTo: ['Procedure/p1'] })]);
    await settled(instance, 'ehr', 'Observation/o1');
    expect((await instance.record('Observation/o1', 'registry')).state).not.toBe('delivered');
    expect((await instance.status.state()).keys).toBe(0);
    await servers.registry.start();
    await settled(instance, 'registry', 'Observation/o1');
    await settled(instance, 'registry', 'Procedure/p1');
    expect((await instance.status.state()).keys).toBe(2);
    expect([...servers.ehr.stored.keys()]).toEqual([...servers.registry.stored.keys()]);
  });

  it('have lanes of their own: what one is not to have is kept, and counts as done', async () => {
    const instance = await start({ name: 'ehr', lanes: { Observation: 'none' } }, { name: 'registry' });
    await instance.receive([desired('Procedure/p1'), desired('Observation/o1')]);
    await settled(instance, 'registry', 'Observation/o1');
    await settled(instance, 'ehr', 'Procedure/p1');
    expect(await instance.record('Observation/o1', 'ehr')).toMatchObject({ state: 'kept', nextAttemptAt: null });
    expect([...servers.ehr.stored.keys()]).toEqual(['Procedure/p1']);
    expect((await instance.status.state()).keys).toBe(2);
  });

  it('take the records of their own site; of a site that has none a message is parked', async () => {
    const instance = await start({ name: 'ehr', site: 'here' }, { name: 'registry', site: 'there' });
    expect(await instance.receiveOf('here', [desired('Procedure/p1')])).toEqual([{ kind: 'done' }]);
    expect(await instance.receiveOf('there', [desired('Procedure/p2')])).toEqual([{ kind: 'done' }]);
    for (const site of ['nowhere', undefined]) {
      expect(await instance.receiveOf(site, [desired('Procedure/p3')])).toMatchObject([
        { kind: 'parked', reason: 'unknown-site' },
      ]);
    }
    await settled(instance, 'ehr', 'Procedure/p1');
    await settled(instance, 'registry', 'Procedure/p2');
    expect([...servers.ehr.stored.keys(), ...servers.registry.stored.keys()]).toEqual(['Procedure/p1', 'Procedure/p2']);
  });

  it('that come later get what others have, and what they have follows lanes that were changed', async () => {
    const first = await start({ name: 'ehr', lanes: { Observation: 'none' } });
    await first.receive([desired('Procedure/p1'), desired('Observation/o1')]);
    await settled(first, 'ehr', 'Procedure/p1');
    await stop();
    const second = await start({ name: 'ehr' }, { name: 'registry', lanes: { Procedure: 'none' } });
    await settled(second, 'ehr', 'Observation/o1');
    await settled(second, 'registry', 'Observation/o1');
    expect(await second.record('Procedure/p1', 'registry')).toMatchObject({ state: 'kept' });
    expect(servers.ehr.version('Procedure/p1')).toBe(1);
    expect([...servers.registry.stored.keys()]).toEqual(['Observation/o1']);
    await second.receive([desired('Observation/o1', { revision: 2 })]);
    await until(
      'both corrections',
      async () => servers.ehr.version('Observation/o1') + servers.registry.version('Observation/o1') === 4,
    );
    await stop();
    const third = await start({ name: 'registry', lanes: { Procedure: 'none' } });
    expect((await third.status.summary()).all).toMatchObject({ total: 2 });
    await until('the warning', () => third.logged.join('').includes('no site file names'));
  });

  it('whose records came there under ids of the server are corrected there when their lane becomes repository', async () => {
    const first = await start({ name: 'ehr' });
    await first.receive([desired('Procedure/p1')]);
    await settled(first, 'ehr', 'Procedure/p1');
    // As the lane create-only leaves it.
    await first.dataSource.query(`UPDATE desired_records SET lane = 'create-only', server_id = 'Procedure/17'`);
    await first.dataSource.query('DELETE FROM routed_targets');
    await stop();
    servers.ehr.stored.set('Procedure/17', { version: 1, resource: { resourceType: 'Procedure', id: '17' } });
    const second = await start({ name: 'ehr' });
    const routed = await until('the other lane', () => second.record('Procedure/p1', 'ehr'), {
      accept: ({ lane }) => lane === 'repository',
    });
    expect(routed).toMatchObject({ state: 'delivered' });
    await second.receive([desired('Procedure/p1', { revision: 2 })]);
    await until('the correction', () => servers.ehr.version('Procedure/17') === 2);
    await settled(second, 'ehr', 'Procedure/p1');
    expect(servers.ehr.stored.get('Procedure/17')?.resource).toMatchObject({ id: '17', note: [{ text: 'r2' }] });
    expect(servers.ehr.version('Procedure/p1')).toBe(1);
  });

  it('that were left out for a while get what was corrected meanwhile', async () => {
    const first = await start({ name: 'ehr' }, { name: 'registry' });
    await first.receive([desired('Procedure/p1')]);
    await settled(first, 'registry', 'Procedure/p1');
    await stop();
    const second = await start({ name: 'ehr' });
    await second.receive([desired('Procedure/p1', { revision: 2 })]);
    await until('the correction', () => servers.ehr.version('Procedure/p1') === 2);
    await stop();
    await start({ name: 'ehr' }, { name: 'registry' });
    await until('the correction there as well', () => servers.registry.version('Procedure/p1') === 2);
    expect(servers.registry.stored.get('Procedure/p1')?.resource).toMatchObject({ note: [{ text: 'r2' }] });
  });

  it('that keep the originals no longer are written to anew, never over what was theirs', async () => {
    const first = await start({ name: 'ehr' });
    await first.receive([desired('Procedure/p1')]);
    await settled(first, 'ehr', 'Procedure/p1');
    await first.dataSource.query(
      `UPDATE desired_records SET lane = 'native', state = 'native', server_id = 'Procedure/theirs', server_version = NULL`,
    );
    await first.dataSource.query('DELETE FROM routed_targets');
    await stop();
    servers.ehr.stored.set('Procedure/theirs', { version: 1, resource: { resourceType: 'Procedure', id: 'theirs' } });
    const second = await start({ name: 'ehr' });
    await settled(second, 'ehr', 'Procedure/p1');
    expect(servers.ehr.version('Procedure/theirs')).toBe(1);
    expect(servers.ehr.version('Procedure/p1')).toBe(2);
  });
});
