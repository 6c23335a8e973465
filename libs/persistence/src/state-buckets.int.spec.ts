import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../dev/src/test-environment.js';
import { createDataSource } from './data-source.js';
import { stateBucketCount, stateBucketsSql, toStateSum, type StateBucketRow } from './state-buckets.js';

interface Entry {
  readonly key: string;
  readonly revision: bigint;
}

/** The same sums, reckoned another way. */
function expectedBuckets(entries: readonly Entry[]): { bucket: number; keys: number; sum: string }[] {
  const md5 = (text: string): bigint => BigInt(`0x${createHash('md5').update(text).digest('hex')}`);
  const buckets = new Map<number, { keys: number; sum: bigint }>();
  for (const { key, revision } of entries) {
    const bucket = Number(md5(key) >> 122n);
    const { keys, sum } = buckets.get(bucket) ?? { keys: 0, sum: 0n };
    buckets.set(bucket, { keys: keys + 1, sum: sum + (md5(`${key}:${revision}`) >> 68n) });
  }
  return [...buckets]
    .map(([bucket, { keys, sum }]) => ({ bucket, keys, sum: sum.toString() }))
    .toSorted((a, b) => a.bucket - b.bucket);
}

describe('stateBucketsSql', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  async function stateOf(
    table: string,
    entries: readonly Entry[],
    where?: string,
  ): Promise<ReturnType<typeof toStateSum>> {
    await dataSource.query(`CREATE TABLE ${table} (record_key text PRIMARY KEY, revision bigint NOT NULL)`);
    await dataSource.query(`INSERT INTO ${table} SELECT * FROM unnest($1::text[], $2::bigint[])`, [
      entries.map(({ key }) => key),
      entries.map(({ revision }) => revision.toString()),
    ]);
    const sql = stateBucketsSql({
      table,
      key: 'record_key',
      revision: 'revision',
      ...(where === undefined ? {} : { where }),
    });
    return toStateSum(await dataSource.query<StateBucketRow[]>(sql));
  }

  beforeAll(async () => {
    database = await createDatabase();
    dataSource = createDataSource({ url: database.url, entities: [], migrations: [], applicationName: 'test' });
    await dataSource.initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const entries = Array.from({ length: 1_000 }, (_, index) => ({
    key: `Procedure/schlüssel-${index}`,
    revision: 1_763_800_000_000_000n + BigInt(index),
  }));

  it('gives number and sum of hashes for each bucket, also where the sum exceeds 64 bits', async () => {
    const state = await stateOf('many', entries);
    expect(state).toEqual({ keys: 1_000, buckets: expectedBuckets(entries) });
    expect(state.buckets).toHaveLength(stateBucketCount);
    expect(state.buckets.some(({ sum }) => BigInt(sum) > 2n ** 63n)).toBe(true);
  });

  it('does not depend on the order of the rows', async () => {
    expect(await stateOf('reversed', entries.toReversed())).toEqual({ keys: 1_000, buckets: expectedBuckets(entries) });
  });

  it('differs in one bucket when one revision differs', async () => {
    const [first, ...rest] = entries;
    if (first === undefined) throw new Error('There are no entries.');
    const { buckets } = await stateOf('newer', [{ ...first, revision: first.revision + 1n }, ...rest]);
    const expected = expectedBuckets(entries);
    expect(buckets.filter(({ sum }, index) => sum !== expected[index]?.sum)).toHaveLength(1);
  });

  it('counts only the rows that are asked for', async () => {
    const state = await stateOf('even', entries, 'revision % 2 = 0');
    expect(state.buckets).toEqual(expectedBuckets(entries.filter(({ revision }) => revision % 2n === 0n)));
  });

  it('is empty for an empty table', async () => {
    expect(await stateOf('none', [])).toEqual({ keys: 0, buckets: [] });
  });
});
