import type { Queries } from '../questions/queries.js';
import type { Counted } from './figures.js';

/** A correction of a fact, and by how much it moved what a published statement counted. */
export interface Movement {
  readonly id: string;
  readonly statement: string;
  readonly fact: string;
  readonly fromRevision: number;
  readonly revision: number;
  readonly on: string;
  readonly moved: Counted;
}

/** All corrections of each published statement together. */
export async function correctionsOf(queries: Queries): Promise<ReadonlyMap<string, Counted>> {
  const rows: { statement: string; moved: Counted }[] = await queries.query(
    `SELECT statement, jsonb_object_agg(name, by) AS moved
       FROM (SELECT statement, name, sum(by::bigint) AS by
               FROM statement_movements CROSS JOIN LATERAL jsonb_each_text(moved) AS counter (name, by)
              GROUP BY statement, name) AS counted
      GROUP BY statement`,
  );
  return new Map(rows.map(({ statement, moved }) => [statement, moved]));
}

interface MovementsAsked {
  readonly statement?: string | undefined;
  readonly fact?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** In the order in which they came. */
export function movementsOf(
  queries: Queries,
  { statement = undefined, fact = undefined, after = '0', limit }: MovementsAsked,
): Promise<Movement[]> {
  return queries.query(
    // By the day: a correction tells when somebody wrote, and need not tell the minute.
    `SELECT id, statement, fact, from_revision::float8 AS "fromRevision", revision::float8 AS revision,
            to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS "on", moved
       FROM statement_movements
      WHERE ($1::uuid IS NULL OR statement = $1) AND ($2::uuid IS NULL OR fact = $2) AND id > $3::bigint
      ORDER BY id LIMIT $4`,
    [statement ?? null, fact ?? null, after, limit],
  );
}
