import { describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import { WorkRepository } from '../api/work.repository.js';
import { DeliveryBed } from '../testing/delivery-bed.js';
import type { Instance } from '../testing/instance.js';
import { desired } from '../testing/records.js';

jest.setTimeout(30_000);

const key = 'Procedure/p1';
const follows = [{ text: 'by the ward' }];

const file = DeliveryBed.ofThisFile();

async function revision(instance: Instance, number: number, status = 'completed') {
  await instance.receive([desired(key, { revision: number, status })]);
  return until(`revision ${number} to be settled`, () => instance.record(key), {
    accept: ({ state, revision: wanted }) => wanted === number && (state === 'delivered' || state === 'by-hand'),
  });
}

/** Somebody else writes the record. */
function change(fields: object): void {
  const stored = file.bed.server.stored.get(key);
  if (stored?.resource === undefined) throw new Error('It is not there.');
  const [version, resource] = [stored.version + 1, { ...stored.resource, ...fields }];
  file.bed.server.stored.set(key, { version, resource });
  file.bed.server.history.set(`${key}/_history/${version}`, resource);
}

function there(): unknown {
  return file.bed.server.stored.get(key)?.resource;
}

describe('what others do to a record of ours', () => {
  it('stays as far as it is not ours, also when only we write from then on', async () => {
    const instance = await file.bed.start();
    await revision(instance, 1);
    change({ followUp: follows, status: 'stopped' });
    expect(await revision(instance, 2)).toMatchObject({ state: 'delivered', serverVersion: '3' });
    expect(there()).toMatchObject({ followUp: follows, status: 'completed' });
    expect(await revision(instance, 3)).toMatchObject({ state: 'delivered', serverVersion: '4' });
    expect(there()).toMatchObject({ followUp: follows });
  });

  it('stays where the site lets theirs win, and is told by its elements, until a person says otherwise', async () => {
    const instance = await file.bed.start({}, { othersChanges: 'theirs-wins' });
    await revision(instance, 1);
    change({ followUp: follows, status: 'stopped' });
    const expected = {
      ...{ state: 'by-hand', reason: 'changed-there', deliveredRevision: 1 },
      outcome: { issue: [{ code: 'conflict', expression: ['Procedure.status'] }] },
    };
    expect(await revision(instance, 2)).toMatchObject(expected);
    expect(JSON.stringify((await instance.record(key)).outcome)).not.toContain('stopped');
    expect(await revision(instance, 3)).toMatchObject(expected);
    expect(there()).toMatchObject({ status: 'stopped' });
    const work = new WorkRepository(instance.dataSource);
    expect(await work.settle('fhir', key, { revision: 3, by: 'A. Person', as: 'send-again' })).toBe(true);
    await file.bed.settled(instance, key, 'delivered');
    expect(there()).toMatchObject({ status: 'completed', followUp: follows });
  });

  describe('and was overruled by a person', () => {
    async function overruled(): Promise<Instance> {
      const instance = await file.bed.start({}, { othersChanges: 'theirs-wins' });
      await revision(instance, 1);
      change({ status: 'stopped' });
      expect(await revision(instance, 2)).toMatchObject({ state: 'by-hand', reason: 'changed-there' });
      file.bed.server.fails = () => true;
      const decision = { revision: 2, by: 'A. Person', as: 'send-again' } as const;
      expect(await new WorkRepository(instance.dataSource).settle('fhir', key, decision)).toBe(true);
      await until('a write that fails', () => instance.record(key), { accept: ({ reason }) => reason === 'http-500' });
      return instance;
    }
    const works = (): void => void (file.bed.server.fails = () => false);

    it('is written over, also when writes fail first and another instance goes on', async () => {
      await (await overruled()).stop();
      const next = await file.bed.start({}, { othersChanges: 'theirs-wins' });
      works();
      await until('the write', () => next.record(key), { accept: ({ state }) => state === 'delivered' });
      expect(there()).toMatchObject({ status: 'completed' });
      change({ status: 'on-hold' });
      expect(await revision(next, 3)).toMatchObject({ state: 'by-hand', reason: 'changed-there' });
      expect(there()).toMatchObject({ status: 'on-hold' });
    });

    it('is written over by a newer revision as well', async () => {
      const instance = await overruled();
      await instance.receive([desired(key, { revision: 3 })]);
      works();
      expect(await file.bed.settled(instance, key, 'delivered')).toMatchObject({ deliveredRevision: 3 });
      expect(there()).toMatchObject({ status: 'completed', note: [{ text: 'r3' }] });
    });

    it('stays for another look where they changed it once more before it was written', async () => {
      const instance = await overruled();
      change({ status: 'on-hold' });
      works();
      expect(await file.bed.settled(instance, key, 'by-hand')).toMatchObject({ reason: 'changed-there' });
      expect(there()).toMatchObject({ status: 'on-hold' });
    });
  });

  it('holds nothing up where theirs would win, but they changed nothing of ours', async () => {
    const instance = await file.bed.start({}, { othersChanges: 'theirs-wins' });
    await revision(instance, 1);
    change({ followUp: follows });
    expect(await revision(instance, 2, 'stopped')).toMatchObject({ state: 'delivered' });
    expect(there()).toMatchObject({ status: 'stopped', followUp: follows });
  });

  it('leaves it to a person where the server does not show what we wrote', async () => {
    const instance = await file.bed.start({}, { othersChanges: 'theirs-wins' });
    await revision(instance, 1);
    change({ followUp: follows });
    file.bed.server.history.clear();
    expect(await revision(instance, 2, 'stopped')).toMatchObject({ state: 'by-hand', reason: 'changed-there' });
  });
});
