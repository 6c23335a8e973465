import { defaultRules, type Rules } from '@ilium/clinical';
import { RetryLater } from '@ilium/messaging';
import { describe, expect, it } from '@jest/globals';
import { entriesOf } from './testing/entries.js';
import { MapperInstance } from './testing/mapper-instance.js';
import { storeOfSpec } from './testing/mapper-store.js';
import { injection, inVisitOf, nrs, steroid } from './testing/reports.js';

const store = await storeOfSpec();

const local = { system: '99RVS', code: 'SIJ-INJ' };
const unknown = (patient: string, id = `P-${patient}`, minute = 0) =>
  injection({ patient, id, minute }, { codes: [local] });
const asInjection = { table: 'procedures', ...local, as: 'si-joint-injection' } as const;
const course = [unknown('A', 'P1'), steroid({ patient: 'A', id: 'M1' }, inVisitOf('P1'))];

function statusesIn({ published }: MapperInstance): readonly string[] {
  return entriesOf(published).map(({ key, status }) => `${key.split('/')[0]} ${status}`);
}

/** Which transactions wrote the facts: the same, unless something was learned again. */
async function factRows(): Promise<unknown> {
  return store.dataSource.query(`SELECT fact_key, xmin::text FROM facts ORDER BY fact_key`);
}

describe('a code that nobody knows', () => {
  it('waits, gets a meaning, and what follows is published as a change; nothing is replayed', async () => {
    const mapper = await MapperInstance.open(store);
    const first = await mapper.learn(...course, nrs({ patient: 'A', id: 'S1' }, 7, '2026-03-10'));
    expect(entriesOf(first).filter(({ key }) => key.startsWith('Procedure/'))).toEqual([]);
    expect((await mapper.unmapped()).codes).toMatchObject([{ table: 'procedures', ...local, facts: 1 }]);
    const facts = await factRows();

    const resolved = await mapper.resolve(asInjection);
    expect(resolved).toMatchObject({
      isNew: true,
      holders: 1,
      patients: 1,
      rulesOrdinal: mapper.rules.current.rulesOrdinal,
    });
    expect(resolved.resolution).toMatchObject({ ...asInjection, by: 'A. Coder', takenBack: null });
    expect(await mapper.sweep.remap()).toBe(1);

    expect(statusesIn(mapper)).toContain('Procedure completed');
    expect(mapper.published.filter(({ topic }) => topic === 'outcome-observations').length).toBeGreaterThan(0);
    expect((await mapper.unmapped()).codes).toEqual([]);
    expect(await factRows()).toEqual(facts);
    expect(await mapper.sweep.remap()).toBe(0);
  });

  it('that is taken back waits again, and what followed from it is retracted', async () => {
    const mapper = await MapperInstance.open(store);
    await mapper.learn(...course);
    const { resolution, rulesOrdinal } = await mapper.resolve(asInjection);
    await mapper.sweep.remap();
    const live = await store.live();
    mapper.published.length = 0;

    const taken = await mapper.codes.takeBack(resolution.id, 'B. Coder');
    expect(taken).toMatchObject({ resolution: { takenBack: { by: 'B. Coder' } }, patients: 1 });
    expect(taken.rulesOrdinal).toBeGreaterThan(rulesOrdinal);
    expect(mapper.rules.current.rules).toBe(defaultRules);
    await mapper.sweep.remap();
    expect(statusesIn(mapper)).toContain('Procedure entered-in-error');
    expect((await mapper.unmapped()).codes).toMatchObject([{ ...local, facts: 1 }]);

    const again = await mapper.codes.takeBack(resolution.id, 'C. Coder');
    expect(again).toMatchObject({ rulesOrdinal: taken.rulesOrdinal, resolution: { takenBack: { by: 'B. Coder' } } });
    await mapper.resolve(asInjection);
    await mapper.sweep.remap();
    expect(await store.live()).toEqual(live);
    expect(await mapper.codes.list()).toHaveLength(2);
  });

  it('may be nothing of ours: no work any more, and no record', async () => {
    const mapper = await MapperInstance.open(store);
    await mapper.learn(unknown('A'));
    await mapper.resolve({ ...asInjection, as: 'not-ours' });
    await mapper.sweep.remap();
    expect(await store.live()).toEqual({});
    expect(await store.dataSource.query(`SELECT reason FROM work_items`)).toEqual([]);
  });

  it('of any system gets a meaning without one; what is said of one system comes first', async () => {
    const mapper = await MapperInstance.open(store);
    await mapper.learn(unknown('A'), injection({ patient: 'B', id: 'P2' }, { codes: [{ code: local.code }] }));
    expect(await mapper.resolve({ ...asInjection, system: undefined, as: 'not-ours' })).toMatchObject({ holders: 2 });
    await mapper.resolve(asInjection);
    await mapper.sweep.remap();
    expect(statusesIn(mapper)).toEqual(['Procedure completed']);
    expect((await mapper.unmapped()).codes).toEqual([]);
  });
});

describe('saying what a code stands for', () => {
  it('twice is once; something else is refused until the first is taken back', async () => {
    const mapper = await MapperInstance.open(store);
    const first = await mapper.resolve({ ...asInjection, system: 'CPT' });
    const again = await mapper.resolve({ ...asInjection, system: 'C4' });
    expect([again.isNew, again.rulesOrdinal, again.resolution.id]).toEqual([
      false,
      first.rulesOrdinal,
      first.resolution.id,
    ]);
    const other = mapper.resolve({ ...asInjection, system: 'CPT4', as: 'si-joint-rfa' });
    await expect(other).rejects.toMatchObject({ status: 409, message: expect.stringContaining(first.resolution.id) });
  });

  it('is refused where the site file speaks of the code, and the key is named', async () => {
    const codes: Rules['codes'] = { procedures: [{ ...local, as: { system: 'ilium', code: 'si-joint-rfa' } }] };
    const mapper = await MapperInstance.open(store, { ...defaultRules, codes });
    const refused = { status: 409, message: expect.stringContaining('codes.procedures[0]') };
    await expect(mapper.resolve(asInjection)).rejects.toMatchObject(refused);
  });

  it('holds until a later site file speaks of the code: then the file wins, and the list of resolutions says so', async () => {
    await (await MapperInstance.open(store)).resolve(asInjection);
    const procedures = [{ ...local, as: { system: 'ilium', code: 'si-joint-rfa' } }];
    const mapper = await MapperInstance.open(store, { ...defaultRules, codes: { procedures } });
    expect(mapper.rules.current.rules.codes).toEqual({ procedures });
    expect(await mapper.codes.list()).toMatchObject([{ ...asInjection, overruledBy: 'codes.procedures[0]' }]);
  });

  it('in a word that the table does not know is refused, with the nearest one', async () => {
    const mapper = await MapperInstance.open(store);
    const asked = mapper.resolve({ ...asInjection, as: 'si-joint-injektion' });
    const message = 'as: none of our words for procedures; is si-joint-injection meant?';
    await expect(asked).rejects.toMatchObject({ status: 400, message });
  });

  it('to the mapper of another site is refused, and an unknown resolution is not found', async () => {
    const mapper = await MapperInstance.open(store);
    await expect(mapper.resolve({ ...asInjection, site: 'lakeside' })).rejects.toMatchObject({ status: 409 });
    const nobody = '00000000-0000-4000-8000-000000000000';
    await expect(mapper.codes.takeBack(nobody, 'A. Coder')).rejects.toMatchObject({ status: 404 });
  });
});

describe('several instances', () => {
  it('hear of it: one with older rules waits with a patient of newer ones, takes them up, and goes on', async () => {
    const [a, b] = [await MapperInstance.open(store), await MapperInstance.open(store)];
    await a.learn(...course);
    await a.resolve(asInjection);
    await a.sweep.remap();
    const late = unknown('A', 'P9', 3);
    await expect(b.learn(late)).rejects.toThrow(RetryLater);
    // Nobody else is held up, and who was derived under older rules is caught up with.
    await b.learn(unknown('C'));
    expect(await b.rules.refresh()).toBe(true);
    expect(b.rules.current.rulesOrdinal).toBe(a.rules.current.rulesOrdinal);
    expect(entriesOf(await b.learn(late))).toContainEqual(expect.objectContaining({ status: 'completed' }));
    expect(await a.sweep.remap()).toBe(1);
    expect((await a.unmapped()).codes).toEqual([]);
  });

  it('that speak at the same moment agree on the order', async () => {
    const instances = await Promise.all([1, 2, 3, 4].map(() => MapperInstance.open(store)));
    await Promise.all(
      instances.flatMap((mapper, index) => [
        mapper.resolve({ ...asInjection, code: `X${index}` }),
        mapper.resolve({ ...asInjection, code: 'SAME' }),
      ]),
    );
    for (const { rules } of instances) await rules.refresh();
    expect(new Set(instances.map(({ rules }) => rules.current.rulesOrdinal)).size).toBe(1);
    for (const { rules } of instances) expect(rules.current.rules.codes.procedures).toHaveLength(5);
    expect(await instances[0]?.codes.list()).toHaveLength(5);
  });

  it('with an older site file bring no newer rules up', async () => {
    const old = await MapperInstance.open(store);
    const young = await MapperInstance.open(store, { ...defaultRules, version: '3' });
    await expect(old.resolve(asInjection)).rejects.toMatchObject({ status: 503 });
    await young.resolve(asInjection);
    expect(await old.rules.refresh()).toBe(false);
    const restarted = await MapperInstance.open(store);
    for (const { rules } of [old, restarted]) {
      expect(rules.current.rulesOrdinal).toBeLessThan(young.rules.current.rulesOrdinal);
    }
  });
});
