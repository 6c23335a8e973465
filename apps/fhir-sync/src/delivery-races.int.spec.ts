import { describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../dev/src/test-environment.js';
import { DeliveryBed } from './testing/delivery-bed.js';
import { desired } from './testing/records.js';

// A machine under load takes its time; a wait that succeeds is never this long.
jest.setTimeout(30_000);

const file = DeliveryBed.ofThisFile();

describe('delivery, where requests overtake each other', () => {
  it('does not take a newer revision for delivered that came while an older one was in flight', async () => {
    const instance = await file.bed.start();
    let goOn: (value?: unknown) => void = () => undefined;
    file.bed.server.script.push({ apply: true, until: new Promise((resolve) => (goOn = resolve)) });
    await instance.receive([desired('Procedure/p1', { revision: 1 })]);
    await until('the request', () => file.bed.server.transactions.length === 1);
    await instance.receive([desired('Procedure/p1', { revision: 2 })]);
    expect(await instance.record('Procedure/p1')).toMatchObject({
      state: 'pending',
      revision: 2,
      deliveredRevision: null,
    });
    goOn();
    const record = await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    expect(record).toMatchObject({ revision: 2, deliveredRevision: 2 });
    expect(file.bed.server.stored.get('Procedure/p1')).toMatchObject({
      version: 2,
      resource: { note: [{ text: 'r2' }] },
    });
  });

  it('does not let an older first write stand that timed out and is applied after the newer one', async () => {
    const instance = await file.bed.start();
    let apply: (value?: unknown) => void = () => undefined;
    file.bed.server.script.push({ apply: true, until: new Promise((resolve) => (apply = resolve)) });
    await instance.receive([desired('Procedure/p1', { revision: 1 })]);
    await until('the request', () => file.bed.server.transactions.length === 1);
    await instance.receive([desired('Procedure/p1', { revision: 2 })]);
    await until('revision 2 on the server', () => file.bed.server.version('Procedure/p1') === 1);
    expect(await file.bed.settled(instance, 'Procedure/p1', 'pending')).toMatchObject({ deliveredRevision: null });
    apply();
    await until('revision 1 on the server', () => file.bed.server.version('Procedure/p1') === 2);
    expect(await file.bed.settled(instance, 'Procedure/p1', 'delivered')).toMatchObject({
      revision: 2,
      serverVersion: '3',
    });
    expect(file.bed.server.stored.get('Procedure/p1')?.resource).toMatchObject({ note: [{ text: 'r2' }] });
  });

  it('does not let a first write stand that an instance sent before it died and that is applied after the newer one', async () => {
    const dying = await file.bed.start({ timeoutMs: 60_000, leaseMs: 200_000 });
    let apply: (value?: unknown) => void = () => undefined;
    file.bed.server.script.push({ apply: true, until: new Promise((resolve) => (apply = resolve)) });
    await dying.receive([desired('Procedure/p1', { revision: 1 })]);
    await until('the request', () => file.bed.server.transactions.length === 1);
    await dying.receive([desired('Procedure/p1', { revision: 2 })]);
    const second = await file.bed.start();
    await dying.dataSource.query(`UPDATE desired_records SET lease_until = now() - interval '1 s'`);
    await until('the doubt', () => second.record('Procedure/p1'), { accept: ({ reason }) => reason === 'in-doubt' });
    await file.bed.settled(second, 'Procedure/p1', 'delivered');
    expect(file.bed.server.version('Procedure/p1')).toBe(1);
    apply();
    await until('revision 2 once more', () => file.bed.server.version('Procedure/p1') === 3);
    await file.bed.settled(second, 'Procedure/p1', 'delivered');
    expect(file.bed.server.stored.get('Procedure/p1')?.resource).toMatchObject({ note: [{ text: 'r2' }] });
  });

  it('only reads a first write that followed a time-out, when it still stands', async () => {
    const instance = await file.bed.start();
    file.bed.server.script.push({ apply: false, until: new Promise(() => undefined) });
    await instance.receive([desired('Procedure/p1')]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    expect(file.bed.server.transactions).toHaveLength(2);
    expect(file.bed.server.version('Procedure/p1')).toBe(1);
  });

  it('reads the version and writes again when somebody else wrote in between', async () => {
    const instance = await file.bed.start();
    await instance.receive([desired('Procedure/p1')]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    file.bed.server.stored.set('Procedure/p1', { version: 7, resource: undefined });
    await instance.receive([desired('Procedure/p1', { revision: 2 })]);
    const record = await until('revision 2', () => instance.record('Procedure/p1'), {
      accept: ({ deliveredRevision }) => deliveredRevision === 2,
    });
    expect(record.serverVersion).toBe('8');
  });

  it('stops in time although an answer never comes; the record is sent by whoever comes next', async () => {
    const first = await file.bed.start({ timeoutMs: 60_000, leaseMs: 200_000, stopWithinMs: 50 });
    file.bed.server.script.push({ apply: true, until: new Promise(() => undefined) });
    await first.receive([desired('Procedure/p1')]);
    await until('the request', () => file.bed.server.transactions.length === 1);
    await first.stop();
    const second = await file.bed.start();
    await until('the second request', () => file.bed.server.version('Procedure/p1') === 1);
    // The first one may be applied for as long as its time-out, and nobody waits a minute in a test.
    await until('the doubt', () => second.record('Procedure/p1'), { accept: ({ reason }) => reason === 'in-doubt' });
    await second.dataSource.query('UPDATE desired_records SET next_attempt_at = now(), doubt_until = now()');
    await file.bed.settled(second, 'Procedure/p1', 'delivered');
    expect(file.bed.server.transactions).toHaveLength(2);
  });

  it('is taken over by another instance when one hangs; each record is there once', async () => {
    const hanging = await file.bed.start({ timeoutMs: 60_000, leaseMs: 200_000 });
    file.bed.server.script.push({ apply: true, until: new Promise(() => undefined) });
    await hanging.receive([desired('Procedure/p1')]);
    await until('the request', () => file.bed.server.transactions.length === 1);
    const second = await file.bed.start();
    await hanging.dataSource.query(`UPDATE desired_records SET lease_until = now() - interval '1 s'`);
    await file.bed.settled(second, 'Procedure/p1', 'delivered');
    expect([...file.bed.server.stored.keys()]).toEqual(['Procedure/p1']);
    expect(file.bed.server.transactions).toHaveLength(2);
    await file.bed.server.stop();
  });

  it('sends once more what another instance delivered while a late answer of ours was under way', async () => {
    const late = await file.bed.start({ timeoutMs: 60_000, leaseMs: 200_000 });
    let goOn: (value?: unknown) => void = () => undefined;
    file.bed.server.script.push({ apply: true, until: new Promise((resolve) => (goOn = resolve)) });
    await late.receive([desired('Procedure/p1', { revision: 1 })]);
    await until('the request', () => file.bed.server.transactions.length === 1);
    await late.receive([desired('Procedure/p1', { revision: 2 })]);
    const second = await file.bed.start();
    await late.dataSource.query(`UPDATE desired_records SET lease_until = now() - interval '1 s'`);
    await file.bed.settled(second, 'Procedure/p1', 'delivered');
    goOn();
    await until('both requests and the repetition', () => file.bed.server.version('Procedure/p1') >= 3);
    await file.bed.settled(second, 'Procedure/p1', 'delivered');
    expect(file.bed.server.stored.get('Procedure/p1')?.resource).toMatchObject({ note: [{ text: 'r2' }] });
  });

  it('shares the work of two instances', async () => {
    const [one, two] = [
      await file.bed.start({ limits: { entries: 5, bytes: 1_000_000 } }),
      await file.bed.start({ limits: { entries: 5, bytes: 1_000_000 } }),
    ];
    const records = Array.from({ length: 200 }, (_, index) => desired(`Procedure/p${index}`));
    await Promise.all([one.receive(records.slice(0, 100)), two.receive(records.slice(100))]);
    await until('all', async () => (await one.status.summary()).all, {
      accept: ({ byState }) => byState.delivered === 200,
    });
    expect(file.bed.server.transactions.flat()).toHaveLength(200);
    expect((await one.status.state()).keys).toBe(200);
  });
});
