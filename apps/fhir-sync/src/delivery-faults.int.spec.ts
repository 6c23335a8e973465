import { describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../dev/src/test-environment.js';
import { DeliveryBed } from './testing/delivery-bed.js';
import { desired } from './testing/records.js';

// A machine under load takes its time; a wait that succeeds is never this long.
jest.setTimeout(30_000);

const file = DeliveryBed.ofThisFile();

describe('delivery to a server that fails', () => {
  it('costs nothing but time when the server is down: no attempt, and one write per record after ten corrections', async () => {
    const instance = await file.bed.start();
    await instance.receive([desired('Procedure/p0')]);
    await file.bed.settled(instance, 'Procedure/p0', 'delivered');
    await file.bed.server.stop();
    for (let revision = 1; revision <= 10; revision += 1)
      await instance.receive([
        desired('Procedure/p1', { revision }),
        desired('Observation/o1', { revision, refersTo: ['Procedure/p1'] }),
      ]);
    await until('the outage to be seen', () => instance.target.reachable, { accept: (reachable) => !reachable });
    expect(await instance.record('Procedure/p1')).toMatchObject({ state: 'pending', attempts: 0, revision: 10 });
    await file.bed.server.start();
    await file.bed.settled(instance, 'Observation/o1', 'delivered');
    expect(file.bed.server.version('Procedure/p1')).toBe(1);
    expect(file.bed.server.version('Observation/o1')).toBe(1);
    expect(instance.target).toEqual({ reachable: true, lastError: null });
  });

  it('waits as long as the server wants it to', async () => {
    const instance = await file.bed.start();
    file.bed.server.script.push({ apply: false, status: 429, headers: { 'retry-after': '1' } });
    const began = performance.now();
    await instance.receive([desired('Procedure/p1')]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    expect(performance.now() - began).toBeGreaterThanOrEqual(1_000);
    expect(file.bed.server.transactions).toHaveLength(2);
  });

  it.each([
    [401, undefined],
    [403, '<html>Forbidden</html>'],
    [404, '{}'],
    [405, undefined],
    [410, ''],
  ])('refuses nothing while a status of %i comes without an OperationOutcome', async (status, body) => {
    const instance = await file.bed.start();
    for (let time = 0; time < 3; time += 1)
      file.bed.server.script.push({ apply: false, status, ...(body === undefined ? {} : { body }) });
    await instance.receive([desired('Procedure/p1'), desired('Procedure/p2')]);
    expect(await file.bed.settled(instance, 'Procedure/p1', 'delivered')).toMatchObject({ attempts: 0, reason: null });
    await file.bed.settled(instance, 'Procedure/p2', 'delivered');
    expect(file.bed.server.transactions).toHaveLength(4);
  });

  it('refuses what the server itself forbids, record by record', async () => {
    const instance = await file.bed.start();
    const body = JSON.stringify({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'forbidden' }],
    });
    for (let time = 0; time < 3; time += 1) file.bed.server.script.push({ apply: false, status: 403, body });
    await instance.receive([desired('Procedure/p1'), desired('Procedure/p2')]);
    for (const key of ['Procedure/p1', 'Procedure/p2'])
      expect(await file.bed.settled(instance, key, 'refused')).toMatchObject({ reason: 'http-403' });
  });

  it('does not take a 200 with a 422 inside for a success', async () => {
    const instance = await file.bed.start();
    file.bed.server.script.push({ refuseEntries: (key) => key === 'Procedure/bad' });
    await instance.receive([desired('Procedure/good'), desired('Procedure/bad')]);
    await file.bed.settled(instance, 'Procedure/good', 'delivered');
    expect(await file.bed.settled(instance, 'Procedure/bad', 'refused')).toMatchObject({
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
    const instance = await file.bed.start();
    await instance.receive([desired('Procedure/p1', { revision: 1 })]);
    await file.bed.settled(instance, 'Procedure/p1', 'delivered');
    file.bed.server.script.push(act);
    await instance.receive([desired('Procedure/p1', { revision: 2 }), desired('Procedure/p2')]);
    await file.bed.settled(instance, 'Procedure/p2', 'delivered');
    const record = await until('revision 2', () => instance.record('Procedure/p1'), {
      accept: ({ deliveredRevision }) => deliveredRevision === 2,
    });
    expect(record.serverVersion).toBe(String(file.bed.server.version('Procedure/p1')));
    expect(file.bed.server.stored.get('Procedure/p1')?.resource).toMatchObject({ note: [{ text: 'r2' }] });
    expect([...file.bed.server.stored.keys()].toSorted()).toEqual(['Procedure/p1', 'Procedure/p2']);
  });

  it('finds the record that a transaction is refused for; it holds only what refers to it, and its next revision tries again', async () => {
    const instance = await file.bed.start();
    file.bed.server.refuses = (key, resource) => key === 'Procedure/bad' && resource['status'] === 'wrong';
    const others = Array.from({ length: 20 }, (_, index) => desired(`Procedure/p${index}`));
    await instance.receive([
      ...others,
      desired('Procedure/bad', { status: 'wrong' }),
      desired('Observation/of-bad', { refersTo: ['Procedure/bad'] }),
      desired('Observation/of-p1', { refersTo: ['Procedure/p1'] }),
    ]);
    await file.bed.settled(instance, 'Procedure/bad', 'refused');
    expect(await file.bed.settled(instance, 'Observation/of-bad', 'waiting')).toMatchObject({ reason: 'reference' });
    await file.bed.settled(instance, 'Observation/of-p1', 'delivered');
    for (const { key } of others) await file.bed.settled(instance, key, 'delivered');
    expect((await instance.status.summary()).all).toMatchObject({
      total: 23,
      byState: { delivered: 21, refused: 1, waiting: 1, pending: 0 },
    });

    await instance.receive([desired('Procedure/bad', { revision: 2, status: 'completed' })]);
    await file.bed.settled(instance, 'Procedure/bad', 'delivered');
    await file.bed.settled(instance, 'Observation/of-bad', 'delivered');
    expect(file.bed.server.version('Observation/of-bad')).toBe(1);
  });

  it('sends smaller transactions to a server that takes no larger ones, and remembers it', async () => {
    const instance = await file.bed.start();
    file.bed.server.mostEntries = 4;
    const batch = (from: number) => Array.from({ length: 10 }, (_, index) => desired(`Procedure/p${from + index}`));
    await instance.receive(batch(0));
    for (const { key } of batch(0)) await file.bed.settled(instance, key, 'delivered');
    const before = file.bed.server.transactions.length;
    await instance.receive(batch(10));
    for (const { key } of batch(10)) await file.bed.settled(instance, key, 'delivered');
    expect(file.bed.server.transactions.slice(before).every(({ length }) => length <= 4)).toBe(true);
  });

  it('isolates a record that makes the server fail; the others go through', async () => {
    const instance = await file.bed.start();
    file.bed.server.fails = (key) => key === 'Procedure/poison';
    const records = Array.from({ length: 30 }, (_, index) => desired(`Procedure/p${index}`));
    await instance.receive([...records, desired('Procedure/poison')]);
    for (const { key } of records) await file.bed.settled(instance, key, 'delivered');
    expect(await instance.record('Procedure/poison')).toMatchObject({ state: 'pending', reason: 'http-500' });
    file.bed.server.fails = () => false;
    await file.bed.settled(instance, 'Procedure/poison', 'delivered');
  });

  it('blames a record that is too large on its own, and not the size of its company', async () => {
    const instance = await file.bed.start();
    file.bed.server.tooLarge = (key) => key === 'Procedure/huge';
    const batch = (from: number) => Array.from({ length: 20 }, (_, index) => desired(`Procedure/p${from + index}`));
    await instance.receive([...batch(0), desired('Procedure/huge')]);
    expect(await file.bed.settled(instance, 'Procedure/huge', 'refused')).toMatchObject({ reason: 'http-413' });
    for (const { key } of batch(0)) await file.bed.settled(instance, key, 'delivered');
    const before = file.bed.server.transactions.length;
    await instance.receive(batch(20));
    for (const { key } of batch(20)) await file.bed.settled(instance, key, 'delivered');
    expect(file.bed.server.transactions.slice(before)).toHaveLength(1);
  });
});
