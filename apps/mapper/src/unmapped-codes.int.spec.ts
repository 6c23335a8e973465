import { describe, expect, it } from '@jest/globals';
import { MapperInstance } from './testing/mapper-instance.js';
import { storeOfSpec } from './testing/mapper-store.js';
import { injection, inVisitOf, nrs, steroid, taken } from './testing/reports.js';

const store = await storeOfSpec();
const coded = (patient: string, code: string, id = `P-${patient}-${code}`) =>
  injection({ patient, id }, { codes: [{ system: '99RVS', code, display: 'words of the source' }] });

describe('the list of codes that nobody knows', () => {
  it('counts the facts that wait, the most first, with examples and nothing about a patient', async () => {
    const mapper = await MapperInstance.open(store);
    await mapper.learn(
      coded('MRN-1', 'RARE'),
      coded('MRN-1', 'OFTEN'),
      coded('MRN-2', 'OFTEN'),
      injection({ patient: 'MRN-3', id: 'P3' }),
      steroid({ patient: 'MRN-3', id: 'M1' }, { ...inVisitOf('P3'), route: { code: 'SIJ' } }),
    );
    const listed = await mapper.unmapped();
    expect(listed.codes.map(({ table, system, code, facts }) => [table, system, code, facts])).toEqual([
      ['procedures', '99RVS', 'OFTEN', 2],
      expect.arrayContaining([1]),
      expect.arrayContaining([1]),
    ]);
    expect(listed.codes).toContainEqual({
      site: 'riverside',
      table: 'routes',
      system: null,
      code: 'SIJ',
      facts: 1,
      since: expect.any(String),
      notOurs: 'elsewhere',
      examples: [
        {
          fact: expect.stringMatching(/^i[0-9a-f]{32}$/),
          application: 'EHR',
          family: 'events',
          kind: 'administration',
          field: 'route',
        },
      ],
    });
    const text = JSON.stringify(listed);
    const patients = ['MRN-1', 'MRN-2', 'MRN-3'].flatMap((value) => [value, store.patientKey(value)]);
    for (const secret of [...patients, 'words of the source', 'P3', '2026-03-12T10'])
      expect(text).not.toContain(secret);
  });

  it('shows words in the place of a code only where patients share them', async () => {
    const mapper = await MapperInstance.open(store);
    const term = 'SI joint injection';
    await mapper.learn(
      coded('A', 'left one of Mrs. Roe'),
      ...['A', 'B', 'C', 'D'].map((patient) => coded(patient, term)),
    );
    expect((await mapper.unmapped()).codes.map(({ code, facts }) => [code, facts])).toEqual([
      [null, 4],
      [null, 1],
    ]);
    await mapper.learn(coded('E', term));
    expect((await mapper.unmapped()).codes.map(({ code }) => code)).toEqual([term, null]);
    // Whoever reads the words in the source can say what they stand for.
    const said = { table: 'procedures', system: '99RVS', code: 'left one of Mrs. Roe', as: 'not-ours' } as const;
    expect(await mapper.resolve(said)).toMatchObject({ holders: 1 });
  });

  it('is read page by page, each code once, and narrowed by table and site', async () => {
    const mapper = await MapperInstance.open(store);
    const codes = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7'];
    await mapper.learn(
      ...codes.map((code) => coded('A', code)),
      coded('B', 'C7'),
      nrs({ patient: 'A', id: 'S' }, 3, '2026-03-20'),
    );
    const seen: (string | null)[] = [];
    let after: string | null | undefined;
    do {
      const page = await mapper.unmapped({ limit: '3', ...(after ? { after } : {}) });
      seen.push(...page.codes.map(({ code }) => code));
      after = page.after;
    } while (after !== null);
    expect(seen[0]).toBe('C7');
    expect(seen.toSorted()).toEqual(codes);
    expect((await mapper.unmapped({ table: 'drugs' })).codes).toEqual([]);
    expect((await mapper.unmapped({ site: 'lakeside' })).codes).toEqual([]);
    expect((await mapper.unmapped({ site: 'riverside', table: 'procedures' })).codes).toHaveLength(7);
    await expect(mapper.unmapped({ after: 'nonsense' })).rejects.toMatchObject({ status: 400 });
  });

  it('is short of what was taken back, and keeps since when the rest waits', async () => {
    const mapper = await MapperInstance.open(store);
    await mapper.learn(coded('A', 'X', 'P1'), coded('A', 'X', 'P2'));
    const [before] = (await mapper.unmapped()).codes;
    await mapper.learn(taken('procedure', { patient: 'A', id: 'P1', minute: 5 }));
    expect((await mapper.unmapped()).codes).toEqual([{ ...before, facts: 1, examples: [expect.anything()] }]);
  });

  it('follows scores that are derived alone', async () => {
    const mapper = await MapperInstance.open(store);
    await mapper.learn(injection({ patient: 'A', id: 'P1' }));
    const score = nrs({ patient: 'A', id: 'S1' }, 3, '2026-03-20');
    if (score.type !== 'ilium.score.reported.v1') throw new Error('a score expected');
    const { data } = score;
    const local = { ...score, data: { ...data, report: { ...data.report, measure: { code: 'PAIN-NOW' } } } };
    await mapper.learn(local);
    expect((await mapper.unmapped()).codes).toMatchObject([
      { table: 'measures', code: 'PAIN-NOW', notOurs: 'not-ours' },
    ]);
    await mapper.learn({
      ...local,
      data: {
        ...local.data,
        report: { ...data.report },
        version: { ...data.version, eventTime: '2026-03-21T00:00:00Z' },
      },
    });
    expect((await mapper.unmapped()).codes).toEqual([]);
  });
});
