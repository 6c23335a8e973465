import { describe, expect, it } from '@jest/globals';
import { until } from '../../../dev/src/test-environment.js';
import { MapperInstance } from './testing/mapper-instance.js';
import { storeOfSpec } from './testing/mapper-store.js';
import { injection, nrs } from './testing/reports.js';

const store = await storeOfSpec();
const local = { system: '99RVS', code: 'SIJ-INJ' };
const asInjection = { table: 'procedures', ...local, as: 'si-joint-injection' } as const;
const waiting = (number: number) => injection({ patient: `W${number}`, id: `P${number}` }, { codes: [local] });

/** Patients by the place of the rules that they were derived under. */
async function derivedUnder(ordinal: number): Promise<number> {
  const rows: { count: number }[] = await store.dataSource.query(
    `SELECT count(*)::int AS count FROM patients WHERE rules_ordinal = $1`,
    [ordinal],
  );
  return rows[0]?.count ?? 0;
}

describe('deriving again when a code has got a meaning', () => {
  it('walks over 10 000 who wait for it in small transactions, by two instances at once, each patient once', async () => {
    const [a, b] = [await MapperInstance.open(store), await MapperInstance.open(store)];
    const all = Array.from({ length: 10_000 }, (_, number) => waiting(number));
    for (let at = 0; at < all.length; at += 500) await a.learn(...all.slice(at, at + 500));
    expect(await a.resolve(asInjection)).toMatchObject({ holders: 10_000, patients: 10_000 });
    await b.rules.refresh();
    let walked = 0;
    while ((await derivedUnder(a.rules.current.rulesOrdinal)) < all.length) {
      walked += (await Promise.all([a.sweep.remap(), b.sweep.remap()])).reduce((sum, count) => sum + count, 0);
    }
    expect(walked).toBe(10_000);
    expect(Math.max(...a.steps, ...b.steps)).toBeLessThanOrEqual(100);
    expect((await a.unmapped()).codes).toEqual([]);
  }, 240_000);

  it('begins with those who wait, and comes to everybody', async () => {
    const mapper = await MapperInstance.open(store);
    await mapper.learn(
      ...Array.from({ length: 3 }, (_, number) => injection({ patient: `A${number}`, id: `K${number}` })),
    );
    await mapper.learn(waiting(1));
    expect(await mapper.resolve(asInjection)).toMatchObject({ holders: 1, patients: 4 });
    expect(await mapper.sweep.remap()).toBe(4);
    expect(mapper.steps).toEqual([1, 3]);
    expect(await derivedUnder(mapper.rules.current.rulesOrdinal)).toBe(4);
  });

  it('leaves who was derived under another site file to `npm run remap`, but for those who wait', async () => {
    const before = await MapperInstance.open(store);
    await before.learn(injection({ patient: 'A', id: 'K1' }), waiting(1));
    const mapper = await MapperInstance.open(store, { ...before.rules.current.rules, version: '3' });
    await mapper.resolve(asInjection);
    expect(await mapper.sweep.remap()).toBe(1);
  });

  it('goes on after a stop with who is left', async () => {
    const mapper = await MapperInstance.open(store);
    const all = Array.from({ length: 150 }, (_, number) => waiting(number));
    await mapper.learn(...all);
    await mapper.resolve(asInjection);
    await mapper.sweep.look();
    await mapper.sweep.onApplicationShutdown();
    const after = await MapperInstance.open(store);
    await after.sweep.remap();
    expect(await derivedUnder(after.rules.current.rulesOrdinal)).toBe(150);
  });

  it('happens by itself, also where another instance was told', async () => {
    const [told, other] = [await MapperInstance.open(store), await MapperInstance.open(store)];
    await told.learn(waiting(1));
    await told.resolve(asInjection);
    other.sweep.onApplicationBootstrap();
    await until('the patient to be derived', async () => (await derivedUnder(told.rules.current.rulesOrdinal)) === 1);
    await other.sweep.onApplicationShutdown();
    expect(other.steps).toEqual([1]);
  });

  it('lists what a store of an older form knew only as text', async () => {
    const mapper = await MapperInstance.open(store);
    await mapper.learn(waiting(1));
    await store.dataSource.query(`DELETE FROM unmapped_codes`);
    await store.dataSource.query(`UPDATE patients SET rules_ordinal = 0`);
    expect((await mapper.unmapped()).codes).toEqual([]);
    await mapper.sweep.remap();
    expect((await mapper.unmapped()).codes).toMatchObject([local]);
  });

  it('forgets courses that were read under older rules', async () => {
    const mapper = await MapperInstance.open(store);
    await mapper.learn(injection({ patient: 'A', id: 'P1' }), waiting(1));
    const score = (id: string) => nrs({ patient: 'A', id }, 7, '2026-03-10');
    await mapper.learn(score('S1'));
    await mapper.resolve({ table: 'procedures', code: '27096', as: 'not-ours' });
    await mapper.sweep.remap();
    await mapper.learn(score('S2'));
    expect(Object.keys(await store.live()).filter((key) => key.startsWith('Procedure/'))).toEqual([]);
    const fresh = await store.live();
    await store.dataSource.transaction((manager) => mapper.patients.republish(manager, [store.patientKey('A')]));
    expect(await store.live()).toEqual(fresh);
  });
});
