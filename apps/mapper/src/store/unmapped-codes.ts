import type { CodeTable } from '@ilium/clinical';
import type { EntityManager } from 'typeorm';

type Database = Pick<EntityManager, 'query'>;

/** Codes are listed by how many facts wait on them; what comes after the last one that was seen. */
export interface Cursor {
  readonly facts: number;
  readonly key: string;
  readonly site: string;
}

export interface UnmappedFilter {
  readonly site?: string | undefined;
  readonly table?: CodeTable | undefined;
  readonly limit: number;
  readonly after?: Cursor | undefined;
}

export interface UnmappedRow {
  readonly site: string;
  readonly code_table: CodeTable;
  readonly system: string;
  readonly code: string;
  readonly code_key: string;
  readonly facts: number;
  /** Whether it may be shown. */
  readonly is_code: boolean;
  readonly since: Date;
  readonly examples: readonly Example[];
}

export interface Example {
  /** A keyed hash of its business identifier. */
  readonly fact: string;
  readonly application: string;
  readonly family: string;
  readonly kind: string;
  readonly field: string;
}

/** As in the details of work: longer than any code of the systems that we read, and without a space. */
const codeShape = String.raw`^\S{1,40}$`;
/** Words that came with so many patients are a term, and no note about one of them. */
const fewestPatients = 5;
const mostExamples = 3;

/** What waits for a meaning, by site, table, system and code; most facts first. */
export function loadUnmappedCodes(
  database: Database,
  { site, table, limit, after }: UnmappedFilter,
): Promise<readonly UnmappedRow[]> {
  return database.query(
    `WITH waiting AS (
       SELECT site, code_table, system, code, code_key, count(*)::int AS facts, min(since) AS since,
              code ~ '${codeShape}' OR count(DISTINCT patient_key) >= ${fewestPatients} AS is_code
         FROM unmapped_codes
        WHERE ($1::text IS NULL OR site = $1) AND ($2::text IS NULL OR code_table = $2)
        GROUP BY site, code_table, system, code, code_key
       HAVING $4::int IS NULL OR (-count(*), code_key, site) > (-$4::int, $5, $6)
        ORDER BY facts DESC, code_key, site
        LIMIT $3
     )
     SELECT waiting.*, examples
       FROM waiting
      CROSS JOIN LATERAL (
        SELECT json_agg(json_build_object('fact', fact_key, 'application', origin #>> '{feed,application}',
                                          'family', origin #>> '{feed,family}', 'kind', kind, 'field', field)
                        ORDER BY fact_key) AS examples
          FROM (SELECT fact_key, field FROM unmapped_codes held
                 WHERE (held.code_table, held.code, held.system, held.site)
                     = (waiting.code_table, waiting.code, waiting.system, waiting.site)
                 ORDER BY patient_key, fact_key LIMIT ${mostExamples}) one
          JOIN facts USING (fact_key)
      ) shown
      ORDER BY facts DESC, code_key, site`,
    [site ?? null, table ?? null, limit, after?.facts ?? null, after?.key ?? '', after?.site ?? ''],
  );
}

/** How many patients hold work on a code; without a system of whatever system it came with. */
export async function countHolders(
  database: Database,
  { table, system, code }: { readonly table: CodeTable; readonly system?: string | undefined; readonly code: string },
): Promise<number> {
  const rows: { count: number }[] = await database.query(
    `SELECT count(DISTINCT patient_key)::int AS count FROM unmapped_codes
      WHERE code_table = $1 AND code = $2 AND $3 IN ('', system)`,
    [table, code, system ?? ''],
  );
  return rows[0]?.count ?? 0;
}
