import { describe, expect, it, jest } from '@jest/globals';
import type { DesiredRecord } from '@ilium/contracts';
import { databaseTimeouts } from '@ilium/persistence';
import { until } from '../../../../../dev/src/test-environment.js';
import { DeliveryBed } from '../../testing/delivery-bed.js';
import { drug, injection } from '../../testing/hl7-records.js';
import { waitingForLocks } from '../../testing/waiting-for-locks.js';
import { documentId } from './document-id.js';
import { lockPatientsSql } from './sql.js';

jest.setTimeout(60_000);

const file = DeliveryBed.ofThisFile();
const documents = { target: 'fhir', base: 'https://ilium.example/fhir', timeZone: 'America/New_York' };
const lanes = { MedicationAdministration: 'repository', usual: 'document' } as const;

const ofPatient2 = (id: string) => drug(id, 'Procedure/p2', { of: '2', more: { partOf: [] } });

describe('a document that takes its time', () => {
  it('takes no request’s place: other records go meanwhile', async () => {
    for (const id of ['1', '2']) file.bed.server.places.set(`urn:oid:1.2.3|${id}`, `pat-${id}`);
    const instance = await file.bed.start({ concurrency: 1 }, { lanes, documents });
    // From then on the target counts as there.
    await instance.receive([ofPatient2('d1')]);
    await file.bed.settled(instance, 'MedicationAdministration/d1', 'delivered');
    const other = instance.dataSource.createQueryRunner();
    await other.startTransaction();
    try {
      // As if another instance made the documents of this patient.
      await other.query(lockPatientsSql, ['fhir', ['Patient?urn:oid:1.2.3|1']]);
      await instance.receive([injection('p1')]);
      await until('the document to wait', () => waitingForLocks(instance.dataSource), { accept: (count) => count > 0 });
      await instance.receive([ofPatient2('d2')]);
      // Before anybody gives up waiting for the lock.
      await until('the other record', () => instance.record('MedicationAdministration/d2'), {
        accept: ({ state }) => state === 'delivered',
        timeoutMs: databaseTimeouts.lockMs - 5_000,
      });
      expect(await instance.record('Procedure/p1')).toMatchObject({ state: 'pending' });
    } finally {
      await other.rollbackTransaction();
      await other.release();
    }
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
  });

  it('is waited for by the change of another record that it changes with', async () => {
    file.bed.server.places.set('urn:oid:1.2.3|1', 'pat-1');
    const instance = await file.bed.start({}, { lanes, documents });
    const deliver = async (record: DesiredRecord, state: string) => {
      await instance.receive([record]);
      await until(`${record.key} to be ${state}`, () => instance.record(record.key), {
        accept: (seen) => seen.state === state && seen.revision === record.revision,
      });
    };
    const key = `DocumentReference/${documentId('Procedure/p5', 'fhir')}`;
    const statusIs = (status: string) =>
      until(`the document to be ${status}`, async () => file.bed.server.stored.get(key)?.resource?.['status'], {
        accept: (seen) => seen === status,
      });
    await deliver(injection('p5'), 'delivered');
    await deliver(injection('p1'), 'delivered');
    await statusIs('superseded');
    await file.bed.settled(instance, key, 'delivered');
    // As if another instance still had it in hand.
    await instance.dataSource.query(
      `UPDATE desired_records SET lease_id = gen_random_uuid(), lease_until = now() + interval '2 s' WHERE key = $1`,
      [key],
    );
    const takenBack = injection('p1', { revision: 2, more: { status: 'entered-in-error' } });
    await deliver(takenBack, 'waiting');
    await statusIs('current');
    await file.bed.settled(instance, takenBack.key, 'delivered');
    expect(await instance.record('Procedure/p5')).toMatchObject({ state: 'delivered' });
  });
});
