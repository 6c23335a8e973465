/** Number of buckets that keys are spread over. */
export const stateBucketCount = 64;

/** The table and its columns; names come from the source code, never from outside. */
export interface StateColumns {
  readonly table: string;
  /** SQL expression of the key, text. */
  readonly key: string;
  /** SQL expression of the revision, bigint. */
  readonly revision: string;
  /** SQL condition on the rows that count, where not all do. */
  readonly where?: string;
}

/** One row of the query below, as `pg` hands it over. */
export interface StateBucketRow {
  readonly bucket: number;
  readonly keys: string;
  readonly sum: string;
}

/**
 * A query for the state of a table, bucket by bucket: the number of keys and the sum of hashes of (key, revision).
 * Two services hold the same keys at the same revisions when their buckets are equal; neither reads the other's rows.
 *
 * Bucket: the first 6 bits of md5(key). Hash: the first 60 bits of md5(key:revision), so that it is never negative.
 */
export function stateBucketsSql({ table, key, revision, where }: StateColumns): string {
  return `
    SELECT ('x' || substr(md5(${key}), 1, 2))::bit(8)::integer >> 2 AS bucket,
           count(*) AS keys,
           sum(('x0' || substr(md5(${key} || ':' || ${revision}), 1, 15))::bit(64)::bigint)::text AS sum
      FROM ${table}
     ${where === undefined ? '' : `WHERE ${where}`}
     GROUP BY 1
     ORDER BY 1`;
}

/** The rows as `GET /v1/state` answers them. */
export function toStateSum(rows: readonly StateBucketRow[]): {
  keys: number;
  buckets: { bucket: number; keys: number; sum: string }[];
} {
  const buckets = rows.map(({ bucket, keys, sum }) => ({ bucket, keys: Number(keys), sum }));
  return { keys: buckets.reduce((total, { keys }) => total + keys, 0), buckets };
}
