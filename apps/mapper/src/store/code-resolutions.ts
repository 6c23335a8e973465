import { codeTables, type CodeTable } from '@ilium/clinical';
import type { Resolution } from '@ilium/site';
import type { EntityManager } from 'typeorm';

type Database = Pick<EntityManager, 'query'>;

/** What somebody said a code stands for: who, when, and whether it was taken back. */
export interface StoredResolution extends Resolution {
  readonly id: string;
  readonly by: string;
  readonly at: string;
  readonly note: string | null;
  readonly takenBack: { readonly by: string; readonly at: string } | null;
}

interface Row {
  readonly id: string;
  readonly code_table: string;
  readonly system: string;
  readonly code: string;
  readonly meaning: string;
  readonly said_by: string;
  readonly said_at: Date;
  readonly note: string | null;
  readonly taken_back_by: string | null;
  readonly taken_back_at: Date | null;
}

/** How many times people have spoken of codes, taking back included: it only grows. */
export async function countResolutions(database: Database): Promise<number> {
  const rows: { count: number }[] = await database.query(
    `SELECT (count(*) + count(taken_back_at))::int AS count FROM code_resolutions`,
  );
  return rows[0]?.count ?? 0;
}

export function loadLiveResolutions(database: Database): Promise<readonly StoredResolution[]> {
  return load(database, 'taken_back_at IS NULL', []);
}

/** Also those that were taken back, the newest first. */
export function loadResolutions(database: Database): Promise<readonly StoredResolution[]> {
  return load(database, 'true', []);
}

export async function loadResolution(database: Database, id: string): Promise<StoredResolution | undefined> {
  const [found] = await load(database, 'id = $1', [id]);
  return found;
}

/** The one that holds for exactly this code. */
export async function loadLiveResolutionOf(
  database: Database,
  { table, system, code }: Omit<Resolution, 'as'>,
): Promise<StoredResolution | undefined> {
  const condition = 'taken_back_at IS NULL AND code_table = $1 AND system = $2 AND code = $3';
  const [found] = await load(database, condition, [table, system ?? '', code]);
  return found;
}

export async function insertResolution(
  database: Database,
  { table, system, code, as, by, note }: Pick<StoredResolution, 'table' | 'system' | 'code' | 'as' | 'by' | 'note'>,
): Promise<void> {
  await database.query(
    `INSERT INTO code_resolutions (code_table, system, code, meaning, said_by, note) VALUES ($1, $2, $3, $4, $5, $6)`,
    [table, system ?? '', code, as, by, note],
  );
}

export async function takeBackResolution(database: Database, id: string, by: string): Promise<void> {
  await database.query(
    `UPDATE code_resolutions SET taken_back_by = $2, taken_back_at = now() WHERE id = $1 AND taken_back_at IS NULL`,
    [id, by],
  );
}

async function load(database: Database, condition: string, values: readonly string[]): Promise<StoredResolution[]> {
  const rows: Row[] = await database.query(
    `SELECT * FROM code_resolutions WHERE ${condition} ORDER BY said_at DESC, id`,
    [...values],
  );
  return rows.flatMap((row) => toResolution(row) ?? []);
}

/** One of a table that is no longer known says nothing. */
function toResolution(row: Row): StoredResolution | undefined {
  const table = codeTables.find((name: CodeTable) => name === row.code_table);
  if (table === undefined) return undefined;
  const { taken_back_by: by, taken_back_at: at } = row;
  return {
    id: row.id,
    table,
    ...(row.system === '' ? {} : { system: row.system }),
    code: row.code,
    as: row.meaning,
    by: row.said_by,
    at: row.said_at.toISOString(),
    note: row.note,
    takenBack: by === null || at === null ? null : { by, at: at.toISOString() },
  };
}
