import { describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../dev/src/test-environment.js';
import { provenanceKey } from './provenance/provenance-of.js';
import { DeliveryBed } from './testing/delivery-bed.js';
import type { Instance } from './testing/instance.js';
import { desired } from './testing/records.js';

jest.setTimeout(30_000);

const file = DeliveryBed.ofThisFile();
const [key, score] = ['Procedure/p1', 'Observation/o1'];
const target = { othersChanges: 'theirs-wins', provenance: { base: 'https://ilium.example/fhir' } } as const;

/** What somebody else does in the chart. */
function changeThere(name: string, fields: object): void {
  const stored = file.bed.server.stored.get(name);
  if (stored?.resource === undefined) throw new Error('It is not there.');
  const [version, resource] = [stored.version + 1, { ...stored.resource, ...fields }];
  file.bed.server.stored.set(name, { version, resource });
  file.bed.server.history.set(`${name}/_history/${version}`, resource);
}

const there = (name: string) => file.bed.server.stored.get(name)?.resource;

async function delivered(instance: Instance): Promise<void> {
  await instance.receive([desired(key)]);
  await until('the delivery', () => instance.record(key), {
    accept: ({ state, reason }) => state === 'delivered' && reason === null,
  });
}

/** As if its Provenance had been left behind. */
function oweProvenance(instance: Instance): Promise<unknown> {
  return instance.dataSource.query(
    `UPDATE desired_records SET reason = 'provenance-missing', attempts = 1, next_attempt_at = now()`,
  );
}

/** What becomes of the next revision: it is judged by what we wrote, and by nothing that was read meanwhile. */
async function nextRevision(instance: Instance, name: string): Promise<string | null> {
  await instance.receive([desired(name, { revision: 2 })]);
  const record = await until('the next revision to be settled', () => instance.record(name), {
    accept: ({ state, deliveredRevision }) => state === 'by-hand' || deliveredRevision === 2,
  });
  return record.reason;
}

describe('a record that is there, and goes once more for what it is owed', () => {
  it('stays delivered without its Provenance where others changed it meanwhile, until its next revision', async () => {
    const instance = await file.bed.start({}, target);
    await delivered(instance);
    changeThere(key, { status: 'stopped' });
    await oweProvenance(instance);
    const record = await until('the attempt', () => instance.record(key), {
      accept: ({ reason }) => reason === 'changed-there',
    });
    expect(record).toMatchObject({ state: 'delivered', nextAttemptAt: null, serverVersion: '1', outcome: null });
    expect(file.bed.server.version(provenanceKey(key))).toBe(1);
    expect(await nextRevision(instance, key)).toBe('changed-there');
    expect(there(key)).toMatchObject({ status: 'stopped' });
  });

  it('stays delivered where others changed it before the record that it names was found', async () => {
    const instance = await file.bed.start({}, { ...target, systemOfRecord: { Procedure: 'target' } });
    const own = desired(key);
    const identifier = [{ system: 'urn:case', value: 'C1' }];
    await instance.receive([
      { ...own, resource: { ...own.resource, identifier } },
      desired(score, { refersTo: [key] }),
    ]);
    await file.bed.settled(instance, score, 'delivered');
    changeThere(score, { status: 'stopped' });
    file.bed.server.places.set('urn:case|C1', 'theirs');
    const record = await until('the attempt', () => instance.record(score), {
      accept: ({ reason }) => reason === 'changed-there',
    });
    expect(record).toMatchObject({ state: 'delivered', nextAttemptAt: null, serverVersion: '1' });
    expect(await nextRevision(instance, score)).toBe('changed-there');
  });

  it('stays delivered where the server would not take it any more, and what that said is kept', async () => {
    const instance = await file.bed.start({}, target);
    await delivered(instance);
    file.bed.server.refuses = () => true;
    await oweProvenance(instance);
    const record = await until('the refusal', () => instance.record(key), {
      accept: ({ reason }) => reason === 'http-422',
    });
    expect(record).toMatchObject({ state: 'delivered', nextAttemptAt: null, deliveredRevision: 1 });
    expect(record.outcome).toMatchObject({ issue: [{ diagnostics: 'refused' }] });
  });

  it('stays delivered while the server fails on it, and is tried again', async () => {
    const instance = await file.bed.start({}, target);
    await delivered(instance);
    file.bed.server.fails = () => true;
    await oweProvenance(instance);
    const states = new Set<string>();
    await until('some attempts', () => instance.record(key), {
      accept: ({ state, attempts }) => states.add(state).size > 0 && attempts > 3,
    });
    file.bed.server.fails = () => false;
    await until('the Provenance', () => file.bed.server.version(provenanceKey(key)), {
      accept: (version) => version === 2,
    });
    expect([...states]).toEqual(['delivered']);
  });

  it('keeps the version that we wrote while it is only looked at', async () => {
    const instance = await file.bed.start({}, { othersChanges: 'theirs-wins' });
    const visit = { type: 'Encounter', identifier: { system: 'urn:visit', value: 'V1' } };
    const record = desired(key);
    await instance.receive([{ ...record, resource: { ...record.resource, encounter: visit } }]);
    await file.bed.settled(instance, key, 'delivered');
    // It is read before each look, as what others added stands in it.
    await instance.dataSource.query('UPDATE desired_records SET is_shared = true');
    changeThere(key, { status: 'stopped' });
    const { attempts } = await instance.record(key);
    await until('another look', () => instance.record(key), { accept: (later) => later.attempts > attempts + 1 });
    expect(await nextRevision(instance, key)).toBe('changed-there');
    expect(there(key)).toMatchObject({ status: 'stopped' });
  });
});
