import { describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import { DeliveryBed } from '../testing/delivery-bed.js';
import { desired } from '../testing/records.js';

jest.setTimeout(30_000);

const file = DeliveryBed.ofThisFile();

describe('what a target is to read back', () => {
  it('is read again after its delivery, as it was sent, and refused where it lost a meaning', async () => {
    const instance = await file.bed.start({}, { readBack: 1 });
    file.bed.server.drops = ['status'];
    await instance.receive([desired('Procedure/p1')]);
    expect(await file.bed.settled(instance, 'Procedure/p1', 'refused')).toMatchObject({ reason: 'read-back:status' });
    expect((await instance.work({ target: 'fhir', limit: 10 })).items).toMatchObject([
      { key: 'Procedure/p1', state: 'refused', reason: 'read-back:status' },
    ]);
    const { checks } = await instance.health();
    expect(checks['read-back']?.reason).toContain('1 records');
    file.bed.server.drops = [];
    await instance.receive([desired('Procedure/p1', { revision: 2 })]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    await until('the second reading', () => instance.metrics(), {
      accept: (metrics) => /ilium_fhir_read_backs_total\{.*result="same".*\} 1/.test(metrics),
    });
    expect(await instance.metrics()).not.toMatch(/ilium_fhir_records_differing\{/);
  });

  it('is not read where the target says nothing of it', async () => {
    const instance = await file.bed.start();
    await instance.receive([desired('Procedure/p1')]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    expect(await instance.dataSource.query('SELECT key FROM read_backs')).toEqual([]);
  });
});
