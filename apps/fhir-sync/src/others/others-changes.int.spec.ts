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
  file.bed.server.stored.set(key, { version: stored.version + 1, resource: { ...stored.resource, ...fields } });
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
